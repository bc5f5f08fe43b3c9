package io.interregnum.cluster.link;

import io.interregnum.cluster.Need;
import java.util.Optional;

/** How a network namespace of its own shows what its kernel can do to links: a shell script for each, to be run by root. */
public final class LinkNeeds {
    private LinkNeeds() {}

    /**
     * A way to try a need.
     *
     * @param script ends with 0 when it can be had; leaves nothing
     * @param remedy how to get it
     */
    public record Trial(String script, String remedy) {}

    /** How to try it; empty for what is not about links. */
    public static Optional<Trial> of(Need need) {
        return switch (need) {
            case NFTABLES ->
                Optional.of(new Trial("""
                    nft -f - <<'END' && nft delete table ip interregnum_try
                    add table ip interregnum_try
                    add set ip interregnum_try s { type ipv4_addr . ipv4_addr; flags timeout; counter; }
                    add chain ip interregnum_try c { type filter hook forward priority 0; policy accept; }
                    add rule ip interregnum_try c ip saddr . ip daddr @s numgen random mod 1000 < 5 drop
                    add rule ip interregnum_try c tcp flags & rst == 0 ip saddr . ip daddr @s reject with tcp reset
                    add element ip interregnum_try s { 198.18.1.2 . 198.18.2.2 timeout 1s }
                    END
                    """, "on Debian and Ubuntu: apt-get install nftables, and modprobe nf_tables"));
            case NETEM ->
                Optional.of(new Trial(
                        "tc qdisc add dev lo root netem delay 1ms && tc qdisc del dev lo root",
                        "load the kernel module: modprobe sch_netem, on Ubuntu from linux-modules-extra; delay and loss work"
                                + " without it, the rest does not"));
            case TBF ->
                Optional.of(new Trial(
                        "tc qdisc add dev lo root handle 1: htb default 0 && tc class add dev lo parent 1: classid 1:1 htb"
                                + " rate 1mbit && tc qdisc del dev lo root",
                        "apt-get install iproute2, and modprobe sch_htb"));
            case RELAY ->
                Optional.of(new Trial(
                        """
                    if tc qdisc add dev lo root netem delay 1ms 2>/dev/null; then tc qdisc del dev lo root; exit 0; fi
                    nft -f - <<'END' && nft delete table ip interregnum_try && ss -K -H -t -n dst 198.18.255.1
                    add table ip interregnum_try
                    add map ip interregnum_try m { type ipv4_addr . inet_service : inet_service; flags timeout; }
                    add chain ip interregnum_try c { type nat hook output priority -100; policy accept; }
                    add rule ip interregnum_try c meta l4proto tcp redirect to :ip daddr . tcp dport map @m
                    END
                    """, "apt-get install nftables iproute2, and modprobe nft_redir; or modprobe sch_netem"));
            default -> Optional.empty();
        };
    }
}
