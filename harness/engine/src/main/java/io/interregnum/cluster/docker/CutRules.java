package io.interregnum.cluster.docker;

import java.time.Duration;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nftables scripts that cut a node off from others.
 *
 * <p>A table of our own with one rule that drops what comes from the addresses in a set; the set's elements carry the
 * kernel's own timer. Nothing else in the namespace is touched, and nothing is ever flushed.
 */
final class CutRules {
    private static final String TABLE = "inet interregnum";
    private static final Pattern PACKETS = Pattern.compile("\\bpackets (\\d+)");

    private CutRules() {}

    /** Sets up table, set, counter and rule; does nothing to those that exist, but must be applied only once. */
    static String prepare() {
        return "add table " + TABLE + "\n"
                + "add set " + TABLE + " cut { type ipv4_addr; flags timeout; }\n"
                + "add counter " + TABLE + " dropped\n"
                // Before connection tracking and Docker's own rules, so that nothing of theirs can let a packet pass.
                + "add chain " + TABLE + " input { type filter hook input priority -300; policy accept; }\n"
                + "add rule " + TABLE + " input ip saddr @cut counter name dropped drop\n";
    }

    /**
     * Drops everything from {@code addresses} until {@code plannedEnd} has passed, counted from now even for addresses
     * that are cut already.
     */
    static String cut(Collection<String> addresses, Duration plannedEnd) {
        // An "add" of an element that exists keeps its old timer, hence the deletion; a deletion of one that does not
        // exist fails, hence the addition before it.
        long millis = Math.max(1, plannedEnd.toMillis());
        return heal(addresses) + addElements(addresses, millis);
    }

    /** Lifts the cut from {@code addresses}, whether they are cut, were never cut, or their timer has run out. */
    static String heal(Collection<String> addresses) {
        // A day, so that the element cannot run out between the two lines.
        return addElements(addresses, Duration.ofDays(1).toMillis()) + "delete element " + TABLE + " cut { "
                + String.join(", ", addresses) + " }\n";
    }

    private static String addElements(Collection<String> addresses, long timeoutMillis) {
        String timer = " timeout " + timeoutMillis + "ms";
        return "add element " + TABLE + " cut { " + String.join(timer + ", ", addresses) + timer + " }\n";
    }

    /** Asks for the counter. */
    static String count() {
        return "list counter " + TABLE + " dropped\n";
    }

    /**
     * The packets in the answer to {@link #count}.
     *
     * @throws IllegalArgumentException when it holds no number of packets
     */
    static long packets(String listed) {
        Matcher matcher = PACKETS.matcher(listed);
        if (!matcher.find()) {
            throw new IllegalArgumentException("expected \"packets <number>\" in what nft listed: " + listed.strip());
        }
        return Long.parseLong(matcher.group(1));
    }
}
