package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.history.RunClock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ModelsTest {
    private static LinearOperation ok(String f, @Nullable Object value) {
        return new LinearOperation(7, f, value, 0, 1);
    }

    @Test
    void areFoundByName() {
        assertThat(Models.named("cas-register")).isSameAs(Models.CAS_REGISTER);
        assertThat(Models.ALL).extracting(Model::name).doesNotHaveDuplicates().allMatch(n -> n.matches("[a-z-]+"));
        assertThatThrownBy(() -> Models.named("regster"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no model is called \"regster\"; there are register, cas-register");
    }

    @Test
    void aRegisterBeginsWhereItIsTold() {
        List<LinearOperation> readsZero = List.of(new LinearOperation(0, "read", 0L, 0, 1));
        List<LinearOperation> writesZeroAgain =
                List.of(new LinearOperation(0, "write", 0L, 0, 1), new LinearOperation(1, "read", 1L, 2, 3));

        assertThat(judge(Models.REGISTER.withInitial(0L), readsZero)).isEqualTo(LinearOutcome.Answer.LINEARIZABLE);
        assertThat(judge(Models.REGISTER, readsZero)).isEqualTo(LinearOutcome.Answer.NOT_LINEARIZABLE);
        assertThat(judge(Models.REGISTER.withInitial(0L), writesZeroAgain))
                .isEqualTo(LinearOutcome.Answer.NOT_LINEARIZABLE);
    }

    @Test
    void othersBeginWhereTheyAreTold() {
        Object xy = Map.of("x", 1L, "y", 2L);
        assertThat(accepts(Models.MULTI_REGISTER.withInitial(xy), ok("txn", List.of(List.of(":r", ":y", 2L)))))
                .isTrue();
        assertThat(accepts(Models.SEMAPHORE.withInitial(1L), ok("acquire", null), ok("acquire", null)))
                .isFalse();
        assertThat(accepts(Models.SET.withInitial(List.of(1L, 2L)), ok("read", List.of(2L, 1L, 2L))))
                .isTrue();
        assertThat(accepts(Models.FIFO_QUEUE.withInitial(List.of(1L, 2L)), ok("dequeue", 1L), ok("dequeue", 2L)))
                .isTrue();
        assertThat(accepts(Models.UNORDERED_QUEUE.withInitial(List.of(1L, 1L)), ok("dequeue", 1L), ok("dequeue", 1L)))
                .isTrue();
        assertThat(accepts(
                        Models.KEY_VALUE.withInitial(Map.of("k", "ab")),
                        ok("append", List.of("k", "c")),
                        ok("get", List.of(":k", "abc"))))
                .isTrue();
    }

    @Test
    void whatCannotBeABeginningIsRefusedInWords() {
        assertThatThrownBy(() -> Models.MUTEX.withInitial(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mutex always begins in the same state; it takes no initial value");
        assertThatThrownBy(() -> Models.SEMAPHORE.withInitial(0L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a semaphore begins with a number of permits, at least 1, not with 0");
        for (Model<?> model : List.of(
                Models.MULTI_REGISTER, Models.SET, Models.FIFO_QUEUE, Models.UNORDERED_QUEUE, Models.KEY_VALUE)) {
            assertThatThrownBy(() -> model.withInitial(3L))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" begins with a ")
                    .hasMessageEndingWith(", not with 3");
        }
    }

    @Test
    void wordsComeWithAndWithoutColon() {
        Model<?> registers = Models.MULTI_REGISTER;
        assertThat(accepts(
                        registers,
                        ok("txn", List.of(List.of("write", "x", 1L))),
                        ok("txn", List.of(List.of(":read", ":x", 1L)))))
                .isTrue();
        assertThat(accepts(
                        Models.OWNER_AWARE_MUTEX,
                        ok("acquire", Map.of(":client", "n1")),
                        ok("release", Map.of("client", "n1"))))
                .isTrue();
        assertThat(accepts(Models.KEY_VALUE, ok("put", Map.of("key", ":x", "value", 5L)), ok("get", List.of("x", "5"))))
                .isTrue();
        assertThat(accepts(Models.LEADERSHIP, ok("expire", "s1"), ok("elect", Map.of("node", "n1", ":session", "s1"))))
                .isFalse();
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void unknownFunctionsAreTheCallersError(Model<?> model) {
        assertThatThrownBy(() -> accepts(model, ok("frobnicate", List.of(1L, 2L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("operation 7: ");
    }

    @Test
    void malformedValuesAreTheCallersError() {
        malformed(Models.CAS_REGISTER, ok("cas-refused", 1L), "value of cas-refused is 1; expected a list of");
        malformed(Models.MULTI_REGISTER, ok("txn", 1L), "value of txn is 1; expected a list of reads and writes");
        malformed(Models.MULTI_REGISTER, ok("txn", List.of(List.of("x", "y"))), "value of txn is [[x, y]]; expected");
        malformed(Models.MULTI_REGISTER, ok("txn", List.of(List.of(":append", "y", 1L))), "value of txn is ");
        malformed(
                Models.MULTI_REGISTER,
                ok("txn", List.of(Arrays.asList(":w", "y", null))),
                "a register cannot be set to no value");
        malformed(Models.OWNER_AWARE_MUTEX, ok("acquire", null), "value of acquire is null; expected a map with the");
        malformed(Models.FENCED_MUTEX, ok("acquire", Map.of("client", "n1", "fence", -1L)), "expected a map with");
        malformed(Models.SEMAPHORE, ok("acquire", 3L), "value of acquire is 3; expected a map with the client");
        malformed(Models.SET, ok("add", null), "value of add is null; expected an element");
        malformed(Models.SET, ok("read", null), "value of read is null; expected a list of all elements");
        malformed(Models.SET, ok("contains", 1L), "value of contains is 1; expected a list of an element and");
        malformed(Models.FIFO_QUEUE, ok("enqueue", null), "value of enqueue is null; expected an element");
        malformed(Models.KEY_VALUE, ok("get", "x"), "value of get is x; expected a list, or a map, of the key and");
        malformed(Models.LEADERSHIP, ok("act", 1L), "value of act is 1; expected a map with the node and the epoch");
        malformed(Models.LEADERSHIP, ok("elect", Map.of("node", "n1")), "its session, and the epoch, from 1");
    }

    private static void malformed(Model<?> model, LinearOperation operation, String message) {
        assertThatThrownBy(() -> accepts(model, operation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("operation 7: ")
                .hasMessageContaining(message);
    }

    @Test
    void aRefusalSaysWhy() {
        assertThat(refusal(Models.MUTEX, ok("release", null))).isEqualTo("the mutex is free, so it cannot be released");
        assertThat(refusal(
                        Models.FENCED_MUTEX,
                        ok("acquire", Map.of("client", "n1", "fence", 5L)),
                        ok("release", Map.of("client", "n1")),
                        ok("acquire", Map.of("client", "n2", "fence", 5L))))
                .isEqualTo("the holding before had a fence of at least 5, so n2 cannot get the fence 5");
        assertThat(refusal(
                        Models.SEMAPHORE.withInitial(1L), ok("acquire", null), ok("acquire", Map.of("client", "n1"))))
                .isEqualTo("all 1 permits are held, so n1 cannot acquire one");
        assertThat(refusal(Models.SET, ok("add", 1L), ok("read", List.of())))
                .isEqualTo("the set contains 1, so a read cannot leave it out");
        assertThat(refusal(Models.FIFO_QUEUE, ok("enqueue", 1L), ok("dequeue", 2L)))
                .isEqualTo("the head of the queue is 1, so 2 cannot be dequeued");
        assertThat(refusal(Models.KEY_VALUE, ok("put", List.of("x", "a")), ok("get", List.of("x", "b"))))
                .isEqualTo("key x holds \"a\", so a get cannot return \"b\"");
        assertThat(refusal(
                        Models.LEADERSHIP,
                        ok("elect", Map.of("node", "n1", "session", "s1", "epoch", 1L)),
                        ok("expire", "s1"),
                        ok("elect", Map.of("node", "n2", "session", "s2", "epoch", 2L)),
                        ok("act", Map.of("node", "n1", "epoch", 1L))))
                .isEqualTo("n2 leads in epoch 2, so n1 is not obeyed in epoch 1");
    }

    /** What {@link Model#onlyLooks} and {@link Model#overwrites} promise, in all states of random orders. */
    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void modelsKeepTheirPromises(Model<?> model) {
        keepsItsPromises(model);
    }

    private static <S> void keepsItsPromises(Model<S> model) {
        for (long seed = 0; seed < 1_000; seed++) {
            List<LinearOperation> operations = Spoiler.history(model, seed);
            S state = model.initial();
            S again = model.initial();
            for (LinearOperation operation : operations) {
                for (LinearOperation other : operations) {
                    Optional<S> next = model.step(state, other).next();
                    if (model.onlyLooks(other)) {
                        assertThat(next.orElse(state))
                                .as("%s in %s", other, state)
                                .isEqualTo(state);
                    }
                    if (model.overwrites(other)) {
                        assertThat(next)
                                .as("%s in %s", other, state)
                                .isEqualTo(model.step(model.initial(), other).next());
                    }
                }
                state = model.step(state, operation).next().orElse(state);
                again = model.step(again, operation).next().orElse(again);
                assertThat(again).isEqualTo(state).hasSameHashCodeAs(state);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void partsKeepTheOrderAndHaveNothingTwice(Model<?> model) {
        for (long seed = 0; seed < 1_000; seed++) {
            List<LinearOperation> operations = Spoiler.history(model, seed);
            List<List<LinearOperation>> parts = model.parts(operations);

            assertThat(parts.stream().flatMap(List::stream))
                    .doesNotHaveDuplicates()
                    .isSubsetOf(operations);
            assertThat(parts).allSatisfy(part -> assertThat(operations).containsSubsequence(part));
        }
    }

    @Test
    void partsAreSmall() {
        assertThat(Models.KEY_VALUE.parts(List.of(ok("put", List.of("x", "a")), ok("get", List.of("y", "")))))
                .hasSize(2);
        assertThat(Models.SET.parts(List.of(ok("add", 1L), ok("add", 2L), ok("contains", List.of(1L, true)))))
                .hasSize(2);
        assertThat(Models.SET.parts(List.of(ok("add", 1L), ok("add", 2L), ok("read", List.of(1L)))))
                .hasSize(1);
        assertThat(Models.UNORDERED_QUEUE.parts(List.of(ok("enqueue", 1L), ok("dequeue", 2L))))
                .hasSize(2);
        assertThat(Models.UNORDERED_QUEUE.parts(List.of(ok("enqueue", 1L), ok("dequeue", null))))
                .hasSize(1);
        assertThat(Models.MULTI_REGISTER.parts(List.of(
                        ok("txn", List.of(List.of(":w", "a", 1L))),
                        ok("txn", List.of(List.of(":w", "b", 1L), List.of(":w", "c", 1L))),
                        ok("txn", List.of(List.of(":w", "c", 1L), List.of(":w", "d", 1L))),
                        ok("txn", List.of(List.of(":w", "d", 2L), Arrays.asList(":r", "a", null))))))
                .extracting(List::size)
                .containsExactly(1, 3);
    }

    private static boolean accepts(Model<?> model, LinearOperation... operations) {
        return refusal(model, operations).isEmpty();
    }

    /** What is said to the first that is refused; empty text where all are accepted. */
    private static <S> String refusal(Model<S> model, LinearOperation... operations) {
        S state = model.initial();
        for (LinearOperation operation : operations) {
            Step<S> step = model.step(state, operation);
            if (step.next().isEmpty()) {
                return step.refusal();
            }
            state = step.next().get();
        }
        return "";
    }

    private static LinearOutcome.Answer judge(Model<?> model, List<LinearOperation> operations) {
        return Linearizability.check(model, operations, Limits.on(RunClock.on(() -> 0)))
                .answer();
    }
}
