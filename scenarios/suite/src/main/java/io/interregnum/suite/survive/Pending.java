package io.interregnum.suite.survive;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.Processes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fault that was asked for and not healed when its harness was killed, so that it was in effect or might have been.
 *
 * @param fault its name
 * @param with values of its parameters, where they are not the standard ones; of roles the nodes that played them
 * @param harm what it does to its targets
 * @param targets as resolved, in its order
 * @param left from the last event that was recorded until its planned end; negative when that was over
 */
record Pending(String fault, Map<String, String> with, Harm harm, List<NodeId> targets, Duration left) {
    Pending {
        with = Map.copyOf(with); // asked for single values only
        targets = List.copyOf(targets);
    }

    /** Those of a history that ends where its harness was killed, in the order in which they were asked for. */
    static List<Pending> of(List<Event> events) {
        Map<Integer, Pending> pending = new LinkedHashMap<>();
        long lastNanos = events.isEmpty() ? 0 : events.get(events.size() - 1).timeNanos();
        for (Event event : events) {
            if (event.process().equals(Processes.NEMESIS)) {
                FaultEvent.of(event).ifPresent(fault -> {
                    switch (fault.stage()) {
                        case REQUESTED -> pending.put(fault.step(), requested(event, fault, lastNanos));
                        case HEALED, HEAL_UNPROVEN -> pending.remove(fault.step());
                        default -> {} // on its way
                    }
                });
            }
        }
        return List.copyOf(pending.values());
    }

    private static Pending requested(Event event, FaultEvent fault, long lastNanos) {
        Map<String, String> with = new LinkedHashMap<>();
        for (String field : List.of("with", "with-resolved")) {
            if (event.fields().get(field) instanceof Map<?, ?> values) {
                values.forEach((name, value) -> with.put(String.valueOf(name), String.valueOf(value)));
            }
        }
        return new Pending(
                event.f(),
                with,
                fault.harm(),
                fault.targets().stream().map(NodeId::parse).toList(),
                Duration.ofNanos(event.number("planned-end").orElse(lastNanos) - lastNanos));
    }

    boolean isCut() {
        return harm == Harm.CUT;
    }

    @Override
    public String toString() {
        return fault;
    }
}
