package io.interregnum.check.linear;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges registers: prunes, then decides by {@link Search}.
 * Verdict first; the explanation has a budget of its own and never changes it. One thread.
 */
final class RegisterJudge {
    private final RegisterModel model;
    private final Limits limits;
    private final Budget budget;

    RegisterJudge(RegisterModel model, Limits limits) {
        this.model = model;
        this.limits = limits;
        this.budget = new Budget(limits);
    }

    LinearOutcome judge(List<LinearOperation> operations) {
        List<RegisterOperation> all = operations.stream()
                .map(model::read)
                .sorted(Comparator.comparingLong(RegisterOperation::invokedAt))
                .toList();
        SearchResult result = decide(all, budget);
        Optional<Witness> witness = result.answer() == LinearOutcome.Answer.NOT_LINEARIZABLE
                ? Optional.of(explain(all, result))
                : Optional.empty();
        List<LinearOperation> order =
                result.answer() == LinearOutcome.Answer.LINEARIZABLE ? originals(all, result.order()) : List.of();
        return new LinearOutcome(result.answer(), result.cause(), order, witness, budget.configurations());
    }

    /** Decides; {@code stuck} is given only if the search was needed. */
    private SearchResult decide(List<RegisterOperation> all, Budget by) {
        return search(RegisterPruning.prune(all), by);
    }

    private SearchResult search(List<RegisterOperation> operations, Budget by) {
        return new Search<>(
                        model,
                        operations.stream().map(RegisterOperation::toLinear).toList(),
                        by)
                .run();
    }

    private Witness explain(List<RegisterOperation> all, SearchResult result) {
        long end = result.stuck().map(LinearOperation::completedAt).orElseGet(() -> firstBadEnd(all));
        RegisterShrink shrink =
                new RegisterShrink(part -> decide(part, explaining()).answer(), new Budget(limits));
        List<RegisterOperation> core = shrink.shrink(RegisterPruning.prune(until(end, all)));
        SearchResult why = search(core, explaining());
        if (why.stuck().isEmpty()) {
            // Too large to be explained in words. What ended last is stuck, since without its answer there is an order.
            LinearOperation last = all.stream()
                    .filter(operation -> operation.completedAt() == end)
                    .map(RegisterOperation::origin)
                    .findFirst()
                    .orElseThrow();
            return new Witness(last, Optional.empty(), "no order exists", List.of(), originals(all, linear(core)));
        }
        List<LinearOperation> order = originals(all, why.order());
        return new Witness(
                originals(all, List.of(why.stuck().get())).get(0),
                order.isEmpty() ? Optional.empty() : Optional.of(order.get(order.size() - 1)),
                why.refusal(),
                order,
                originals(all, linear(core)));
    }

    private Budget explaining() {
        return new Budget(limits.withConfigurationsMax(Math.min(limits.configurationsMax(), 20_000)));
    }

    /**
     * The earliest completion up to which there is no order, found by halving: a history that has an order has one up to
     * each of its moments (Herlihy and Wing, "Linearizability", ACM Transactions on Programming Languages and Systems
     * 12(3), 1990, section 3), so prefixes are linearizable up to one moment and never again.
     */
    private long firstBadEnd(List<RegisterOperation> all) {
        long[] ends = all.stream()
                .filter(operation -> !operation.isPending())
                .mapToLong(RegisterOperation::completedAt)
                .sorted()
                .toArray();
        int good = -1;
        int bad = ends.length - 1;
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            boolean linear = decide(until(ends[middle], all), budget).answer() != LinearOutcome.Answer.NOT_LINEARIZABLE;
            good = linear ? middle : good;
            bad = linear ? bad : middle;
        }
        return ends[bad];
    }

    /** What was known at {@code end}. */
    private static List<RegisterOperation> until(long end, List<RegisterOperation> all) {
        return all.stream()
                .filter(operation -> operation.invokedAt() <= end)
                .map(operation -> operation.completedAt() <= end ? operation : operation.unanswered())
                .filter(operation -> !operation.isPending() || operation.changes())
                .toList();
    }

    private static List<LinearOperation> linear(List<RegisterOperation> operations) {
        return operations.stream().map(RegisterOperation::toLinear).toList();
    }

    private static List<LinearOperation> originals(List<RegisterOperation> all, List<LinearOperation> some) {
        Map<Long, LinearOperation> byId = all.stream()
                .map(RegisterOperation::origin)
                .collect(Collectors.toMap(LinearOperation::id, Function.identity()));
        return some.stream().map(operation -> byId.get(operation.id())).toList();
    }
}
