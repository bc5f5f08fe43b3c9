package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.PlannedCuts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Until when links may be silent, by what was planned for them alone: what becomes of a frozen or dead node, and of other
 * links, says nothing about a link.
 *
 * @param dues in the order in which the faults were asked for
 */
record Dues(List<Due> dues) {
    Dues {
        dues = List.copyOf(dues);
    }

    /**
     * A fault on links.
     *
     * @param cut the links; of an impairment those that it may silence
     * @param left from the kill until its planned end, not negative
     */
    record Due(String fault, Cut cut, Duration left) {
        boolean concerns(Way way) {
            boolean port = cut.ports().isEmpty() || cut.ports().contains(way.port());
            boolean there = cut.links().contains(new Link(way.from(), way.to()));
            boolean back = cut.links().contains(new Link(way.to(), way.from()));
            // Of a cut of new connections, answers pass.
            return port && (there || (back && cut.kind() != Cut.Kind.CONNECTIONS));
        }
    }

    /**
     * What pending faults do to links.
     *
     * @param spec of the cluster that was left, with all its nodes
     * @param masterPort on which masters serve
     * @throws ClusterException when one of them is none that this program knows
     */
    static Dues of(List<Pending> pending, ClusterSpec spec, int masterPort) {
        List<Due> dues = new ArrayList<>();
        for (Pending one : pending) {
            Fault fault = Faults.named(one.fault())
                    .map(known -> known.with(one.with()))
                    .orElseThrow(() -> new ClusterException("no fault " + one.fault() + ", which the history names"));
            Optional<Cut> cut = PlannedCuts.of(fault, spec, masterPort, one.targets());
            cut.ifPresent(links ->
                    dues.add(new Due(one.fault(), links, one.left().isNegative() ? Duration.ZERO : one.left())));
        }
        return new Dues(dues);
    }

    /** How long after the kill that way may still be shut; zero for one that nobody meant to shut. */
    Duration of(Way way) {
        return longest(dues.stream().filter(due -> due.concerns(way)).toList());
    }

    /** How long after the kill the last of all links may still be shut. */
    Duration last() {
        return longest(dues);
    }

    private static Duration longest(List<Due> dues) {
        return dues.stream().map(Due::left).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
