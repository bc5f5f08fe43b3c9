package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Operation;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells by which life of a node's process something was answered: lives are divided by the node's starts and ends, and
 * by changes of the incarnation that probes were told. What overlaps such a division belongs to no life that is known
 * for sure; leaving it out can hide a violation, not invent one.
 */
final class Lives {
    private final Map<String, List<Division>> divisions = new HashMap<>(); // order is never read

    /** Somewhere from one event to the other a life may have ended or begun; indexes, inclusive. */
    private record Division(long fromIndex, long toIndex) {}

    Lives(History history) {
        Map<String, Operation> lastProbe = new HashMap<>(); // order is never read
        for (Event event : history.events()) {
            NodeEvent.node(event).ifPresent(node -> divide(node, event.index(), event.index()));
        }
        for (Operation probe : history.operations()) {
            Optional<String> incarnation = incarnation(probe);
            if (incarnation.isEmpty()) {
                continue;
            }
            Operation before = lastProbe.put(probe.invoke().process(), probe);
            if (before != null && !incarnation(before).equals(incarnation)) {
                divide(
                        Processes.nodeOfProbe(probe.invoke().process()),
                        before.invoke().index(),
                        probe.completion().orElseThrow().index());
            }
        }
        divisions.values().forEach(list -> list.sort((left, right) -> Long.compare(left.toIndex, right.toIndex)));
    }

    private void divide(String node, long fromIndex, long toIndex) {
        divisions.computeIfAbsent(node, name -> new ArrayList<>()).add(new Division(fromIndex, toIndex));
    }

    private static Optional<String> incarnation(Operation probe) {
        return probe.completion().flatMap(ProbeAnswer::of).map(ProbeAnswer::incarnation);
    }

    /**
     * The life of {@code node} in which everything between two events happened.
     *
     * @return a number that differs between lives; empty when it may have been more than one
     */
    OptionalLong between(String node, long firstIndex, long lastIndex) {
        long life = 0;
        for (Division division : divisions.getOrDefault(node, List.of())) {
            if (division.toIndex >= firstIndex && division.fromIndex <= lastIndex) {
                return OptionalLong.empty();
            }
            if (division.toIndex < firstIndex) {
                life++;
            }
        }
        return OptionalLong.of(life);
    }
}
