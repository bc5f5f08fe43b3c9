package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Judges histories whose values are unique without a search. Verdict first; the explanation has a budget of its own and
 * never changes it. Lives for one call.
 */
final class UniqueJudge {
    private static final long EXPLANATION_CONFIGURATIONS_MAX = 20_000;

    private final Model<?> model;
    private final UniqueDecision decision;
    private final Limits limits;

    private UniqueJudge(Model<?> model, UniqueDecision decision, Limits limits) {
        this.model = model;
        this.decision = decision;
        this.limits = limits;
    }

    /**
     * The verdict, or that {@code budget} was spent before there was one; empty where only a search can tell, or would
     * say what is wrong with the operations. O(n log n) at most, whatever the model. Throws nothing.
     */
    static Optional<Decision> decide(Model<?> model, List<LinearOperation> operations, Budget budget) {
        try {
            return prepare(model, operations, budget).flatMap(UniqueJudge::verdict);
        } catch (OverBudget e) {
            return Optional.of(
                    SearchAnswer.undecided(Algorithm.UNIQUE, e.cause(), 0).decision());
        }
    }

    static Optional<Decision> verdict(UniqueDecision decision) {
        return switch (decision.decide(decision.stamps().last())) {
            case UNSURE -> Optional.empty();
            case LINEARIZABLE ->
                Optional.of(new Decision(
                        LinearOutcome.Answer.LINEARIZABLE, "", Algorithm.UNIQUE, Optional.empty(), order(decision), 0));
            case NOT_LINEARIZABLE ->
                Optional.of(new Decision(
                        LinearOutcome.Answer.NOT_LINEARIZABLE,
                        "",
                        Algorithm.UNIQUE,
                        Optional.empty(),
                        Optional.empty(),
                        0));
        };
    }

    /** The outcome with its explanation; empty where only a search can tell. */
    static Optional<LinearOutcome> judge(Model<?> model, List<LinearOperation> operations, Limits limits) {
        return prepare(model, operations, Budget.withoutEnd()).flatMap(decision -> judge(model, decision, limits));
    }

    /** As above, by a decision that is prepared. */
    static Optional<LinearOutcome> judge(Model<?> model, UniqueDecision decision, Limits limits) {
        return verdict(decision)
                .map(verdict -> new LinearOutcome(
                        verdict.answer(),
                        "",
                        verdict.order().orElse(List.of()),
                        verdict.answer() == LinearOutcome.Answer.NOT_LINEARIZABLE
                                ? Optional.of(new UniqueJudge(model, decision, limits).witness())
                                : Optional.empty(),
                        0));
    }

    /** Why a history that was found not linearizable is not. */
    static Witness explain(Model<?> model, List<LinearOperation> operations, Limits limits) {
        // Looks at the time itself, between one decision and the next.
        UniqueDecision decision =
                prepare(model, operations, Budget.withoutEnd()).orElseThrow();
        return new UniqueJudge(model, decision, limits).witness();
    }

    /**
     * Prepares the decision of that model; empty if there is none, or an operation is none of the model's.
     *
     * @throws OverBudget when the budget is spent
     */
    static Optional<UniqueDecision> prepare(Model<?> model, List<LinearOperation> operations, Budget budget) {
        if (model instanceof RegisterModel register) {
            return RegisterHistory.ofRegister(
                            operations,
                            register.initial().orElse(null),
                            register.name().equals(Models.CAS_REGISTER.name()),
                            budget)
                    .map(RegisterZones::new);
        }
        if (model instanceof SetModel set) {
            return ElementHistory.of(operations, set.initial().keys(), budget).map(ElementZones::new);
        }
        if (model instanceof FifoQueueModel queue) {
            return QueueHistory.of(operations, queue.initial().elements(), budget)
                    .map(QueueZones::new);
        }
        if (model instanceof KeyValueModel store && store.tellsApart(operations)) {
            return RegisterHistory.ofStore(operations, "", budget).map(RegisterZones::new);
        }
        return Optional.empty();
    }

    /** Empty when there is no time left for it: the verdict stands. */
    private static Optional<List<LinearOperation>> order(UniqueDecision decision) {
        int[] order;
        try {
            order = decision.order();
        } catch (OverBudget e) {
            return Optional.empty();
        }
        LinearOperation[] operations = new LinearOperation[order.length];
        for (int i = 0; i < order.length; i++) {
            operations[i] = decision.stamps().operation(order[i]);
        }
        return Optional.of(Arrays.asList(operations));
    }

    private Witness witness() {
        decision.decide(firstBadMoment());
        UniqueDecision.Clash clash = decision.clash();
        SearchResult why = search(clash.given());
        // What ended last is stuck, since without its answer there is an order.
        LinearOperation last = clash.given().stream()
                .filter(operation -> !operation.isPending())
                .max(Comparator.comparingLong(LinearOperation::completedAt))
                .orElseThrow();
        if (why.stuck()
                .map(LinearOperation::completedAt)
                .filter(end -> end == last.completedAt())
                .isEmpty()) {
            // Too large to be explained in words, or the search knew what the last one will answer and stopped before.
            return new Witness(clash.original(last), Optional.empty(), "", List.of(), clash.operations());
        }
        List<LinearOperation> order = why.order().stream().map(clash::original).toList();
        return new Witness(
                clash.original(why.stuck().get()),
                order.isEmpty() ? Optional.empty() : Optional.of(order.get(order.size() - 1)),
                why.refusal(),
                order,
                clash.operations());
    }

    private SearchResult search(List<LinearOperation> part) {
        Limits few = limits.withConfigurationsMax(Math.min(limits.configurationsMax(), EXPLANATION_CONFIGURATIONS_MAX));
        return new Search<>(model, part, new Budget(few)).run();
    }

    /**
     * The earliest moment up to which there is no order, found by halving: a history that has an order has one up to
     * each of its moments (Herlihy and Wing, "Linearizability", ACM Transactions on Programming Languages and Systems
     * 12(3), 1990, section 3), so its beginnings are linearizable up to one moment and never again. If the time is
     * over before, the earliest that was found so far.
     */
    private int firstBadMoment() {
        long start = limits.clock().nanos();
        int good = -1;
        int bad = decision.stamps().last();
        while (bad - good > 1 && !isOver(start)) {
            int middle = (good + bad) >>> 1;
            if (decision.decide(middle) == UniqueDecision.Answer.NOT_LINEARIZABLE) {
                bad = middle;
            } else {
                good = middle;
            }
        }
        return bad;
    }

    private boolean isOver(long startNanos) {
        return limits.cancelled().getAsBoolean()
                || limits.clock().nanos() - startNanos > limits.timeMax().toNanos();
    }
}
