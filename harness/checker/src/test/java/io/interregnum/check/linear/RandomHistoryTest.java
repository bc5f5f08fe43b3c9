package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.linear.LinearOutcome.Answer;
import io.interregnum.check.linear.RandomHistory.Shape;
import io.interregnum.check.linear.RandomHistory.Truth;
import io.interregnum.history.Event;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomHistoryTest {
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));

    private static Shape shape(Model<?> model, long operations, long seed) {
        return Shape.of(model.name(), operations, seed)
                .withProcesses(2 + (int) (seed % 3))
                .withInfoShare(seed % 4 * 0.05)
                .withValues((int) (seed % 5));
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void validOnesAreLinearizable(Model<?> model) {
        for (long seed = 0; seed < 60; seed++) {
            List<LinearOperation> history = Histories.operations(shape(model, 30, seed));

            assertThat(Linearizability.decide(model, history, LIMITS, Algorithm.AUTO)
                            .answer())
                    .as("%s, seed %s: %s", model.name(), seed, history)
                    .isEqualTo(Answer.LINEARIZABLE);
        }
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void invalidOnesAreNot(Model<?> model) {
        for (long seed = 0; seed < 60; seed++) {
            List<LinearOperation> history =
                    Histories.operations(shape(model, 30, seed).withTruth(Truth.INVALID));

            assertThat(Linearizability.decide(model, history, LIMITS, Algorithm.AUTO)
                            .answer())
                    .as("%s, seed %s: %s", model.name(), seed, history)
                    .isEqualTo(Answer.NOT_LINEARIZABLE);
        }
    }

    /** The lie alone, and what was needed for it. */
    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void bruteForceSeesTheLie(Model<?> model) {
        for (long seed = 0; seed < 60; seed++) {
            List<LinearOperation> history =
                    Histories.operations(shape(model, 0, seed).withTruth(Truth.INVALID));

            assertThat(BruteForce.isLinearizable(model, history))
                    .as("%s, seed %s: %s", model.name(), seed, history)
                    .isFalse();
        }
    }

    /** Else it would be easier to see than a stale read in the wild: while all rest, little can have happened. */
    @ParameterizedTest
    @ValueSource(strings = {"register", "cas-register"})
    void theLieOfARegisterIsToldAmidOthers(String model) {
        int amid = 0;
        for (long seed = 0; seed < 30; seed++) {
            List<LinearOperation> history = Histories.operations(
                    Shape.of(model, 200, seed).withProcesses(8).withValues(5).withTruth(Truth.INVALID));
            LinearOperation stuck = Linearizability.decide(Models.named(model), history, LIMITS, Algorithm.LINEAR)
                    .stuck()
                    .orElseThrow();

            assertThat(stuck.value()).as("the lost value").isEqualTo(5L);
            amid += history.stream()
                            .anyMatch(operation -> operation.invokedAt() < stuck.invokedAt()
                                    && operation.completedAt() > stuck.invokedAt()
                                    && !operation.isPending())
                    ? 1
                    : 0;
        }
        assertThat(amid).isGreaterThan(20);
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void haveTheFormOfHistories(Model<?> model) {
        List<Event> events = Histories.events(shape(model, 2_000, 3));

        long started = 0;
        long timeNanos = 0;
        Map<String, Event> open = new HashMap<>(); // order is never read
        Set<String> retired = new HashSet<>(); // order is never read
        Set<Event.Type> types = new HashSet<>(); // order is never read
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            assertThat(event.index()).isEqualTo(i);
            assertThat(event.timeNanos()).isGreaterThan(timeNanos);
            assertThat(model.functions()).contains(event.f());
            assertThat(retired).doesNotContain(event.process());
            timeNanos = event.timeNanos();
            types.add(event.type());
            if (event.type() == Event.Type.INVOKE) {
                started++;
                assertThat(open.put(event.process(), event)).isNull();
                continue;
            }
            Event asked = Objects.requireNonNull(open.remove(event.process()));
            assertThat(asked.f()).isEqualTo(event.f());
            if (event.type() == Event.Type.INFO) {
                retired.add(event.process());
                assertThat(event.value()).isEqualTo(asked.value());
            }
        }
        assertThat(started).isEqualTo(2_000);
        assertThat(open).isEmpty();
        assertThat(types).contains(Event.Type.INVOKE, Event.Type.OK, Event.Type.INFO);
        assertThat(retired).hasSizeBetween(200, 400); // of 15 in 100
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void aSeedRepeats(Model<?> model) {
        Shape shape = shape(model, 500, 7);
        List<String> texts = new ArrayList<>();
        List<String> again = new ArrayList<>();
        List<String> others = new ArrayList<>();

        RandomHistory.generate(shape, event -> texts.add(event.toString()));
        RandomHistory.generate(shape, event -> again.add(event.toString()));
        RandomHistory.generate(shape(model, 500, 22), event -> others.add(event.toString()));

        assertThat(texts).isEqualTo(again).isNotEqualTo(others);
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void everyFunctionOccursAndManyOperationsAreDone(Model<?> model) {
        Map<String, Integer> done = new HashMap<>(); // order is never read
        int[] failed = {0};
        RandomHistory.generate(Shape.of(model.name(), 20_000, 1).withValues(3), event -> {
            if (event.type() == Event.Type.OK) {
                done.merge(event.f(), 1, Integer::sum);
            }
            failed[0] += event.type() == Event.Type.FAIL ? 1 : 0;
        });

        Set<String> functions = new HashSet<>(model.functions()); // order is never read
        functions.remove("cas-refused"); // that is a cas that failed
        assertThat(done.keySet()).isEqualTo(functions);
        assertThat(done).allSatisfy((f, count) -> assertThat(count).as(f).isGreaterThan(200));
        assertThat(failed[0]).isLessThan(12_500);
    }

    @Test
    void aLieIsNearTheEnd() {
        for (Model<?> model : Models.ALL) {
            List<LinearOperation> history =
                    Histories.operations(Shape.of(model.name(), 200, 5).withTruth(Truth.INVALID));

            Witness witness =
                    Linearizability.check(model, history, LIMITS).witness().orElseThrow();

            assertThat(witness.stuck().id()).as(model.name()).isGreaterThan(300);
            assertThat(witness.core()).as(model.name()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void everyModelHasAnObject() {
        assertThat(RandomObjects.ALL)
                .extracting(RandomObjects.Kind::model)
                .isEqualTo(Models.ALL.stream().map(Model::name).toList());
    }

    @Test
    void shapesAreChecked() {
        Shape shape = Shape.of("mutex", 10, 0);

        assertThatThrownBy(() -> Shape.of("tree", 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no random histories are made of \"tree\"; there are register, cas-register");
        assertThatThrownBy(() -> shape.withInfoShare(1.5))
                .hasMessage("operations=10 values=0 infoShare=1.5: the first two must not be negative, the third must "
                        + "be from 0 to 1");
        assertThatThrownBy(() -> shape.withProcesses(1).withTruth(Truth.INVALID))
                .hasMessage("processes=1 must be at least 1, and 2 for an invalid history");
    }
}
