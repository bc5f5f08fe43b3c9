package io.interregnum.suite.trials;

import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.metric.Budget;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FailoverTimeline;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.TrialSet;
import io.interregnum.metric.Unavailability;
import io.interregnum.run.Scenario;
import io.interregnum.run.Setup;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a run is held against budgets. */
public final class Measures {
    private Measures() {}

    /** The failovers of a history that followed a fault: one that came of its own accord is no trial. */
    public static TrialSet trials(History history) {
        return TrialSet.of(FailoverTimeline.of(history).stream()
                .filter(failover -> failover.fault().isPresent())
                .toList());
    }

    /**
     * The same of a history in which every fault is a trial: those after which nobody took over are counted too. A fault
     * belongs to the failover that begins with its request.
     */
    public static TrialSet everyTrial(History history) {
        List<Failover> failovers = trials(history).failovers();
        Set<Long> begun = failovers.stream()
                .flatMap(failover -> failover.faultEffective().stream())
                .map(Milestone::earliestNanos)
                .collect(Collectors.toSet()); // order is never read
        long without = FaultStep.of(history).stream()
                .flatMap(step -> step.at(FaultEvent.Stage.REQUESTED).stream())
                .filter(requested -> !begun.contains(requested.timeNanos()))
                .count();
        return new TrialSet(failovers, without);
    }

    /**
     * All of a run of trials.
     *
     * @param base what was done each time
     */
    public static Budget.Measured ofTrials(History history, Scenario base, Setup setup) {
        return measured(everyTrial(history), history, base, setup);
    }

    /**
     * All of it.
     *
     * @param base what was done, for how soon ZooKeeper can notice it
     */
    public static Budget.Measured of(History history, Scenario base, Setup setup) {
        return measured(trials(history), history, base, setup);
    }

    private static Budget.Measured measured(TrialSet trials, History history, Scenario base, Setup setup) {
        return new Budget.Measured(
                trials,
                TrialPlan.floor(base, setup.spec(), setup.system().sessionGap()),
                history.clientOperations().isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Unavailability.of(history).all().longestNanos()));
    }
}
