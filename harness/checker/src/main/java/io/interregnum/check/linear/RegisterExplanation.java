package io.interregnum.check.linear;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Explains, by {@link RegisterShrink}, why a short history of a register has no order. One thread.
 */
final class RegisterExplanation {
    private final RegisterModel model;
    private final Limits limits;

    RegisterExplanation(RegisterModel model, Limits limits) {
        this.model = model;
        this.limits = limits;
    }

    /** Why {@code operations} have no order, of which {@code stuck} is the first that has none. */
    Witness explain(List<LinearOperation> operations, LinearOperation stuck) {
        List<RegisterOperation> all = operations.stream()
                .map(model::read)
                .sorted(Comparator.comparingLong(RegisterOperation::invokedAt))
                .toList();
        return explain(all, stuck.completedAt());
    }

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

    private Witness explain(List<RegisterOperation> all, long end) {
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
