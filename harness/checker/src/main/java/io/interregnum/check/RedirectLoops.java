package io.interregnum.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A circle of standbys, each of which certainly named the next one at the same time.
 *
 * @param nodes of the circle, from the first in the order of names
 * @param fromNanos since when all did
 * @param toNanos until when
 * @param events that prove it
 */
record RedirectLoops(List<String> nodes, long fromNanos, long toNanos, List<Long> events) {

    /** All circles that lasted longer than that, in the order of their beginnings. Sweeps over beginnings. */
    static List<RedirectLoops> of(List<RedirectsChecker.Naming> namings, long boundNanos) {
        List<RedirectsChecker.Naming> byBeginning = new ArrayList<>(namings);
        byBeginning.removeIf(naming -> naming.toNanos() - naming.fromNanos() <= boundNanos);
        byBeginning.sort(Comparator.comparingLong(RedirectsChecker.Naming::fromNanos));
        Map<String, RedirectsChecker.Naming> current = new TreeMap<>(); // by node
        List<RedirectLoops> loops = new ArrayList<>();
        for (RedirectsChecker.Naming naming : byBeginning) {
            current.put(naming.node(), naming);
            circle(naming, current)
                    .filter(loop -> loop.toNanos() - loop.fromNanos() > boundNanos)
                    .ifPresent(loops::add);
        }
        return loops;
    }

    /** The circle that this naming, the youngest of all, closes. */
    private static Optional<RedirectLoops> circle(
            RedirectsChecker.Naming last, Map<String, RedirectsChecker.Naming> current) {
        List<RedirectsChecker.Naming> path = new ArrayList<>(List.of(last));
        RedirectsChecker.Naming next = current.get(last.leader());
        while (next != null && !next.node().equals(last.node()) && path.size() <= current.size()) {
            path.add(next);
            next = current.get(next.leader());
        }
        if (next == null || !next.node().equals(last.node())) {
            return Optional.empty();
        }
        long toNanos =
                path.stream().mapToLong(RedirectsChecker.Naming::toNanos).min().orElse(0);
        return Optional.of(new RedirectLoops(
                path.stream().map(RedirectsChecker.Naming::node).toList(),
                last.fromNanos(),
                toNanos,
                path.stream().flatMap(naming -> naming.events().stream()).toList()));
    }

    Finding finding() {
        return new Finding(
                "redirects went round in a circle from " + Words.seconds(fromNanos) + " to " + Words.seconds(toNanos)
                        + " at least: " + String.join(" named ", nodes) + " named " + nodes.get(0),
                Optional.empty(),
                nodes,
                List.of(),
                events,
                Map.of("loopNanosMin", toNanos - fromNanos));
    }
}
