package io.interregnum.check;

import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * When epochs began, as far as the registry, the probes and the views tell. An epoch of 0 or less is that of a registry to
 * which nobody has written, and counts as none.
 */
final class EpochStarts {
    private final TreeMap<Long, Seen> takeOvers =
            new TreeMap<>(); // by epoch: when the registry was first seen to hold it
    private final TreeMap<Long, Long> firstSeenNanos = new TreeMap<>(); // by epoch
    private final Map<Long, String> masters = new HashMap<>(); // by epoch: who claimed it first; order is never read

    /** A state of the registry, and the event that told it. */
    record Seen(ElectionFact fact, Event event) {}

    private EpochStarts() {}

    static EpochStarts of(History history, LeaderViews views) {
        EpochStarts starts = new EpochStarts();
        for (Event event : history.events()) {
            ElectionFact.of(event)
                    .filter(fact -> fact.kind() == ElectionFact.Kind.REGISTRY_EPOCH && fact.epoch() > 0)
                    .ifPresent(fact -> {
                        starts.takeOvers.putIfAbsent(fact.epoch(), new Seen(fact, event));
                        starts.see(fact.epoch(), event.timeNanos());
                    });
            ProbeAnswer.of(event)
                    .filter(ProbeAnswer::claims)
                    .ifPresent(answer -> answer.epoch().ifPresent(epoch -> {
                        starts.masters.putIfAbsent(epoch, Processes.nodeOfProbe(event.process()));
                        starts.see(epoch, event.timeNanos());
                    }));
        }
        views.recovered().forEach(seen -> {
            starts.masters.putIfAbsent(seen.epoch(), seen.master());
            starts.see(seen.epoch(), seen.receivedNanos());
        });
        return starts;
    }

    private void see(long epoch, long nanos) {
        if (epoch > 0) {
            firstSeenNanos.merge(epoch, nanos, Math::min);
        }
    }

    /** The newest epoch of which anything was seen. */
    OptionalLong newest() {
        return firstSeenNanos.isEmpty() ? OptionalLong.empty() : OptionalLong.of(firstSeenNanos.lastKey());
    }

    /** When anything was first seen of this epoch; empty when nothing was. */
    OptionalLong firstSeenNanos(long epoch) {
        Long nanos = firstSeenNanos.get(epoch);
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    /** The master that showed that it leads in this epoch; empty text where none did. */
    String master(long epoch) {
        return masters.getOrDefault(epoch, "");
    }

    /** The first state of the registry with this epoch or a later one that was seen. */
    Optional<Seen> takenOver(long epoch) {
        Map.Entry<Long, Seen> first = takeOvers.ceilingEntry(epoch);
        return first == null ? Optional.empty() : Optional.of(first.getValue());
    }

    /** The first state of the registry with this very epoch that was seen. */
    Optional<Seen> takenOverFor(long epoch) {
        return Optional.ofNullable(takeOvers.get(epoch));
    }

    /** True when the registry's epoch was never seen. */
    boolean registryUnseen() {
        return takeOvers.isEmpty();
    }

    /** True when anything was seen of an epoch between these two. */
    boolean anyBetween(long lower, long higher) {
        return lower < higher
                && !firstSeenNanos.subMap(lower, false, higher, false).isEmpty();
    }

    /** True when a later epoch had been seen by then. */
    boolean isDeposed(long epoch, long nanos) {
        return firstSeenNanos.tailMap(epoch, false).values().stream().anyMatch(seen -> seen <= nanos);
    }
}
