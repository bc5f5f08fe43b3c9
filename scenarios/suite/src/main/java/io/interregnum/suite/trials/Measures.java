package io.interregnum.suite.trials;

import io.interregnum.history.History;
import io.interregnum.metric.Budget;
import io.interregnum.metric.FailoverTimeline;
import io.interregnum.metric.TrialSet;
import io.interregnum.metric.Unavailability;
import io.interregnum.run.Scenario;
import io.interregnum.run.Setup;
import java.util.OptionalLong;

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
     * All of it.
     *
     * @param base what was done, for how soon ZooKeeper can notice it
     */
    public static Budget.Measured of(History history, Scenario base, Setup setup) {
        return new Budget.Measured(
                trials(history),
                TrialPlan.floor(base, setup.spec(), setup.system().sessionGap()),
                history.clientOperations().isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Unavailability.of(history).all().longestNanos()));
    }
}
