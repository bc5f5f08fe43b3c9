package io.interregnum.check;

import java.util.List;

/** The catalogue of checkers. A new one is one line here. */
public final class Checkers {
    private Checkers() {}

    /** All checkers, set up for what was promised, in the order in which reports show them. */
    public static List<Checker> all(Expectations expectations) {
        return List.of(
                new AssumptionsChecker(),
                new VacuityChecker(expectations),
                new LeadershipChecker(expectations),
                new FencingChecker(expectations),
                new LinearizabilityChecker(expectations),
                new LivenessChecker(expectations),
                new SuccessionChecker(expectations),
                new DurabilityChecker(expectations),
                new AgentsChecker(expectations),
                new TasksChecker(expectations),
                new OffersChecker(),
                new RecoveryChecker(expectations),
                new RedirectsChecker(expectations),
                new ElectionsChecker(expectations));
    }
}
