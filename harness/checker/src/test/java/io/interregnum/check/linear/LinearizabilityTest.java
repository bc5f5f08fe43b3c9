package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.linear.LinearOutcome.Answer;
import io.interregnum.check.linear.RandomHistories.Shape;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearizabilityTest {
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));

    /** A counter, to show that any model will do: {@code add} returns the sum, which starts at 0. */
    private static final Model<Long> COUNTER = new Model<>() {
        @Override
        public String name() {
            return "counter";
        }

        @Override
        public Long initial() {
            return 0L;
        }

        @Override
        public Step<Long> step(Long state, LinearOperation operation) {
            long next = state + 1;
            return operation.isPending() || Long.valueOf(next).equals(operation.value())
                    ? Step.to(next)
                    : Step.refused("the sum is " + next + ", not " + operation.value());
        }
    };

    /** Adds its value, and forgets nothing; a {@code read} returns the list of all, in order. */
    private static final Model<List<Object>> SUMS = new Model<>() {
        @Override
        public String name() {
            return "sums";
        }

        @Override
        public List<Object> initial() {
            return List.of();
        }

        @Override
        public Step<List<Object>> step(List<Object> state, LinearOperation operation) {
            List<Object> next = new ArrayList<>(state);
            next.add(String.valueOf(operation.value()));
            return state.size() > 40 ? Step.refused("it is full") : Step.to(next);
        }
    };

    private static LinearOperation add(long id, long sum, long invokedAt, long completedAt) {
        return new LinearOperation(id, "add", sum, invokedAt, completedAt);
    }

    /** Writes of values that repeat, all at once, and at the end a read of what nobody wrote: the worst for a search. */
    private static List<LinearOperation> hard(int writes) {
        List<LinearOperation> operations = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            operations.add(new LinearOperation(i, "write", (long) (i / 2), 0, 100));
        }
        operations.add(new LinearOperation(writes, "read", -1L, 200, 201));
        return operations;
    }

    @Test
    void judgesByAnyModelAndSaysWhatItRefused() {
        List<LinearOperation> good = List.of(add(0, 2, 0, 5), add(1, 1, 1, 6), add(2, 3, 7, 8));
        List<LinearOperation> bad = List.of(add(0, 1, 0, 5), add(1, 2, 1, 6), add(2, 4, 7, 8));

        LinearOutcome green = Linearizability.check(COUNTER, good, LIMITS);
        LinearOutcome red = Linearizability.check(COUNTER, bad, LIMITS);

        assertThat(green.order()).extracting(LinearOperation::id).containsExactly(1L, 0L, 2L);
        assertThat(red.answer()).isEqualTo(Answer.NOT_LINEARIZABLE);
        Witness witness = red.witness().orElseThrow();
        assertThat(witness.refusal()).isEqualTo("the sum is 3, not 4");
        assertThat(witness.stuck().id()).isEqualTo(2);
        assertThat(witness.before()).map(LinearOperation::id).contains(1L);
    }

    @Test
    void aPendingOperationMayExplainASumButNotASecondOne() {
        LinearOperation pending = LinearOperation.pending(9, "add", null, 0);

        assertThat(Linearizability.check(COUNTER, List.of(pending, add(0, 2, 3, 4)), LIMITS)
                        .answer())
                .isEqualTo(Answer.LINEARIZABLE);
        assertThat(Linearizability.check(COUNTER, List.of(pending, add(0, 3, 3, 4)), LIMITS)
                        .answer())
                .isEqualTo(Answer.NOT_LINEARIZABLE);
    }

    @Test
    void equalStampsAreConcurrent() {
        LinearOperation write = new LinearOperation(0, "write", 1L, 0, 5);

        assertThat(Linearizability.check(
                                Models.REGISTER, List.of(write, new LinearOperation(1, "read", null, 5, 6)), LIMITS)
                        .answer())
                .isEqualTo(Answer.LINEARIZABLE);
        assertThat(Linearizability.check(
                                Models.REGISTER, List.of(write, new LinearOperation(1, "read", null, 6, 6)), LIMITS)
                        .answer())
                .isEqualTo(Answer.NOT_LINEARIZABLE);
    }

    @Test
    void givesUpWhenConfigurationsAreTooMany() {
        LinearOutcome outcome =
                Linearizability.check(Models.REGISTER, hard(40), LIMITS.withConfigurationsMax(10_000), Algorithm.WGL);

        assertThat(outcome.answer()).isEqualTo(Answer.UNDECIDED);
        assertThat(outcome.cause()).isEqualTo("out of memory budget: more than 10000 configurations");
        assertThat(outcome.configurations()).isEqualTo(10_001);
    }

    @Test
    void givesUpWhenTheyNeedTooManyBytes() {
        LinearOutcome outcome =
                Linearizability.check(Models.REGISTER, hard(40), LIMITS.withCacheBytesMax(100_000), Algorithm.WGL);

        assertThat(outcome.cause()).startsWith("out of memory budget: ").endsWith(" need more than 100000 bytes");
        assertThat(outcome.configurations()).isLessThan(20_000);
    }

    @Test
    void givesUpWhenTimeIsUp() {
        AtomicLong nanos = new AtomicLong();
        Limits limits =
                Limits.on(RunClock.on(() -> nanos.addAndGet(100_000_000))).withTimeMax(Duration.ofSeconds(2));

        LinearOutcome outcome = Linearizability.check(Models.REGISTER, hard(40), limits);

        assertThat(outcome.cause()).startsWith("out of time: more than 2.000 s and ");
    }

    /** A clock that runs by itself shows how often it was read: within each of the loops, not between them alone. */
    @ParameterizedTest
    @ValueSource(strings = {"cas-register", "set", "fifo-queue", "key-value"})
    void givesUpAmidADecisionWithoutSearch(String model) {
        List<LinearOperation> history = Histories.operations(
                RandomHistory.Shape.of(model, 60_000, 1).withInfoShare(0.01).withProcesses(20));
        AtomicLong readings = new AtomicLong();
        Limits counting = Limits.on(RunClock.on(() -> 0)).withCancelled(() -> readings.incrementAndGet() < 0);
        Linearizability.decide(Models.named(model), history, counting, Algorithm.AUTO);
        long all = readings.get();

        assertThat(all).isGreaterThan(20);
        for (long last = 1; last < all; last += 1 + all / 8) {
            long cancelAt = last;
            AtomicLong again = new AtomicLong();
            Decision decision = Linearizability.decide(
                    Models.named(model),
                    history,
                    LIMITS.withCancelled(() -> again.incrementAndGet() >= cancelAt),
                    Algorithm.AUTO);

            assertThat(again.get()).as("readings after the %s-th", last).isEqualTo(last);
            if (decision.answer() == Answer.LINEARIZABLE) {
                assertThat(decision.order()).isEmpty(); // only its proof was cancelled
            } else {
                assertThat(decision.cause()).startsWith("cancelled after ");
                assertThat(decision.by()).isEqualTo(Algorithm.UNIQUE);
            }
        }
    }

    @Test
    void givesUpBeforeTheSearchBegins() {
        List<LinearOperation> history = Histories.operations(
                RandomHistory.Shape.of("cas-register", 50_000, 1).withValues(5));
        AtomicLong nanos = new AtomicLong();
        Limits limits =
                Limits.on(RunClock.on(() -> nanos.addAndGet(100_000_000))).withTimeMax(Duration.ofMillis(300));

        Decision decision = Linearizability.decide(Models.CAS_REGISTER, history, limits, Algorithm.WGL);

        assertThat(decision.cause()).isEqualTo("out of time: more than 0.300 s and 0 configurations");
    }

    @Test
    void decidesKeysSideBySideAndInTheirOrder() {
        List<List<LinearOperation>> keys = new ArrayList<>();
        for (int key = 0; key < 12; key++) {
            RandomHistory.Truth truth = key % 5 == 3 ? RandomHistory.Truth.INVALID : RandomHistory.Truth.VALID;
            keys.add(Histories.operations(RandomHistory.Shape.of("cas-register", 400, key)
                    .withValues(key % 3)
                    .withTruth(truth)));
        }
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Limits watched = LIMITS.withCancelled(() -> {
            threads.add(Thread.currentThread().getName());
            return false;
        });

        List<Decision> decisions = Linearizability.decideApart(Models.CAS_REGISTER, keys, watched, Algorithm.AUTO);

        assertThat(decisions)
                .extracting(Decision::answer)
                .isEqualTo(IntStream.range(0, 12)
                        .mapToObj(key -> key % 5 == 3 ? Answer.NOT_LINEARIZABLE : Answer.LINEARIZABLE)
                        .toList());
        if (Runtime.getRuntime().availableProcessors() > 1) {
            assertThat(threads).anyMatch(name -> name.startsWith("linearizability-part-"));
        }
    }

    @Test
    void aFailureInOneKeyIsToldAsItIs() {
        List<LinearOperation> wrong = List.of(new LinearOperation(1, "fly", null, 0, 1));
        List<LinearOperation> right = Histories.operations(RandomHistory.Shape.of("cas-register", 3_000, 1));

        assertThatThrownBy(() ->
                        Linearizability.decideApart(Models.CAS_REGISTER, List.of(right, wrong), LIMITS, Algorithm.AUTO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("knows no \"fly\"");
    }

    @Test
    void givesUpWhenCancelled() {
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicLong asked = new AtomicLong();
        Limits limits = LIMITS.withCancelled(() -> asked.incrementAndGet() > 3 || cancelled.get());

        LinearOutcome outcome = Linearizability.check(Models.REGISTER, hard(40), limits);

        assertThat(outcome.cause()).startsWith("cancelled after ");
    }

    @Test
    void breadthFirstGoesWhereDepthFirstCannot() {
        assertThat(Linearizability.check(Models.REGISTER, hard(40), LIMITS).answer())
                .isEqualTo(Answer.NOT_LINEARIZABLE);
    }

    @Test
    void leavesNoThreadAndNoMemoryBehindWhenItIsGivenUp() {
        // Additions that all overlap and a sum that none can reach: nothing helps against the number of their orders.
        List<LinearOperation> hopeless = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            hopeless.add(new LinearOperation(i, "add", (long) i % 7, 0, 100 + i));
        }
        for (int i = 0; i < 200; i++) {
            LinearOutcome outcome = Linearizability.check(
                    SUMS, hopeless, Limits.on(RunClock.startNow()).withTimeMax(Duration.ofMillis(5)));
            assertThat(outcome.answer()).isEqualTo(Answer.UNDECIDED);
            assertThat(outcome.cause()).startsWith("out of time: ");
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("linearizability"));
    }

    @Test
    void decidesTheSameWithinItsLimits() {
        assertThat(Linearizability.check(Models.REGISTER, hard(10), LIMITS).answer())
                .isEqualTo(Answer.NOT_LINEARIZABLE);
    }

    @Test
    void longHistoriesDoNotOverflowTheStack() {
        List<LinearOperation> unique = RandomHistories.history(new Shape(50_000, 3, 0, 0, 0), 1);
        List<LinearOperation> repeated = RandomHistories.history(new Shape(10_000, 3, 100, 0, 0), 1);

        assertThat(Linearizability.check(Models.CAS_REGISTER, unique, LIMITS).answer())
                .isEqualTo(Answer.LINEARIZABLE);
        assertThat(Linearizability.check(Models.CAS_REGISTER, repeated, LIMITS).answer())
                .isEqualTo(Answer.LINEARIZABLE);
    }

    @Test
    void refusesWhatNoModelCanJudge() {
        LinearOperation cas = new LinearOperation(1, "cas", List.of(1L, 2L), 0, 1);

        assertThatThrownBy(() -> Linearizability.check(Models.REGISTER, List.of(cas), LIMITS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation 1: a register knows no cas; use cas-register");
        assertThatThrownBy(() -> Linearizability.check(Models.CAS_REGISTER, List.of(cas, cas), LIMITS))
                .hasMessage("two operations have the id 1");
        assertThatThrownBy(() -> new LinearOperation(7, "read", null, 5, 4))
                .hasMessage("operation 7: completedAt=4 must not be less than invokedAt=5");
    }
}
