package io.interregnum.suite.trials;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Occurrence.Kind;
import io.interregnum.fault.Step;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.fault.Until.Happens.Since;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.SessionFloor;
import io.interregnum.run.Scenario;
import io.interregnum.suite.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The schedule of trials: one fault over and over. Each lasts until a client is served under a later epoch, and the next
 * begins when all is whole again and a random time has passed.
 *
 * <p>When ZooKeeper gives a session up depends on how old the session's last ping is and on how far its tick has come. The
 * random time is drawn, evenly, from two periods of the slower of the two, so that each trial meets a fresh phase of both;
 * drawn from less, or always the same, it would measure one phase again and again.
 */
public final class TrialPlan {
    /** After all was seen whole: what has just come back still works off what it missed. */
    static final Duration REST = Duration.ofMillis(500);
    /** How much longer than ZooKeeper may take to notice a fault lasts at most, while nobody is served. */
    static final Duration UNSERVED_MAX = Duration.ofSeconds(20);

    /** Faults of a leader after which it says nothing to ZooKeeper any more, and does not close its session. */
    private static final Set<String> ENDS_THE_SESSION =
            Set.of("kill-leader", "pause-leader", "isolate-leader", "cut-leader-from-ensemble");

    private TrialPlan() {}

    /**
     * The scenario that is carried out.
     *
     * @param base has one step, which is what is tried
     * @param count of trials, from 1 to {@link io.interregnum.fault.Nemesis#STEPS_MAX}
     * @param seed from which the times between are drawn
     * @throws UsageException when {@code base} has another number of steps
     */
    public static Scenario of(Scenario base, int count, ClusterSpec spec, long seed) {
        if (base.steps().size() != 1) {
            throw new UsageException("a trial is one fault, and " + base.name() + " has "
                    + base.steps().size() + "; take a scenario or a file with one");
        }
        Step tried = base.steps().get(0).lasting(untilServed(spec));
        RandomGenerator chance = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Duration wait = wait(spec, chance);
            steps.add(tried.when(
                    number == 0
                            ? new Trigger.After(wait)
                            : new Trigger.On(Occurrence.ofStep(Kind.RECOVERED, number - 1), wait)));
        }
        return new Scenario(
                "trials-" + base.name(),
                "How long is there no leader after " + base.name() + ", " + count
                        + " times in one life of the cluster?",
                steps,
                base.failoverPlanned(),
                base.overlapBound());
    }

    private static Until untilServed(ClusterSpec spec) {
        return new Until.Happens(
                Occurrence.first(Kind.CLIENT_SERVED), spec.longestDetection().plus(UNSERVED_MAX), Since.STEP_BEGAN);
    }

    private static Duration wait(ClusterSpec spec, RandomGenerator chance) {
        Duration ping = SessionFloor.pingPeriod(spec.sessionTimeout());
        Duration slower = ping.compareTo(spec.tickTime()) > 0 ? ping : spec.tickTime();
        return REST.plusMillis(chance.nextLong(2 * slower.toMillis()));
    }

    /**
     * How soon ZooKeeper can notice the fault that is tried; empty where it does not take the leader's session from it as
     * a crash would.
     *
     * @param base as in {@link #of}
     * @param busyGap the longest usual time between two requests of the leader's session; empty where it only pings
     */
    public static Optional<FloorDistribution> floor(Scenario base, ClusterSpec spec, Optional<Duration> busyGap) {
        if (base.steps().size() != 1 || !endsTheSession(base.steps().get(0))) {
            return Optional.empty();
        }
        return Optional.of(
                busyGap.isPresent()
                        ? FloorDistribution.busy(
                                spec.sessionTimeout(), spec.tickTime(), busyGap.get(), spec.ensembleCount())
                        : FloorDistribution.idle(spec.sessionTimeout(), spec.tickTime(), spec.ensembleCount()));
    }

    /** Only as it is by itself: cut in one direction only, say, it would be noticed later. */
    private static boolean endsTheSession(Step step) {
        String name = step.fault().name();
        return ENDS_THE_SESSION.contains(name)
                && step.aim().text().equals(Targets.LEADER.text())
                && Faults.named(name)
                        .filter(usual -> usual.values().equals(step.fault().values()))
                        .isPresent();
    }
}
