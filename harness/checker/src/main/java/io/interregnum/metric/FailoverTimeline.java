package io.interregnum.metric;

import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the failovers of a history and places their milestones.
 *
 * <p>Each epoch later than that of the run's first leader is a failover, whether it was claimed, or was seen in the
 * registry. A milestone that was not observed is empty, never guessed.
 *
 * <p>The milestones follow each other by definition, so what is known of one bounds the others: none is earlier than the
 * earliest moment of one before it, none later than the latest of one after it. Above all, an observer that saw late
 * does not make the failover longer: the whole is given by its two ends, and only its division into phases shifts, from
 * a later phase to an earlier one. Where a system really breaks the order (a new leader that claims while the old one's
 * election node exists), the milestone that came too late is placed with the one that should have followed it: the phase
 * between them is 0, and the phase before it looks shorter than it was. So phases are never negative and add up to the
 * latency exactly.
 */
public final class FailoverTimeline {
    private FailoverTimeline() {}

    /** The failovers, in the order of their epochs. The first election of a run is none. */
    public static List<Failover> of(History history) {
        Sightings sightings = new Sightings(history);
        List<FaultStep> faults = FaultStep.of(history);
        List<Sightings.Leader> leaders = sightings.leaders();
        List<Failover> failovers = new ArrayList<>();
        for (int i = 1; i < leaders.size(); i++) {
            failovers.add(failover(sightings, faults, leaders.get(i - 1), leaders.get(i)));
        }
        return List.copyOf(failovers);
    }

    private static Failover failover(
            Sightings sightings, List<FaultStep> faults, Sightings.Leader before, Sightings.Leader after) {
        Optional<FaultStep> fault = Faults.causeOf(faults, before, after);
        List<Optional<Milestone>> placed = inOrder(Arrays.asList(
                fault.flatMap(Faults::effective),
                sightings.electionNodeGone(before.epoch()),
                sightings.firstClaim(after.epoch()),
                sightings.registryAccepted(after.epoch()),
                sightings.clientServed(after.epoch())));
        return new Failover(
                fault.map(FaultStep::name),
                before.node(),
                OptionalLong.of(before.epoch()),
                after.node(),
                after.epoch(),
                placed.get(0),
                placed.get(1),
                placed.get(2),
                placed.get(3),
                placed.get(4));
    }

    /** Bounds each milestone by the others, as the class says; empty ones stay empty and bound nothing. */
    static List<Optional<Milestone>> inOrder(List<Optional<Milestone>> seen) {
        long[] latest = new long[seen.size()];
        long notAfter = Long.MAX_VALUE;
        for (int i = seen.size() - 1; i >= 0; i--) {
            notAfter =
                    Math.min(notAfter, seen.get(i).map(Milestone::latestNanos).orElse(notAfter));
            latest[i] = notAfter;
        }
        List<Optional<Milestone>> placed = new ArrayList<>();
        long notBefore = 0;
        for (int i = 0; i < seen.size(); i++) {
            notBefore = Math.max(
                    notBefore, seen.get(i).map(Milestone::earliestNanos).orElse(notBefore));
            long earliest = Math.min(notBefore, latest[i]);
            long last = latest[i];
            placed.add(seen.get(i).map(milestone -> new Milestone(earliest, last)));
        }
        return List.copyOf(placed);
    }
}
