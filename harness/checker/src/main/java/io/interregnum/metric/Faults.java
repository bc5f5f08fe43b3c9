package io.interregnum.metric;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The faults of a history, and which of them made a leader fall. */
final class Faults {
    /**
     * A fault healed longer ago than this did not cause what happens now. It covers what a heal leaves behind: sessions
     * that expire and connections that resume up to 12 s later. Longer than that it would claim what a leader did of its
     * own accord.
     */
    static final long AFTERMATH_NANOS = 15_000_000_000L;

    /** Of an {@code effective} event: what proved it was begun then. */
    private static final String EFFECTIVE_BY = "effective-by";

    private Faults() {}

    /**
     * One fault.
     *
     * @param name such as {@code pause-leader}
     * @param targets names of nodes
     * @param requestedNanos damage cannot be older
     * @param effective when it took effect; empty if that was not seen
     * @param healedNanos when it was gone; {@code Long.MAX_VALUE} if that was not seen
     */
    record Fault(
            String name, List<String> targets, long requestedNanos, Optional<Milestone> effective, long healedNanos) {

        Fault {
            targets = List.copyOf(targets);
        }
    }

    private record Told(Event event, FaultEvent fault) {}

    /** The faults that were requested, in that order. */
    static List<Fault> of(History history) {
        Map<Integer, List<Told>> steps = new TreeMap<>();
        for (Event event : history.events()) {
            FaultEvent.of(event)
                    .ifPresent(fault -> steps.computeIfAbsent(fault.step(), step -> new ArrayList<>())
                            .add(new Told(event, fault)));
        }
        return steps.values().stream()
                .flatMap(step -> fault(step).stream())
                .sorted((left, right) -> Long.compare(left.requestedNanos(), right.requestedNanos()))
                .toList();
    }

    private static Optional<Fault> fault(List<Told> step) {
        Optional<Told> requested = at(step, FaultEvent.Stage.REQUESTED);
        Optional<Told> effective = at(step, FaultEvent.Stage.EFFECTIVE);
        return requested.map(told -> new Fault(
                told.event().f(),
                told.fault().targets(),
                told.event().timeNanos(),
                effective.map(seen -> effective(told.event(), seen.event())),
                at(step, FaultEvent.Stage.HEALED)
                        .map(healed -> healed.event().timeNanos())
                        .orElse(Long.MAX_VALUE)));
    }

    private static Optional<Told> at(List<Told> step, FaultEvent.Stage stage) {
        return step.stream().filter(told -> told.fault().stage() == stage).findFirst();
    }

    /**
     * The effect had set in by the time at which the look began that proved it, where the nemesis says so: looking at a
     * pause or a cut takes a quarter of a second, by which the failover would seem too short.
     */
    private static Milestone effective(Event requested, Event effective) {
        OptionalLong by = effective.number(EFFECTIVE_BY);
        long latest = Math.min(effective.timeNanos(), by.orElse(effective.timeNanos()));
        return new Milestone(requested.timeNanos(), Math.max(requested.timeNanos(), latest));
    }

    /**
     * The last fault that was aimed at the old leader while it led, before anything was seen of the new one; else the
     * last one aimed at anybody else in that time, since a leader also falls with what it stands on, such as ZooKeeper.
     * Empty if there was none, or if it was healed long before: then the leader fell of its own accord.
     */
    static Optional<Fault> causeOf(List<Fault> faults, Sightings.Leader before, Sightings.Leader after) {
        List<Fault> possible = faults.stream()
                .filter(fault -> fault.requestedNanos() >= before.firstSeenNanos())
                .filter(fault -> fault.requestedNanos() < after.firstSeenNanos())
                .filter(fault -> after.firstSeenNanos() - fault.healedNanos() < AFTERMATH_NANOS)
                .toList();
        return possible.stream()
                .filter(fault -> fault.targets().contains(before.node()))
                .reduce((earlier, later) -> later)
                .or(() -> possible.stream().reduce((earlier, later) -> later));
    }
}
