package io.interregnum.check.linear;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
     * Judges {@code operations}, in any order, by {@code model}. Blocks the calling thread for about as long as {@code
     * limits} allow at most, starts no other, and gives the same answer each time, unless time runs out.
     *
     * @throws IllegalArgumentException when two operations have one id, or one is none of the model's
     */
    public static <S> LinearOutcome check(Model<S> model, List<LinearOperation> operations, Limits limits) {
        Set<Long> ids = new HashSet<>();
        for (LinearOperation operation : operations) {
            if (!ids.add(operation.id())) {
                throw new IllegalArgumentException("two operations have the id " + operation.id());
            }
        }
        return model instanceof RegisterModel register
                ? new RegisterJudge(register, limits).judge(operations)
                : search(model, operations, limits);
    }

    /** By search alone, without what is known about a certain model. */
    static <S> LinearOutcome search(Model<S> model, List<LinearOperation> operations, Limits limits) {
        return search(model, operations, limits, Algorithm.AUTO);
    }

    static <S> LinearOutcome search(
            Model<S> model, List<LinearOperation> operations, Limits limits, Algorithm algorithm) {
        SearchAnswer answer = Searching.decide(model, operations, limits, algorithm);
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
