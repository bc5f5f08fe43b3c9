package io.interregnum.report;

import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.SessionFloor;
import io.interregnum.rundir.RunInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A failover beside the least that ZooKeeper makes of it.
 *
 * @param fault what it is put down to, and at whom that was aimed if not at the old leader; in words
 * @param floor within which time ZooKeeper can have noticed, counted from the fault's effect; empty where the fault did
 *     not take the old leader's session from it (it was aimed at somebody else, say), or the run does not tell its
 *     time-outs
 */
record FailoverView(Failover failover, String fault, Optional<SessionFloor> floor) {

    /** The failovers of a report, in its order. */
    static List<FailoverView> of(Report report) {
        return report.failovers().stream()
                .map(failover -> of(failover, report.info(), report.history()))
                .toList();
    }

    private static FailoverView of(Failover failover, RunInfo info, History history) {
        List<FaultSpan> causes = FaultSpan.of(history).stream()
                .filter(fault -> failover.fault().filter(fault.name()::equals).isPresent())
                .toList();
        Optional<FaultSpan> atTheLeader = causes.stream()
                .filter(fault -> fault.targets().contains(failover.oldLeader()))
                .findFirst();
        return new FailoverView(
                failover,
                words(failover, causes, atTheLeader),
                atTheLeader.filter(FailoverView::endsItsSession).flatMap(fault -> floor(info)));
    }

    private static String words(Failover failover, List<FaultSpan> causes, Optional<FaultSpan> atTheLeader) {
        String name = failover.fault().orElse("none in effect");
        return causes.isEmpty() || atTheLeader.isPresent()
                ? name
                : name + " (aimed at " + String.join(", ", causes.get(0).targets()) + ", not at the leader)";
    }

    private static boolean endsItsSession(FaultSpan fault) {
        return fault.harm() != FaultEvent.Harm.OTHER;
    }

    /** Of an idle session: the one that holds an election node has nothing to do but to live. */
    private static Optional<SessionFloor> floor(RunInfo info) {
        if (info.spec().get("session-timeout-ms") instanceof Long session
                && info.spec().get("tick-ms") instanceof Long tick
                && session > 0
                && tick > 0) {
            Duration tickTime = Duration.ofMillis(tick);
            return Optional.of(
                    SessionFloor.idle(SessionFloor.negotiated(Duration.ofMillis(session), tickTime), tickTime));
        }
        return Optional.empty();
    }

    /** When ZooKeeper can have noticed, on the run's clock; empty where there is no floor, or no effect was seen. */
    Optional<Span> noticed() {
        return floor.flatMap(known -> failover.faultEffective()
                .map(Milestone::latestNanos)
                .map(effective -> new Span(effective + known.aboveNanos(), effective + known.atMostNanos())));
    }

    /** The latency less the longest that the floor can have been; may be negative. */
    OptionalLong beyondFloorNanosMin() {
        return beyond(floor.map(SessionFloor::atMostNanos));
    }

    /** The latency less the shortest that the floor can have been: what the system itself took at most. */
    OptionalLong beyondFloorNanosMax() {
        return beyond(floor.map(SessionFloor::aboveNanos));
    }

    private OptionalLong beyond(Optional<Long> nanos) {
        OptionalLong latency = failover.latencyNanos();
        return nanos.isPresent() && latency.isPresent()
                ? OptionalLong.of(latency.getAsLong() - nanos.get())
                : OptionalLong.empty();
    }

    /** Such as {@code 1333 to 2750 ms}. */
    String floorWords() {
        return floor.map(known -> Figures.range(known.aboveNanos(), known.atMostNanos()))
                .orElse("does not apply");
    }

    String beyondFloorWords() {
        OptionalLong least = beyondFloorNanosMin();
        OptionalLong most = beyondFloorNanosMax();
        return least.isPresent() && most.isPresent()
                ? Figures.range(least.getAsLong(), most.getAsLong())
                : floor.isPresent() ? Figures.NOT_OBSERVED : "does not apply";
    }
}
