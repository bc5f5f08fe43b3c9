package io.interregnum.fault;

import io.interregnum.history.ClientFields;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.ProbeAnswer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sees from recorded events what schedules wait for. Safe for many threads; counts from {@link #begin} on.
 *
 * <p>Whoever waits is told in the thread that recorded the event, so that no time passes between the two; what they do
 * with it must be done elsewhere.
 */
final class Occurrences {
    private final Map<Occurrence.Kind, Integer> counts = new EnumMap<>(Occurrence.Kind.class); // guarded by this
    private final List<Waiting> waiting = new ArrayList<>(); // guarded by this
    private long highestClaimed = -1; // epoch; guarded by this
    private long highestServed; // epoch; guarded by this
    private boolean begun; // guarded by this
    private long lastFaultNanos; // guarded by this

    private record Waiting(Occurrence what, CompletableFuture<Event> told) {}

    /** Counts from now on. What was seen before gives the epoch that a later one must exceed. */
    synchronized void begin() {
        begun = true;
    }

    /** The event with which it will happen. What has happened already does not happen again: ask before that. */
    synchronized CompletableFuture<Event> await(Occurrence what) {
        CompletableFuture<Event> told = new CompletableFuture<>();
        waiting.add(new Waiting(what, told));
        return told;
    }

    /** The same, counted from now and not from {@link #begin}. */
    synchronized CompletableFuture<Event> awaitFromNow(Occurrence what) {
        int before = Objects.requireNonNullElse(counts.get(what.kind()), 0);
        return await(Occurrence.nth(what.kind(), before + what.count()));
    }

    /** When a fault was last seen to reach a stage, in nanoseconds since the run began; 0 before that. */
    synchronized long lastFaultNanos() {
        return lastFaultNanos;
    }

    /** Takes notice of an event; called in the order of recording. */
    synchronized void accept(Event event) {
        if (FaultEvent.of(event).isPresent()) {
            lastFaultNanos = event.timeNanos();
        }
        List<Occurrence.Kind> kinds = kindsOf(event);
        if (begun) {
            kinds.forEach(kind -> happened(kind, event));
        }
    }

    private void happened(Occurrence.Kind kind, Event event) {
        long step = stepOf(event);
        int count = counts.merge(kind, 1, Integer::sum);
        waiting.removeIf(one -> {
            boolean now = one.what().kind() == kind
                    && (one.what().step().isPresent()
                            ? one.what().step().getAsInt() == step
                            : one.what().count() == count);
            if (now) {
                one.told().complete(event);
            }
            return now;
        });
    }

    /** The step of which an event speaks; -1 where it speaks of none. */
    private static long stepOf(Event event) {
        return Recovered.step(event)
                .orElseGet(() ->
                        FaultEvent.of(event).map(fault -> (long) fault.step()).orElse(-1L));
    }

    private List<Occurrence.Kind> kindsOf(Event event) {
        if (event.isClient()) {
            if (!ClientFields.isAcknowledgedWrite(event)) {
                return List.of();
            }
            return serves(event)
                    ? List.of(Occurrence.Kind.WRITE_ACKNOWLEDGED, Occurrence.Kind.CLIENT_SERVED)
                    : List.of(Occurrence.Kind.WRITE_ACKNOWLEDGED);
        }
        return kindOf(event).stream().toList();
    }

    private Optional<Occurrence.Kind> kindOf(Event event) {
        Optional<ProbeAnswer> answer = ProbeAnswer.of(event);
        if (answer.isPresent()) {
            return higher(answer.get()) ? Optional.of(Occurrence.Kind.LEADER_ELECTED) : Optional.empty();
        }
        Optional<ElectionFact> fact = ElectionFact.of(event);
        if (fact.isPresent()) {
            return Optional.of(
                    switch (fact.get().kind()) {
                        case ELECTION_NODE_CREATED -> Occurrence.Kind.ELECTION_NODE_CREATED;
                        case ELECTION_NODE_DELETED -> Occurrence.Kind.ELECTION_NODE_DELETED;
                        case REGISTRY_EPOCH -> Occurrence.Kind.EPOCH_CHANGED;
                    });
        }
        if (Recovered.step(event).isPresent()) {
            return Optional.of(Occurrence.Kind.RECOVERED);
        }
        return FaultEvent.of(event).flatMap(fault -> switch (fault.stage()) {
            case EFFECTIVE -> Optional.of(Occurrence.Kind.FAULT_EFFECTIVE);
            case HEALED, HEAL_UNPROVEN -> Optional.of(Occurrence.Kind.FAULT_HEALED);
            default -> Optional.<Occurrence.Kind>empty();
        });
    }

    private boolean higher(ProbeAnswer answer) {
        long epoch = answer.epoch().orElse(0);
        if (!answer.claims() || epoch <= highestClaimed) {
            return false;
        }
        highestClaimed = epoch;
        return true;
    }

    private boolean serves(Event answer) {
        long epoch = answer.number(ClientFields.EPOCH).orElse(0);
        if (epoch <= highestServed) {
            return false;
        }
        highestServed = epoch;
        return true;
    }
}
