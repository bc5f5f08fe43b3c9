package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.LinearOutcome.Answer;
import io.interregnum.history.RunClock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Small random histories of every model, by brute force and by every judge; they must agree. One thread. */
final class Agreement {
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));

    private final Map<String, Integer> linearizable = new LinkedHashMap<>();
    private final Map<String, Integer> unique = new LinkedHashMap<>();

    /** How many histories were linearizable, by model. */
    Map<String, Integer> linearizable() {
        return linearizable;
    }

    /** How many histories of a model were decided without a search. */
    Map<String, Integer> unique() {
        return unique;
    }

    /** Judges {@code count} histories of each model. */
    void judge(long firstSeed, long count) {
        for (Model<?> model : Models.ALL) {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                judge(model, seed);
            }
        }
    }

    private void judge(Model<?> model, long seed) {
        List<LinearOperation> history = Spoiler.history(model, seed);
        boolean expected = BruteForce.isLinearizable(model, history);
        linearizable.merge(model.name(), expected ? 1 : 0, Integer::sum);
        for (Algorithm algorithm : Algorithm.values()) {
            String what = model.name() + ", seed " + seed + ", " + algorithm;
            Decision decision = Linearizability.decide(model, history, LIMITS, algorithm);
            if (decision.answer() == Answer.UNDECIDED && algorithm == Algorithm.UNIQUE) {
                continue;
            }
            unique.merge(model.name(), algorithm == Algorithm.UNIQUE ? 1 : 0, Integer::sum);
            agrees(decision, expected, history, what);
            decision.order()
                    .ifPresent(order -> assertThat(BruteForce.isProof(model, history, order))
                            .as("%s: %s is an order of %s", what, order, history)
                            .isTrue());
            if (!expected && seed % 16 == 0) {
                explains(model, history, decision, what);
            }
        }
        // Judged in parts above.
        agrees(
                Searching.decide(model, history, LIMITS, Algorithm.WGL).decision(),
                expected,
                history,
                "the whole by WGL");
    }

    private static void agrees(Decision decision, boolean expected, List<LinearOperation> history, String what) {
        assertThat(decision.answer())
                .as("%s: %s", what, history)
                .isEqualTo(expected ? Answer.LINEARIZABLE : Answer.NOT_LINEARIZABLE);
    }

    private static void explains(Model<?> model, List<LinearOperation> history, Decision decision, String what) {
        Witness witness = Linearizability.explain(model, history, decision, LIMITS);
        assertThat(witness.refusal())
                .as("%s: %s explained by %s", what, history, witness)
                .isNotEmpty();
        List<LinearOperation> known = until(witness.stuck().completedAt(), history);
        Set<Long> core = witness.core().stream().map(LinearOperation::id).collect(Collectors.toSet());
        assertThat(BruteForce.hasOrder(
                        model, known, operation -> !operation.isPending() && core.contains(operation.id())))
                .as("%s: core %s of %s", what, witness.core(), history)
                .isFalse();
        // By its stamp, since others may end at the same.
        assertThat(Optional.of(witness.stuck().completedAt()))
                .as("%s: stuck in %s", what, history)
                .isEqualTo(firstStuck(model, history).map(LinearOperation::completedAt));
    }

    /** The operation with whose answer the history stops having an order. */
    static Optional<LinearOperation> firstStuck(Model<?> model, List<LinearOperation> history) {
        return history.stream()
                .filter(operation -> !operation.isPending())
                .sorted(Comparator.comparingLong(LinearOperation::completedAt))
                .filter(last -> !BruteForce.isLinearizable(model, until(last.completedAt(), history)))
                .findFirst();
    }

    private static List<LinearOperation> until(long end, List<LinearOperation> history) {
        return history.stream()
                .filter(operation -> operation.invokedAt() <= end)
                .map(operation -> operation.completedAt() <= end
                        ? operation
                        : LinearOperation.pending(
                                operation.id(), operation.f(), operation.value(), operation.invokedAt()))
                .toList();
    }
}
