package io.interregnum.check.linear;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        Optional<LinearOutcome> unique = UniqueJudge.judge(model, operations, limits);
        if (unique.isPresent()) {
            return unique.get();
        }
        return model instanceof RegisterModel register
                ? new RegisterJudge(register, limits).judge(operations)
                : search(model, operations, limits);
    }

    /** By search alone, without what is known about a certain model. */
    static <S> LinearOutcome search(Model<S> model, List<LinearOperation> operations, Limits limits) {
        Budget budget = new Budget(limits);
        SearchResult result = new Search<>(model, operations, budget).run();
        boolean linear = result.answer() == LinearOutcome.Answer.LINEARIZABLE;
        return new LinearOutcome(
                result.answer(),
                result.cause(),
                linear ? result.order() : List.of(),
                result.stuck().map(stuck -> witness(stuck, result, operations)),
                budget.configurations());
    }

    private static Witness witness(LinearOperation stuck, SearchResult result, List<LinearOperation> operations) {
        List<LinearOperation> order = result.order();
        List<LinearOperation> known = operations.stream()
                .filter(operation -> operation.invokedAt() <= stuck.completedAt())
                .sorted(Comparator.comparingLong(LinearOperation::invokedAt))
                .toList();
        return new Witness(
                stuck,
                order.isEmpty() ? Optional.empty() : Optional.of(order.get(order.size() - 1)),
                result.refusal(),
                order,
                known);
    }
}
