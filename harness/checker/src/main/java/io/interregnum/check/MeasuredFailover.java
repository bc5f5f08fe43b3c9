package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import io.interregnum.history.ProbeAnswer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a history tells the latency of a failover: its two ends, which are a fault that took effect while one epoch's
 * leader led and before anything was seen of the next epoch, and a write acknowledged under that next one. An epoch
 * counts that was claimed or seen in the registry.
 *
 * <p>The same question as whether {@code metric.FailoverTimeline} gives any latency, which judges must not ask; a test
 * holds the two together.
 */
final class MeasuredFailover {
    private final TreeMap<Long, Long> firstSeenNanos = new TreeMap<>(); // by epoch
    private final TreeMap<Long, Long> servedNanos = new TreeMap<>(); // by epoch: its first acknowledged write

    private MeasuredFailover(History history) {
        for (Event event : history.events()) {
            ElectionFact.of(event)
                    .filter(fact -> fact.kind() == ElectionFact.Kind.REGISTRY_EPOCH)
                    .ifPresent(fact -> note(firstSeenNanos, fact.epoch(), event));
            ProbeAnswer.of(event)
                    .filter(ProbeAnswer::claims)
                    .ifPresent(answer -> answer.epoch().ifPresent(epoch -> note(firstSeenNanos, epoch, event)));
        }
        for (Operation operation : history.clientOperations()) {
            boolean isWrite = !ClientFields.isRead(operation.invoke().f());
            if (isWrite && operation.outcome() == Event.Type.OK) {
                Effect.epochOf(operation)
                        .ifPresent(epoch ->
                                note(servedNanos, epoch, operation.completion().orElseThrow()));
            }
        }
        servedNanos.forEach(
                (epoch, nanos) -> firstSeenNanos.computeIfPresent(epoch, (key, seen) -> Math.min(seen, nanos)));
    }

    /** Epoch 0 is that of a registry to which nobody has written. */
    private static void note(Map<Long, Long> firsts, long epoch, Event event) {
        if (epoch > 0) {
            firsts.merge(epoch, event.timeNanos(), Math::min);
        }
    }

    static boolean isIn(History history) {
        List<FaultStep> effective = FaultStep.of(history).stream()
                .filter(step -> step.at(Stage.EFFECTIVE).isPresent())
                .toList();
        return new MeasuredFailover(history).follows(effective);
    }

    private boolean follows(List<FaultStep> faults) {
        for (Map.Entry<Long, Long> next : firstSeenNanos.entrySet()) {
            Map.Entry<Long, Long> before = firstSeenNanos.lowerEntry(next.getKey());
            if (before != null
                    && servedNanos.containsKey(next.getKey())
                    && faults.stream().anyMatch(fault -> fault.mayHaveEnded(before.getValue(), next.getValue()))) {
                return true;
            }
        }
        return false;
    }
}
