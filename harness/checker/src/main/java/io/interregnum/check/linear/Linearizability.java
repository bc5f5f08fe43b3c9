package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a history is linearizable with respect to a model: whether each operation can be given a moment
 * between its invocation and its completion at which it took effect at once, so that the model gives the same answers
 * (Herlihy and Wing, "Linearizability: a correctness condition for concurrent objects", ACM Transactions on Programming
 * Languages and Systems 12(3), 1990). Operations that were never answered may take effect at any time after their
 * invocation, or never.
 */
public final class Linearizability {
    private Linearizability() {}

    /**
     * Judges {@code operations}, in any order, by {@code model}, and explains what it finds. Blocks the calling thread for
     * about as long as {@code limits} allow at most, once for the verdict and once for the explanation. May use other
     * threads, of which none is left when it returns. The same history gives the same answer each time, unless a limit is
     * reached.
     *
     * @throws IllegalArgumentException when two operations have one id, or one is none of the model's
     */
    public static <S> LinearOutcome check(Model<S> model, List<LinearOperation> operations, Limits limits) {
        return check(model, operations, limits, Algorithm.AUTO);
    }

    /**
     * As {@link #check(Model, List, Limits)}, by one algorithm.
     *
     * @throws IllegalArgumentException as there
     */
    public static <S> LinearOutcome check(
            Model<S> model, List<LinearOperation> operations, Limits limits, Algorithm algorithm) {
        Decision decision = decide(model, operations, limits, algorithm);
        return new LinearOutcome(
                decision.answer(),
                decision.cause(),
                decision.order().orElse(List.of()),
                decision.answer() == LinearOutcome.Answer.NOT_LINEARIZABLE
                        ? Optional.of(explain(model, operations, decision, limits))
                        : Optional.empty(),
                decision.configurations());
    }

    /**
     * The verdict alone, which is all that a caller in a hurry needs. Blocks and throws as {@link #check(Model, List,
     * Limits)} does.
     */
    public static <S> Decision decide(
            Model<S> model, List<LinearOperation> operations, Limits limits, Algorithm algorithm) {
        return decide(model, operations, limits, algorithm, limits.clock().nanos());
    }

    /**
     * The verdicts about histories of objects that know nothing of each other, such as the keys of a store, in the order
     * given; side by side where that is worth a thread. {@code limits} are those of all together. Blocks and throws as
     * {@link #check(Model, List, Limits)} does.
     */
    public static <S> List<Decision> decideApart(
            Model<S> model, List<List<LinearOperation>> histories, Limits limits, Algorithm algorithm) {
        long start = limits.clock().nanos();
        return new Parts(histories, limits, (history, of) -> decide(model, history, of, algorithm, start)).all();
    }

    /** @param start when the time began to run, by the clock of {@code limits} */
    private static <S> Decision decide(
            Model<S> model, List<LinearOperation> operations, Limits limits, Algorithm algorithm, long start) {
        demandDifferentIds(operations);
        if (algorithm == Algorithm.AUTO || algorithm == Algorithm.UNIQUE) {
            Optional<Decision> unique =
                    UniqueJudge.decide(model, operations, new Budget(limits, start, 1, () -> false));
            if (unique.isPresent()) {
                return unique.get();
            }
        }
        List<List<LinearOperation>> parts = model.parts(operations);
        return new Parts(
                        parts.isEmpty() ? List.of(List.of()) : parts,
                        limits,
                        (part, of) -> Searching.decide(model, part, of, algorithm, start)
                                .decision())
                .worst();
    }

    /**
     * Why {@code decision} says that {@code operations} are not linearizable. Blocks for about as long as {@code limits}
     * allow at most, and for {@link Explanation#TIME_MAX} at most; what is not found by then is left larger.
     *
     * @param decision of the same operations by the same model
     */
    public static <S> Witness explain(
            Model<S> model, List<LinearOperation> operations, Decision decision, Limits limits) {
        return Explanation.of(model, operations, decision, limits);
    }

    private static void demandDifferentIds(List<LinearOperation> operations) {
        long[] ids = new long[operations.size()];
        int count = 0;
        boolean rising = true;
        for (LinearOperation operation : operations) {
            ids[count] = operation.id();
            rising &= count == 0 || ids[count - 1] < ids[count];
            count++;
        }
        if (rising) {
            return;
        }
        Arrays.sort(ids);
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] == ids[i - 1]) {
                throw new IllegalArgumentException("two operations have the id " + ids[i]);
            }
        }
    }
}
