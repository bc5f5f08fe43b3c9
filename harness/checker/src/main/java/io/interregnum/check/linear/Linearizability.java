package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
                decision.stuck().map(stuck -> witness(model, stuck, operations, limits)),
                decision.configurations());
    }

    /**
     * The verdict alone, which is all that a caller in a hurry needs. Blocks and throws as {@link #check(Model, List,
     * Limits)} does.
     */
    public static <S> Decision decide(
            Model<S> model, List<LinearOperation> operations, Limits limits, Algorithm algorithm) {
        demandDifferentIds(operations);
        long start = limits.clock().nanos();
        List<List<LinearOperation>> parts = model.parts(operations);
        if (parts.isEmpty()) {
            parts = List.of(List.of());
        }
        return new Parts(
                        parts,
                        limits,
                        (part, of) -> Searching.decide(model, part, of, algorithm, start)
                                .decision())
                .worst();
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

    /** By search alone, without what is known about a certain model. */
    static <S> LinearOutcome search(Model<S> model, List<LinearOperation> operations, Limits limits) {
        SearchAnswer answer = Searching.decide(model, operations, limits, Algorithm.AUTO);
        return new LinearOutcome(
                answer.answer(),
                answer.cause(),
                answer.order().orElse(List.of()),
                answer.stuck().map(stuck -> witness(model, stuck, operations, limits)),
                answer.configurations());
    }

    private static <S> Witness witness(
            Model<S> model, LinearOperation stuck, List<LinearOperation> operations, Limits limits) {
        List<LinearOperation> known = operations.stream()
                .filter(operation -> operation.invokedAt() <= stuck.completedAt())
                .map(operation -> operation.completedAt() <= stuck.completedAt()
                        ? operation
                        : LinearOperation.pending(
                                operation.id(), operation.f(), operation.value(), operation.invokedAt()))
                .sorted(Comparator.comparingLong(LinearOperation::invokedAt))
                .toList();
        SearchResult furthest = new Search<>(model, known, new Budget(limits)).run();
        List<LinearOperation> order = originals(furthest.order(), operations);
        return new Witness(
                stuck,
                order.isEmpty() ? Optional.empty() : Optional.of(order.get(order.size() - 1)),
                furthest.refusal(),
                order,
                originals(known, operations));
    }

    private static List<LinearOperation> originals(List<LinearOperation> some, List<LinearOperation> all) {
        Map<Long, LinearOperation> byId =
                all.stream().collect(Collectors.toMap(LinearOperation::id, Function.identity()));
        return some.stream().map(operation -> byId.get(operation.id())).toList();
    }
}
