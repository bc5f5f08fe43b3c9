package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.RandomHistories.Shape;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each search alone, against brute force and against each other. */
class SearchesTest {
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));
    private static final Model<Optional<Object>> MODEL = Models.CAS_REGISTER;

    @ParameterizedTest
    @CsvSource({"WGL, 1", "WGL, 2", "WGL, 3", "LINEAR, 1", "LINEAR, 2", "LINEAR, 3"})
    void agreesWithBruteForce(Algorithm algorithm, int valueCount) {
        int linearizable = 0;
        for (long seed = 0; seed < 8_000; seed++) {
            Shape shape = new Shape(2 + (int) (seed % 7), 2 + (int) (seed % 4), valueCount, 30, 30);
            List<LinearOperation> history = RandomHistories.history(shape, seed);
            if (seed % 3 == 0) {
                history = withEqualStamps(history);
            }

            SearchAnswer answer = Searching.decide(MODEL, history, LIMITS, algorithm);

            boolean expected = BruteForce.isLinearizable(MODEL, history);
            linearizable += expected ? 1 : 0;
            assertThat(answer.answer())
                    .as("seed %s: %s", seed, history)
                    .isEqualTo(expected ? LinearOutcome.Answer.LINEARIZABLE : LinearOutcome.Answer.NOT_LINEARIZABLE);
            if (expected) {
                assertThat(BruteForce.isProof(MODEL, history, answer.order().orElseThrow()))
                        .as("seed %s: %s is an order of %s", seed, answer.order(), history)
                        .isTrue();
            } else {
                assertThat(answer.stuck().orElseThrow().completedAt())
                        .as("seed %s: stuck in %s", seed, history)
                        .isEqualTo(firstStuck(history).completedAt());
            }
        }
        assertThat(linearizable).isBetween(1_500, 7_500);
    }

    @ParameterizedTest
    @CsvSource({"5, 10", "2, 10", "8, 3"})
    void agreeOnLargerHistories(int valueCount, int pendingPercent) {
        int linearizable = 0;
        for (long seed = 0; seed < 400; seed++) {
            List<LinearOperation> history = RandomHistories.history(
                    new Shape(60, 3 + (int) (seed % 5), valueCount, pendingPercent, seed % 2 == 0 ? 0 : 4), seed);

            SearchAnswer deep = Searching.decide(MODEL, history, LIMITS, Algorithm.WGL);
            SearchAnswer broad = Searching.decide(MODEL, history, LIMITS, Algorithm.LINEAR);

            assertThat(broad.answer()).as("seed %s", seed).isEqualTo(deep.answer());
            if (deep.answer() == LinearOutcome.Answer.LINEARIZABLE) {
                linearizable++;
                assertThat(BruteForce.isProof(MODEL, history, deep.order().orElseThrow()))
                        .isTrue();
                assertThat(BruteForce.isProof(MODEL, history, broad.order().orElseThrow()))
                        .isTrue();
            } else {
                assertThat(broad.stuck()).as("seed %s", seed).isEqualTo(deep.stuck());
            }
        }
        assertThat(linearizable).isBetween(60, 380);
    }

    @Test
    void pendingWritesThatNobodySawAreNotEvenTried() {
        List<LinearOperation> history = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            history.add(LinearOperation.pending(i, "write", 100L + i, i));
        }
        LinearOperation seen = LinearOperation.pending(500, "write", 7L, 500);
        LinearOperation expecting = LinearOperation.pending(501, "cas", List.of(300L, 7L), 501);
        history.add(seen);
        history.add(expecting);
        history.add(new LinearOperation(502, "read", 7L, 502, 503));
        history.add(new LinearOperation(504, "read", 300L, 504, 505));
        LinearOperation refused = new LinearOperation(506, "cas-refused", List.of(300L, 1L), 506, 507);

        assertThat(RegisterPruning.prune(MODEL, history))
                .extracting(LinearOperation::id)
                .containsExactly(200L, 500L, 501L, 502L, 504L);
        assertThat(Searching.decide(MODEL, history, LIMITS, Algorithm.LINEAR).answer())
                .isEqualTo(LinearOutcome.Answer.LINEARIZABLE);

        history.add(refused); // what nobody saw may be why it was refused
        assertThat(RegisterPruning.prune(MODEL, history)).isEqualTo(history);
        assertThat(Searching.decide(MODEL, history, LIMITS, Algorithm.LINEAR).answer())
                .isEqualTo(LinearOutcome.Answer.LINEARIZABLE);
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

    /** The operation with whose answer the history stops having an order. */
    private static LinearOperation firstStuck(List<LinearOperation> history) {
        return history.stream()
                .filter(operation -> !operation.isPending())
                .sorted(Comparator.comparingLong(LinearOperation::completedAt))
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
}
