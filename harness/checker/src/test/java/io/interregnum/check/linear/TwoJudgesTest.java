package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.RandomHistories.Shape;
import io.interregnum.history.RunClock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small random histories are judged by brute force and by every search; they must agree. */
class TwoJudgesTest {
    private static final int HISTORIES = 6_000;
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));
    private static final Model<Optional<Object>> MODEL = Models.CAS_REGISTER;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void agreeOnRegisters(int valueCount) {
        int linearizable = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            Shape shape = new Shape(2 + (int) (seed % 6), 2 + (int) (seed % 3), valueCount, 25, 30);
            List<LinearOperation> history = RandomHistories.history(shape, seed);
            if (seed % 3 == 0) {
                history = withEqualStamps(history);
            }

            boolean expected = BruteForce.isLinearizable(MODEL, history);

            linearizable += expected ? 1 : 0;
            agrees(expected, history, Linearizability.check(MODEL, history, LIMITS), "seed " + seed);
            agrees(
                    expected,
                    history,
                    Linearizability.check(MODEL, history, LIMITS, Algorithm.WGL),
                    "search, seed " + seed);
        }
        assertThat(linearizable).isBetween(HISTORIES / 6, HISTORIES * 5 / 6);
    }

    private static List<LinearOperation> withEqualStamps(List<LinearOperation> history) {
        return history.stream()
                .map(operation -> new LinearOperation(
                        operation.id(),
                        operation.f(),
                        operation.value(),
                        operation.invokedAt() / 3,
                        operation.isPending() ? LinearOperation.NEVER : operation.completedAt() / 3))
                .toList();
    }

    private static void agrees(boolean expected, List<LinearOperation> history, LinearOutcome outcome, String what) {
        assertThat(outcome.answer())
                .as("%s: %s", what, history)
                .isEqualTo(expected ? LinearOutcome.Answer.LINEARIZABLE : LinearOutcome.Answer.NOT_LINEARIZABLE);
        if (expected) {
            assertThat(BruteForce.isProof(MODEL, history, outcome.order()))
                    .as("%s: %s is an order of %s", what, outcome.order(), history)
                    .isTrue();
            return;
        }
        Witness witness = outcome.witness().orElseThrow();
        assertThat(BruteForce.isLinearizable(MODEL, witness.core()))
                .as("%s: core %s of %s", what, witness.core(), history)
                .isFalse();
        assertThat(witness.core())
                .as("%s: a read in the core of %s without one of its writers", what, history)
                .containsAll(writersOfReads(witness, history));
        assertThat(witness.core()).contains(witness.stuck()).containsAll(witness.order());
        assertThat(witness.refusal()).startsWith("the register holds ");
        // By its stamp, since others may end at the same.
        assertThat(witness.stuck().completedAt())
                .as("%s: stuck in %s", what, history)
                .isEqualTo(firstStuck(history).completedAt());
    }

    /** Without these a core would condemn what the whole excuses. A cas to the same value excuses nothing. */
    private static List<LinearOperation> writersOfReads(Witness witness, List<LinearOperation> history) {
        List<Optional<Object>> read = witness.core().stream()
                .map(RegisterOperation::of)
                .filter(operation -> operation.looks() && !operation.changes())
                .map(RegisterOperation::seen)
                .toList();
        return history.stream()
                .filter(operation -> operation.invokedAt() <= witness.stuck().completedAt())
                .filter(operation -> RegisterOperation.of(operation).changes()
                        && !RegisterOperation.of(operation)
                                .written()
                                .equals(RegisterOperation.of(operation).seen())
                        && read.contains(RegisterOperation.of(operation).written()))
                .toList();
    }

    /** The operation with whose answer the history stops having an order. */
    private static LinearOperation firstStuck(List<LinearOperation> history) {
        return history.stream()
                .filter(operation -> !operation.isPending())
                .sorted(java.util.Comparator.comparingLong(LinearOperation::completedAt))
                .filter(last -> !BruteForce.isLinearizable(MODEL, until(last.completedAt(), history)))
                .findFirst()
                .orElseThrow();
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

    /** Too large for brute force; each judge proves its yes, and they must agree on no. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void searchesAgreeOnLargerHistories(int valueCount) {
        int linearizable = 0;
        for (long seed = 0; seed < 400; seed++) {
            List<LinearOperation> history =
                    RandomHistories.history(new Shape(60, 4, valueCount, 10, seed % 2 == 0 ? 0 : 2), seed);

            LinearOutcome quick = Linearizability.check(MODEL, history, LIMITS);
            LinearOutcome slow = Linearizability.check(MODEL, history, LIMITS, Algorithm.WGL);

            assertThat(quick.answer()).as("seed %s", seed).isEqualTo(slow.answer());
            linearizable += quick.answer() == LinearOutcome.Answer.LINEARIZABLE ? 1 : 0;
            if (quick.witness().isEmpty()) {
                assertThat(BruteForce.isProof(MODEL, history, quick.order())).isTrue();
                assertThat(BruteForce.isProof(MODEL, history, slow.order())).isTrue();
            } else {
                assertThat(quick.witness().orElseThrow().stuck())
                        .isEqualTo(slow.witness().orElseThrow().stuck());
            }
        }
        assertThat(linearizable).isBetween(80, 360);
    }

    @Test
    void coresAreSmall() {
        for (long seed = 0; seed < 300; seed++) {
            List<LinearOperation> history = RandomHistories.history(new Shape(60, 4, 0, 5, 12), seed);
            Linearizability.check(MODEL, history, LIMITS)
                    .witness()
                    .ifPresent(witness -> assertThat(witness.core()).hasSizeLessThanOrEqualTo(10));
        }
    }
}
