package io.interregnum.check.linear;

import java.util.List;

/** Which search is asked when. */
final class Searching {
    private static final long FIRST_LOOK_CONFIGURATIONS = 2_000;
    private static final long FIRST_LOOK_PER_CALL = 2;

    private Searching() {}

    /** Decides by search. Blocks for as long as {@code limits} allow at most. */
    static <S> SearchAnswer decide(
            Model<S> model, List<LinearOperation> operations, Limits limits, Algorithm algorithm) {
        return decide(model, operations, limits, algorithm, limits.clock().nanos());
    }

    /** @param start when the time began to run, by the clock of {@code limits} */
    static <S> SearchAnswer decide(
            Model<S> model, List<LinearOperation> operations, Limits limits, Algorithm algorithm, long start) {
        try {
            Budget all = new Budget(limits, start, 1, () -> false);
            Calls calls = new Calls(model, RegisterPruning.prune(model, operations), all);
            return switch (algorithm) {
                case WGL -> new WglSearch<>(model, calls, all).run();
                case LINEAR -> JustInTimeSearch.run(model, calls, all);
                case UNIQUE -> SearchAnswer.undecided(Algorithm.UNIQUE, "values are not unique", 0);
                case AUTO -> race(model, calls, limits, start);
            };
        } catch (OverBudget e) {
            return SearchAnswer.undecided(algorithm == Algorithm.AUTO ? Algorithm.WGL : algorithm, e.cause(), 0);
        } catch (OutOfMemoryError e) {
            return Race.outOfMemory();
        }
    }

    /** Most histories are decided at once; a thread is only worth its while for the others. */
    private static <S> SearchAnswer race(Model<S> model, Calls calls, Limits limits, long start) {
        long few = FIRST_LOOK_CONFIGURATIONS + FIRST_LOOK_PER_CALL * calls.count;
        Limits first = limits.withConfigurationsMax(Math.min(limits.configurationsMax(), few));
        SearchAnswer look = new WglSearch<>(model, calls, new Budget(first, start, 1, () -> false)).run();
        boolean decided = look.answer() != LinearOutcome.Answer.UNDECIDED;
        return decided || limits.configurationsMax() <= few ? look : new Race<>(model, calls, limits, start).run();
    }
}
