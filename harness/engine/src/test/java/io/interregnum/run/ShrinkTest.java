package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.fault.AsRecorded;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Scene;
import io.interregnum.fault.Step;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search over oracles that know the answer. Starts no node. */
class ShrinkTest {
    private final List<Shrink.Tried> tried = new ArrayList<>();

    /** Steps that lasts tell apart: that of number n lasts n + 1 ms, and nothing about it is simpler. */
    private static List<Step> steps(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Step.of(
                        Faults.named("pause-leader").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(number + 1L))))
                .toList();
    }

    private static List<Integer> numbers(List<Step> steps) {
        return steps.stream()
                .map(step ->
                        Math.toIntExact(((Until.Detection) step.until()).more().toMillis()) - 1)
                .toList();
    }

    /** Shows it when all of these are there, as they were: so that nothing but leaving out is tried with success. */
    private static Predicate<List<Step>> needs(Integer... culprits) {
        return steps ->
                steps.stream().allMatch(ShrinkTest::isWhole) && numbers(steps).containsAll(List.of(culprits));
    }

    private static boolean isWhole(Step step) {
        return step.until() instanceof Until.Detection detection
                && !detection.more().isZero()
                && detection.more().toMillis() < 100;
    }

    private Shrink.Found search(List<Step> steps, Predicate<List<Step>> oracle, List<List<Integer>> guesses) {
        return new Shrink(oracle, () -> false, tried::add).search(steps, guesses);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 7, 10})
    void findsTheOneFaultThatItTakes(int culprit) {
        Shrink.Found found = search(steps(11), needs(culprit), List.of());

        assertThat(numbers(found.steps())).containsExactly(culprit);
        assertThat(found.complete()).isTrue();
    }

    @Test
    void findsTwoFaultsFarApartInTheirOrder() {
        Shrink.Found found = search(steps(12), needs(1, 10), List.of());

        assertThat(numbers(found.steps())).containsExactly(1, 10);
    }

    @Test
    void keepsEveryFaultWhereItTakesAll() {
        Shrink.Found found = search(steps(5), needs(0, 1, 2, 3, 4), List.of());

        assertThat(numbers(found.steps())).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aRightGuessIsTriedFirstAndSavesTheRest() {
        Shrink.Found found = search(steps(16), needs(9), List.of(List.of(4), List.of(9)));

        assertThat(numbers(found.steps())).containsExactly(9);
        assertThat(tried.get(0).kept()).isFalse();
        assertThat(tried.get(1).kept()).isTrue();
        assertThat(tried.stream().filter(one -> one.what().startsWith("only"))).hasSize(2);
    }

    @Test
    void wrongGuessesDoNoHarm() {
        Shrink.Found found = search(steps(6), needs(2, 5), List.of(List.of(0), List.of(1, 2), List.of()));

        assertThat(numbers(found.steps())).containsExactly(2, 5);
    }

    @Test
    void triesNothingMoreOnceItsTimeIsUp() {
        Shrink search = new Shrink(needs(0, 7), () -> tried.size() >= 3, tried::add);

        Shrink.Found found = search.search(steps(8), List.of());

        assertThat(tried).hasSize(3);
        assertThat(found.complete()).isFalse();
        assertThat(numbers(found.steps())).contains(0, 7);
    }

    @Test
    void triesNoCandidateTwiceThatWasDropped() {
        search(steps(8), needs(1, 6), List.of(List.of(1), List.of(6)));

        assertThat(tried.stream()
                        .filter(one -> !one.kept())
                        .map(one -> one.steps().toString()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anOracleThatSometimesSaysNoLeavesMoreThanNeededButAlwaysWhatShowsIt() {
        SplittableRandom chance = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            Shrink.Found found =
                    search(steps(9), steps -> needs(2, 4).test(steps) && chance.nextInt(10) < 6, List.of());

            assertThat(numbers(found.steps())).contains(2, 4);
        }
    }

    @Test
    void anOracleThatSaysNoToEverythingLeavesTheWhole() {
        List<Step> whole = steps(4);

        assertThat(search(whole, steps -> false, List.of()).steps()).isEqualTo(whole);
    }

    @Test
    void simplifiesWhatIsLeftAsFarAsItStillShows() {
        AsRecorded follower = new AsRecorded(
                List.of(new NodeId(Role.MASTER, 2)), Scene.Leaders.UNKNOWN, Optional.of(new NodeId(Role.MASTER, 1)));
        Step step = new Step(
                Faults.named("pause-leader").orElseThrow(),
                Optional.of(follower),
                new Trigger.On(Occurrence.first(Occurrence.Kind.LEADER_ELECTED), Duration.ofMillis(1_234)),
                new Until.For(Duration.ofMillis(8_765)),
                Heal.FRESH);

        // It must be a follower, for two seconds at least.
        Shrink.Found found = search(
                List.of(step),
                steps -> steps.get(0).aim() != Targets.LEADER
                        && ((Until.For) steps.get(0).until()).time().compareTo(Duration.ofSeconds(2)) >= 0,
                List.of());

        assertThat(found.steps())
                .containsExactly(new Step(
                        Faults.named("pause-leader").orElseThrow(),
                        Optional.of(Targets.A_FOLLOWER),
                        new Trigger.After(Duration.ZERO),
                        new Until.For(Duration.ofMillis(2_200)),
                        Heal.PLAIN));
    }

    @Test
    void stepsThatSpeakOfOthersKeepSpeakingOfThemOrStandForThemselves() {
        List<Step> steps = new ArrayList<>(steps(4));
        steps.set(
                2,
                steps.get(2)
                        .when(new Trigger.On(
                                Occurrence.ofStep(Occurrence.Kind.FAULT_EFFECTIVE, 1), Duration.ofMillis(7))));
        steps.set(
                3,
                steps.get(3)
                        .lasting(new Until.Happens(
                                Occurrence.ofStep(Occurrence.Kind.FAULT_HEALED, 2), Duration.ofSeconds(9))));

        List<Step> some = Numbers.only(steps, List.of(1, 2, 3));
        List<Step> others = Numbers.only(steps, List.of(2));
        List<Step> last = Numbers.only(steps, List.of(3));

        assertThat(some.get(1).trigger().text()).isEqualTo("on fault-effective of 0 plus 7ms");
        assertThat(some.get(2).until().text()).isEqualTo("until fault-healed of 1 at most 9s");
        assertThat(others.get(0).trigger().text()).isEqualTo("after 7ms");
        assertThat(last.get(0).until().text()).isEqualTo("for 9s");
    }

    @Test
    void whatIsCountedFromTheEndOfOthersStaysSo() {
        List<Step> steps = new ArrayList<>(steps(4));
        steps.set(
                3,
                steps.get(3)
                        .when(Trigger.parse("on leader-elected plus 7ms after 0,2"))
                        .lasting(Until.parse("until next leader-elected at most 9s")));

        Step some = Numbers.only(steps, List.of(1, 2, 3)).get(2);
        Step alone = Numbers.only(steps, List.of(3)).get(0);

        assertThat(some.trigger().text()).isEqualTo("on leader-elected plus 7ms after 1");
        assertThat(some.until().text()).isEqualTo("until next leader-elected at most 9s");
        assertThat(alone.trigger().text()).isEqualTo("on leader-elected plus 7ms");
    }

    @Test
    void refusesToShrinkNothing() {
        assertThatThrownBy(() -> search(List.of(), steps -> true, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
