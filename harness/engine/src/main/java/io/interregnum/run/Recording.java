package io.interregnum.run;

import io.interregnum.cluster.NodeId;
import io.interregnum.fault.Scene;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Who led when in a recorded run.
 *
 * @param history of that run
 */
record Recording(History history) {
    /** As for a run that goes on: a claim that was not repeated for so long is not one of then. */
    private static final long STALE_NANOS = 1_000_000_000;

    /** When the faults began, in nanoseconds since the run did; empty when it did not come to that. */
    OptionalLong faultsBeganNanos() {
        return history.events().stream()
                .filter(event -> event.process().equals(Processes.RUNNER)
                        && event.f().equals("phase")
                        && "faults".equals(event.value()))
                .mapToLong(Event::timeNanos)
                .findFirst();
    }

    /** Who led when the faults began; of a run that did not note it, the master that answers to probes show. */
    Scene.Leaders first() {
        Optional<Map<?, ?>> noted = history.events().stream()
                .filter(event ->
                        event.process().equals(Processes.RUNNER) && event.f().equals(Processes.LEADERS))
                .filter(event -> event.value() instanceof Map<?, ?>)
                .<Map<?, ?>>map(event -> (Map<?, ?>) java.util.Objects.requireNonNull(event.value()))
                .findFirst();
        Optional<NodeId> master = noted.flatMap(names -> node(names.get("master")));
        return new Scene.Leaders(
                master.isPresent() ? master : leaderAt(faultsBeganNanos().orElse(0)),
                noted.flatMap(names -> node(names.get("ensemble"))));
    }

    private static Optional<NodeId> node(@org.jspecify.annotations.Nullable Object name) {
        try {
            return name instanceof String text ? Optional.of(NodeId.parse(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // as good as not noted
        }
    }

    /** The master that claimed the highest epoch at a moment; empty when none did. */
    Optional<NodeId> leaderAt(long nanos) {
        Map<String, Long> claims = new TreeMap<>();
        Map<String, Long> claimedNanos = new TreeMap<>();
        for (Event event : history.events()) {
            if (event.timeNanos() > nanos) {
                break;
            }
            Optional<ProbeAnswer> answer = ProbeAnswer.of(event);
            if (answer.isPresent()) {
                String node = Processes.nodeOfProbe(event.process());
                if (answer.get().claims()) {
                    claims.put(node, answer.get().epoch().orElse(0));
                    claimedNanos.put(node, event.timeNanos());
                } else {
                    claims.remove(node);
                }
            }
        }
        return claims.entrySet().stream()
                .filter(claim -> nanos - claimedNanos.getOrDefault(claim.getKey(), 0L) < STALE_NANOS)
                .max(Map.Entry.comparingByValue())
                .flatMap(claim -> node(claim.getKey()));
    }
}
