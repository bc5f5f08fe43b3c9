package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How groups of steps are written out. */
class ScheduleTest {
    private static Schedule step(String fault, String when) {
        return Schedule.of(new Step(
                Faults.named(fault).orElseThrow(),
                Optional.empty(),
                Trigger.parse(when),
                Until.parse("for 1s"),
                Heal.PLAIN));
    }

    private static List<String> texts(Schedule schedule) {
        return schedule.steps().stream()
                .map(step -> step.fault().name() + " " + step.trigger().text())
                .toList();
    }

    @Test
    void whatFollowsAGroupWaitsForAllOfIt() {
        Schedule schedule = Schedule.sequence(
                step("kill", "after 0ms"),
                Schedule.parallel(
                        step("pause", "after 1s"),
                        Schedule.sequence(step("restart", "after 2s"), step("stutter", "after 3s"))),
                step("terminate", "after 4s"));

        assertThat(texts(schedule))
                .containsExactly(
                        "kill after 0ms",
                        "pause after 1s",
                        "restart after 2s of 0",
                        "stutter after 3s",
                        "terminate after 4s of 1,3");
        assertThatCode(() -> Nemesis.refuseUnfit(schedule.steps())).doesNotThrowAnyException();
    }

    @Test
    void whatIsRepeatedFollowsItself() {
        assertThat(texts(Schedule.repeat(2, Schedule.parallel(step("kill", "after 0ms"), step("pause", "after 1s")))))
                .containsExactly("kill after 0ms", "pause at 1s", "kill after 0ms of 0,1", "pause after 1s of 0,1");
    }

    @Test
    void whatBeginsAtATimeOrOnAnEventStaysAsItIs() {
        assertThat(texts(Schedule.sequence(
                        step("kill", "at 9s"),
                        Schedule.parallel(
                                step("pause", "on leader-elected"), step("restart", "on fault-healed of 0")))))
                .containsExactly("kill at 9s", "pause on leader-elected", "restart on fault-healed of 0");
    }

    @Test
    void anEventMayBeTheNextOneAfterWhatIsBefore() {
        Step elected = ((Schedule.Single) step("pause", "on leader-elected plus 20ms")).step();
        Step healed = ((Schedule.Single) step("restart", "on fault-healed of 0")).step();

        assertThat(texts(Schedule.sequence(
                        step("kill", "after 0ms"),
                        Schedule.repeat(2, Schedule.next(elected)),
                        Schedule.of(elected),
                        Schedule.next(healed))))
                .containsExactly(
                        "kill after 0ms",
                        "pause on leader-elected plus 20ms after 0",
                        "pause on leader-elected plus 20ms after 1",
                        "pause on leader-elected plus 20ms",
                        "restart on fault-healed of 0");
    }

    @Test
    void whatFollowsAnEmptyGroupFollowsWhatIsBeforeIt() {
        assertThat(texts(Schedule.sequence(
                        step("kill", "after 0ms"),
                        Schedule.parallel(),
                        Schedule.repeat(0, step("pause", "after 0ms")),
                        step("restart", "after 1s"))))
                .containsExactly("kill after 0ms", "restart after 1s");
    }

    @Test
    void oneOfSeveralIsDrawn() {
        TreeSet<String> drawn = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            drawn.addAll(texts(
                    Schedule.oneOf(new SplittableRandom(seed), step("kill", "after 0ms"), step("pause", "after 0ms"))));
        }

        assertThat(drawn).containsExactly("kill after 0ms", "pause after 0ms");
        assertThatThrownBy(() -> Schedule.oneOf(new SplittableRandom(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
