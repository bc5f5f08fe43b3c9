package io.interregnum.suite.scenario;

import io.interregnum.run.Scenario;
import java.util.List;
import java.util.Optional;

/** The catalogue of scenarios, in the order in which the default suite runs them. A new one is a file and a line here. */
public final class Scenarios {
    /** All scenarios. */
    public static final List<Scenario> ALL = List.of(
            KillLeader.scenario(),
            PauseLeader.scenario(),
            CutLeaderFromEnsemble.scenario(),
            IsolateLeader.scenario(),
            SplitHalves.scenario(),
            KillEnsembleLeader.scenario());

    private Scenarios() {}

    /** The scenario of that name; empty when there is none. */
    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}
