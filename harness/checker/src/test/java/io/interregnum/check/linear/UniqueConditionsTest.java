package io.interregnum.check.linear;

import static io.interregnum.check.linear.UniqueDecision.Answer.LINEARIZABLE;
import static io.interregnum.check.linear.UniqueDecision.Answer.NOT_LINEARIZABLE;
import static io.interregnum.check.linear.UniqueDecision.Answer.UNSURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.UniqueDecision.Answer;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The conditions under which values count as unique, one by one, and what is decided just within them. */
class UniqueConditionsTest {

    /** Operations one after another, unless said otherwise. */
    private static final class Story {
        final List<LinearOperation> operations = new ArrayList<>();
        private long stamp;

        Story did(String f, @Nullable Object value) {
            operations.add(new LinearOperation(operations.size(), f, value, stamp++, stamp++));
            return this;
        }

        Story crashed(String f, @Nullable Object value) {
            operations.add(LinearOperation.pending(operations.size(), f, value, stamp++));
            return this;
        }

        /** One that began before all others, and ended just now. */
        Story took(String f, @Nullable Object value) {
            operations.add(new LinearOperation(operations.size(), f, value, -1, stamp++));
            return this;
        }

        Answer register(@Nullable Object initial) {
            Model<?> model = Models.CAS_REGISTER.withInitial(initial);
            return decide(
                    UniqueJudge.prepare(model, operations, Budget.withoutEnd()).orElseThrow());
        }

        Answer store() {
            return decide(RegisterHistory.ofStore(operations, "", Budget.withoutEnd())
                    .map(RegisterZones::new)
                    .orElseThrow());
        }

        Answer set(Object... initial) {
            return decide(ElementHistory.of(operations, List.of(initial), Budget.withoutEnd())
                    .map(ElementZones::new)
                    .orElseThrow());
        }

        Answer queue(Object... initial) {
            return decide(QueueHistory.of(operations, List.of(initial), Budget.withoutEnd())
                    .map(QueueZones::new)
                    .orElseThrow());
        }

        private static Answer decide(UniqueDecision decision) {
            return decision.decide(decision.stamps().last());
        }
    }

    private static Story story() {
        return new Story();
    }

    @Test
    void aRegisterTakesEachValueOnce() {
        assertThat(story().did("write", 1L).did("write", 2L).did("read", 2L).register(null))
                .isEqualTo(LINEARIZABLE);
        assertThat(story().did("write", 1L).did("write", 2L).did("read", 1L).register(null))
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("write", 1L)
                        .did("write", 2L)
                        .did("write", 1L)
                        .did("read", 1L)
                        .register(null))
                .isEqualTo(UNSURE);
    }

    @Test
    void theInitialValueCountsAsWritten() {
        Story back = story().did("write", 1L).did("write", 0L).did("read", 0L);

        assertThat(back.register(0L)).isEqualTo(UNSURE);
        assertThat(back.register(7L)).isEqualTo(LINEARIZABLE);
    }

    @Test
    void aCompareAndSetToTheSameValueIsARead() {
        assertThat(story().did("write", 1L)
                        .did("cas", List.of(1L, 1L))
                        .did("cas", List.of(1L, 2L))
                        .register(null))
                .isEqualTo(LINEARIZABLE);
        assertThat(story().did("write", 1L)
                        .did("write", 2L)
                        .did("cas", List.of(1L, 1L))
                        .register(null))
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("cas", List.of(0L, 0L))
                        .did("cas", List.of(0L, 1L))
                        .register(0L))
                .isEqualTo(LINEARIZABLE);
        assertThat(story().crashed("cas", List.of(1L, 1L)).did("read", 1L).register(null))
                .isEqualTo(NOT_LINEARIZABLE);
    }

    @Test
    void aCrashedWriteCountsOnlyIfItWasSeen() {
        assertThat(story().crashed("write", 1L)
                        .did("write", 1L)
                        .did("write", 2L)
                        .register(null))
                .isEqualTo(LINEARIZABLE);
        assertThat(story().crashed("write", 1L)
                        .did("write", 1L)
                        .did("write", 2L)
                        .did("read", 1L)
                        .register(null))
                .isEqualTo(UNSURE);
        assertThat(story().crashed("write", 1L)
                        .did("read", 1L)
                        .did("read", null)
                        .register(null))
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().crashed("write", 1L)
                        .crashed("cas", List.of(1L, 2L))
                        .did("read", null)
                        .did("read", 2L)
                        .register(null))
                .isEqualTo(LINEARIZABLE);
        assertThat(story().crashed("cas", List.of(1L, 2L)).did("read", 2L).register(null))
                .isEqualTo(NOT_LINEARIZABLE);
    }

    @Test
    void aStoreTakesEachValueOnceAKey() {
        Story apart = story().did("put", List.of("a", "x"))
                .did("put", List.of("b", "x"))
                .did("put", List.of("b", "y"))
                .did("get", List.of("a", "x"));

        assertThat(apart.store()).isEqualTo(LINEARIZABLE);
        assertThat(apart.did("get", List.of("b", "x")).store()).isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("put", List.of("a", "x"))
                        .did("put", List.of("a", ""))
                        .did("get", List.of("a", ""))
                        .store())
                .isEqualTo(UNSURE);
    }

    @Test
    void ordersOfStoresAgreeInTime() {
        List<LinearOperation> operations = story().did("put", List.of("a", "x"))
                .did("put", List.of("b", "y"))
                .did("get", List.of("a", "x"))
                .operations;
        RegisterZones zones = new RegisterZones(
                RegisterHistory.ofStore(operations, "", Budget.withoutEnd()).orElseThrow());

        zones.decide(zones.stamps().last());

        assertThat(zones.order()).containsExactly(0, 1, 2);
    }

    @Test
    void anElementIsAddedOnceAndRemovedAtWill() {
        List<Object> in = List.of(1L, true);
        List<Object> out = List.of(1L, false);

        assertThat(story().did("add", 1L)
                        .did("contains", in)
                        .did("remove", 1L)
                        .did("remove", 1L)
                        .did("contains", out)
                        .set())
                .isEqualTo(LINEARIZABLE);
        assertThat(story().did("add", 1L).did("remove", 1L).did("contains", in).set())
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("add", 1L)
                        .did("remove", 1L)
                        .did("add", 1L)
                        .did("contains", in)
                        .set())
                .isEqualTo(UNSURE);
        assertThat(story().did("remove", 1L)
                        .did("contains", out)
                        .did("add", 1L)
                        .did("contains", in)
                        .set(1L))
                .isEqualTo(LINEARIZABLE);
        assertThat(story().did("remove", 1L)
                        .did("add", 1L)
                        .did("remove", 1L)
                        .did("contains", in)
                        .set(1L))
                .isEqualTo(UNSURE);
    }

    @Test
    void aCrashedAddCountsOnlyIfItWasSeen() {
        assertThat(story().crashed("add", 1L)
                        .did("contains", List.of(1L, false))
                        .did("add", 1L)
                        .set())
                .isEqualTo(LINEARIZABLE);
        assertThat(story().crashed("add", 1L)
                        .did("contains", List.of(1L, true))
                        .did("add", 1L)
                        .set())
                .isEqualTo(UNSURE);
        assertThat(story().crashed("add", 1L)
                        .did("contains", List.of(1L, true))
                        .did("contains", List.of(1L, false))
                        .set())
                .isEqualTo(NOT_LINEARIZABLE);
    }

    @Test
    void aCrashedRemoveMayHaveHappened() {
        Story seen = story().did("add", 1L).did("contains", List.of(1L, true));

        assertThat(seen.crashed("remove", 1L).did("contains", List.of(1L, true)).set())
                .isEqualTo(LINEARIZABLE);
        assertThat(seen.did("contains", List.of(1L, false)).set()).isEqualTo(LINEARIZABLE);
        assertThat(seen.did("contains", List.of(1L, true)).set()).isEqualTo(NOT_LINEARIZABLE);
    }

    @Test
    void aQueueTakesEachValueOnce() {
        Story first = story().did("enqueue", 1L).did("enqueue", 2L).did("dequeue", 1L);

        assertThat(first.queue()).isEqualTo(LINEARIZABLE);
        assertThat(first.queue(7L)).isEqualTo(NOT_LINEARIZABLE);
        assertThat(first.queue(1L)).isEqualTo(UNSURE);
        assertThat(first.did("enqueue", 1L).queue()).isEqualTo(UNSURE);
    }

    @Test
    void aCrashedEnqueueCountsOnlyIfItWasSeen() {
        assertThat(story().crashed("enqueue", 1L).did("enqueue", 1L).queue()).isEqualTo(LINEARIZABLE);
        assertThat(story().crashed("enqueue", 1L)
                        .did("enqueue", 1L)
                        .did("dequeue", 1L)
                        .queue())
                .isEqualTo(UNSURE);
        assertThat(story().crashed("enqueue", 1L)
                        .did("enqueue", 2L)
                        .did("dequeue", 2L)
                        .did("dequeue", 1L)
                        .queue())
                .isEqualTo(LINEARIZABLE);
    }

    @Test
    void aCrashedDequeueMayHaveTakenOneOfThoseThatWereThereInTime() {
        Story two = story().did("enqueue", 1L).did("enqueue", 2L);
        Story three = story().did("enqueue", 1L).did("enqueue", 2L).did("enqueue", 3L);

        assertThat(two.crashed("dequeue", null).did("dequeue", 2L).queue()).isEqualTo(LINEARIZABLE);
        assertThat(three.crashed("dequeue", null).did("dequeue", 3L).queue()).isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("enqueue", 1L)
                        .did("enqueue", 2L)
                        .did("dequeue", 2L)
                        .crashed("dequeue", null)
                        .queue())
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("enqueue", 1L)
                        .crashed("dequeue", null)
                        .took("enqueue", 2L)
                        .did("dequeue", 2L)
                        .did("dequeue", 1L)
                        .queue())
                .isEqualTo(LINEARIZABLE);
    }

    @Test
    void aDequeueThatFoundNothingNeedsAMomentWithoutAnything() {
        Story one = story().did("enqueue", 1L);

        assertThat(story().did("enqueue", 1L)
                        .did("dequeue", null)
                        .did("dequeue", 1L)
                        .queue())
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("enqueue", 1L)
                        .took("dequeue", null)
                        .did("dequeue", 1L)
                        .queue())
                .isEqualTo(LINEARIZABLE);
        assertThat(one.did("dequeue", null).queue()).isEqualTo(NOT_LINEARIZABLE);
        assertThat(story().did("enqueue", 1L)
                        .crashed("dequeue", null)
                        .did("dequeue", null)
                        .queue())
                .isEqualTo(LINEARIZABLE);
        assertThat(story().did("enqueue", 1L)
                        .did("enqueue", 2L)
                        .crashed("dequeue", null)
                        .did("dequeue", null)
                        .queue())
                .isEqualTo(NOT_LINEARIZABLE);
    }

    @Test
    void whatIsForeignIsLeftToTheSearch() {
        Limits limits = Limits.on(RunClock.on(() -> 0));
        List<LinearOperation> strange = story().did("cas", Arrays.asList(1L, null, 2L)).operations;

        assertThat(UniqueJudge.judge(PlainModels.store(), story().did("frobnicate", null).operations, limits))
                .isEmpty();
        assertThat(UniqueJudge.judge(Models.CAS_REGISTER, strange, limits)).isEmpty();
        assertThat(UniqueJudge.judge(Models.REGISTER, story().did("cas", List.of(1L, 2L)).operations, limits))
                .isEmpty();
        assertThat(UniqueJudge.judge(Models.REGISTER, List.of(), limits))
                .map(LinearOutcome::answer)
                .contains(LinearOutcome.Answer.LINEARIZABLE);
    }
}
