package io.interregnum.metric;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import java.util.List;
import java.util.Optional;

/** Which faults made a leader fall, and since when. */
final class Faults {
    /** Of an {@code effective} event: what proved it was begun then. */
    private static final String EFFECTIVE_BY = "effective-by";

    private Faults() {}

    /**
     * When a fault took effect; empty if that was not seen.
     *
     * <p>The effect had set in by the time at which the look began that proved it, where the nemesis says so: looking at
     * a pause or a cut takes a quarter of a second, by which the failover would seem too short.
     */
    static Optional<Milestone> effective(FaultStep fault) {
        return fault.at(Stage.REQUESTED)
                .flatMap(requested -> fault.at(Stage.EFFECTIVE).map(seen -> effective(requested, seen)));
    }

    private static Milestone effective(Event requested, Event effective) {
        long by = effective.number(EFFECTIVE_BY).orElse(effective.timeNanos());
        long latest = Math.min(effective.timeNanos(), by);
        return new Milestone(requested.timeNanos(), Math.max(requested.timeNanos(), latest));
    }

    /**
     * The last fault that was aimed at the old leader while it led, before anything was seen of the new one; else the
     * last one aimed at anybody else in that time, since a leader also falls with what it stands on, such as ZooKeeper.
     * Empty if there was none, or if it was healed long before: then the leader fell of its own accord.
     */
    static Optional<FaultStep> causeOf(List<FaultStep> faults, Sightings.Leader before, Sightings.Leader after) {
        List<FaultStep> possible = faults.stream()
                .filter(fault -> fault.mayHaveEnded(before.firstSeenNanos(), after.firstSeenNanos()))
                .toList();
        return possible.stream()
                .filter(fault -> fault.targets().contains(before.node()))
                .reduce((earlier, later) -> later)
                .or(() -> possible.stream().reduce((earlier, later) -> later));
    }
}
