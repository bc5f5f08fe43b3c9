package io.interregnum.check;

import io.interregnum.history.ClientFields;
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
 * Whether a leader was well, as far as anybody could see: it claimed, and it answered clients. What an answer under its
 * epoch says beside that is that ZooKeeper was well too, since an answer costs a transaction.
 */
final class LeaderHealth {
    /** Answers that are further apart than this may have a standstill of the machine between them. */
    static final long GAP_NANOS_MAX = 500_000_000;
    /** So much of a leader's time is looked at, or all of it if it is shorter. Longer than a session's. */
    static final long LOOKED_AT_NANOS = 3_000_000_000L;

    private final Map<String, List<Operation>> probes = new HashMap<>(); // by node; order is never read
    private final Map<Map.Entry<String, Long>, List<Long>> answered = new HashMap<>(); // order is never read
    private final List<Event> nodeEvents = new ArrayList<>();

    LeaderHealth(History history) {
        for (Operation operation : history.operations()) {
            String process = operation.invoke().process();
            if (Processes.isProbe(process) && operation.completion().isPresent()) {
                probes.computeIfAbsent(Processes.nodeOfProbe(process), node -> new ArrayList<>())
                        .add(operation);
            } else if (operation.invoke().isClient()) {
                operation.completion().ifPresent(this::noteAnswer);
            }
        }
        answered.values().forEach(times -> times.sort(Long::compare));
        history.of(Processes.CLUSTER).stream()
                .filter(event -> NodeEvent.node(event).isPresent())
                .forEach(nodeEvents::add);
    }

    private void noteAnswer(Event answer) {
        OptionalLong epoch = answer.number(ClientFields.EPOCH);
        Optional<String> node = answer.text(ClientFields.NODE);
        if (epoch.isPresent() && node.isPresent()) {
            answered.computeIfAbsent(Map.entry(node.get(), epoch.getAsLong()), key -> new ArrayList<>())
                    .add(answer.timeNanos());
        }
    }

    /** The last probe answered before this moment with a claim to lead in this epoch. */
    Optional<Operation> lastClaim(String node, long epoch, long beforeNanos) {
        return probes.getOrDefault(node, List.of()).stream()
                .filter(probe -> probe.completedNanos() < beforeNanos)
                .filter(probe -> claims(probe, epoch))
                .reduce((first, second) -> second);
    }

    private static boolean claims(Operation probe, long epoch) {
        return probe.completion()
                .flatMap(ProbeAnswer::of)
                .filter(answer -> answer.claims() && answer.epoch().equals(OptionalLong.of(epoch)))
                .isPresent();
    }

    /** Whether anything but claims came of this node after that claim and before this moment. */
    boolean isInDoubt(String node, Operation claim, long beforeNanos) {
        long sinceNanos = claim.completedNanos();
        return probes.getOrDefault(node, List.of()).stream()
                        .anyMatch(probe -> probe.completedNanos() > sinceNanos && probe.completedNanos() < beforeNanos)
                || nodeEvents.stream()
                        .filter(event ->
                                NodeEvent.node(event).filter(node::equals).isPresent())
                        .anyMatch(event -> event.timeNanos() > sinceNanos && event.timeNanos() < beforeNanos);
    }

    /** Whether it answered clients under this epoch until this moment, without a gap that could hide a standstill. */
    boolean served(String node, long epoch, long untilNanos) {
        List<Long> times = answered.getOrDefault(Map.entry(node, epoch), List.of()).stream()
                .filter(nanos -> nanos <= untilNanos)
                .toList();
        if (times.isEmpty()) {
            return false;
        }
        long lastNanos = Math.max(times.get(0), untilNanos - LOOKED_AT_NANOS);
        for (long nanos : times) {
            if (nanos - lastNanos > GAP_NANOS_MAX) {
                return false;
            }
            lastNanos = Math.max(lastNanos, nanos);
        }
        return untilNanos - lastNanos <= GAP_NANOS_MAX;
    }
}
