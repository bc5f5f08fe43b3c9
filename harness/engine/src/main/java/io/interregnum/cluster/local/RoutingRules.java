package io.interregnum.cluster.local;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How links are cut at the router where nftables is missing: needs iproute2 only. Drops all packets of a direction and knows
 * nothing else; not one transaction, no end by itself, and no counter.
 */
record RoutingRules(AddressPlan plan) {
    /** The command; it reads what {@link #cut} and {@link #heal} return. */
    static final List<String> APPLY = List.of("ip", "-force", "-batch", "-");

    /**
     * Lines that cut.
     *
     * @throws ClusterException when routing rules cannot cut so
     */
    String cut(Cut cut) {
        if (cut.kind() != Cut.Kind.PACKETS || !cut.ports().isEmpty()) {
            throw new ClusterException("cannot cut " + cut.kind()
                    + (cut.ports().isEmpty() ? "" : " on ports " + cut.ports())
                    + ": nftables does not work here, and routing rules drop all packets between two nodes or none; on"
                    + " Debian and Ubuntu: apt-get install nftables");
        }
        return lines("add", cut.links());
    }

    /** Lines that heal; none for what cannot have been cut. */
    String heal(Cut cut) {
        return cut.kind() == Cut.Kind.PACKETS && cut.ports().isEmpty() ? lines("del", cut.links()) : "";
    }

    private String lines(String verb, Collection<Link> links) {
        TreeSet<String> pairs = new TreeSet<>();
        links.forEach(link -> pairs.add(plan.of(link.from()) + " to " + plan.of(link.to())));
        return pairs.stream()
                .map(pair -> "rule " + verb + " from " + pair + " blackhole\n")
                .collect(Collectors.joining());
    }

    /**
     * Why the command failed, from what it printed; empty when it did what it should. Adding a rule that is there and
     * deleting one that is not are refused, and leave what is wanted.
     */
    static String refusal(String printed) {
        return printed.lines()
                .filter(line -> !line.contains("File exists") && !line.contains("No such file or directory"))
                .filter(line -> !line.startsWith("Command failed"))
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("; "));
    }
}
