package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How schedules write triggers, lengths, events, heals and targets, and what they refuse. */
class WrittenFormsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after 0ms",
                "after 2s",
                "after 1500ms",
                "after 2s of 0",
                "after 0ms of 0,3,12",
                "at 0ms",
                "at 10s",
                "on leader-elected",
                "on leader-elected plus 20ms",
                "on write-acknowledged number 50 plus 1s",
                "on fault-effective of 0",
                "on fault-healed of 12 plus 2s",
                "on epoch-changed number 2",
                "on leader-elected after 0",
                "on leader-elected number 2 plus 20ms after 0,3"
            })
    void aTriggerIsReadBackToTheSame(String text) {
        assertThat(Trigger.parse(text).text()).isEqualTo(text);
        assertThat(Trigger.parse(Trigger.parse(text).text())).isEqualTo(Trigger.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"after 2000ms,after 2s", "after 1m,after 60s", "after 1s of 3,after 1s of 3", "at 1h,at 3600s"})
    void aTriggerMayBeWrittenInMoreThanOneWay(String text, String printed) {
        assertThat(Trigger.parse(text).text()).isEqualTo(printed);
    }

    @Test
    void theStepsToWaitForAreSortedAndNamedOnce() {
        assertThat(Trigger.parse("after 1s of 3,0,3"))
                .isEqualTo(new Trigger.AfterAll(List.of(0, 3), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            soon                                  | "soon" is no moment; expected such as "after 2s"
            after                                 | "after" is no moment
            after 2                               | "2" is not a duration; expected a number with ms, s, m or h
            after -2s                             | "-2s" is not a duration
            after 2s plus 1s                      | is no moment
            at 2s after 1                         | is no moment
            on leader-elected after two           | is nothing that can be waited for
            on fault-healed of 1 after 0          | fault-healed of 1 happens once, so it cannot be the next one after steps [0]
            at noon                               | "noon" is not a duration
            after 1s of                           | "1s of" is not a duration
            on sunday                             | "sunday" is nothing that can be waited for; expected one of leader-elected
            on leader-elected number 0            | is nothing that can be waited for
            on leader-elected plus soon           | "soon" is not a duration
            on fault-healed                       | fault-healed needs a step, such as " of 0"
            on leader-elected of 2                | leader-elected speaks of no step
            on fault-healed number 2 of 0         | fault-healed of a step happens once, not 2 times
            """)
    void aTriggerThatMeansNothingIsRefused(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trigger.parse(text))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for 5s",
                "for 0ms",
                "for detection plus 2500ms",
                "for detection plus 0ms",
                "until leader-elected at most 20s",
                "until next leader-elected at most 20s",
                "until write-acknowledged number 50 at most 500ms",
                "until fault-healed of 3 at most 20s"
            })
    void aLengthIsReadBackToTheSame(String text) {
        assertThat(Until.parse(text).text()).isEqualTo(text);
        assertThat(Until.parse(Until.parse(text).text())).isEqualTo(Until.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            5s                       | "5s" is no length of time; expected such as "for 5s"
            for                      | "for" is no length of time
            for ever                 | is no length of time
            for 5                    | "5" is not a duration
            for detection plus       | is no length of time
            for detection plus x     | "x" is not a duration
            until leader-elected     | is no length of time
            until next fault-healed of 0 at most 5s | fault-healed of 0 happens once, so there is no next one
            until noon at most 5s    | "noon" is nothing that can be waited for
            until leader-elected at most long | "long" is not a duration
            """)
    void aLengthThatMeansNothingIsRefused(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Until.parse(text)).withMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource(Occurrence.Kind.class)
    void anEventOfEachKindIsReadBackToTheSame(Occurrence.Kind kind) {
        Occurrence event = kind.speaksOfAStep() ? Occurrence.ofStep(kind, 7) : Occurrence.nth(kind, 3);

        assertThat(Occurrence.parse(event.text())).isEqualTo(event);
        assertThat(kind.meaning()).isNotBlank();
    }

    @Test
    void negativeTimesCannotBeBuilt() {
        Duration negative = Duration.ofMillis(-1);

        assertThatIllegalArgumentException().isThrownBy(() -> new Trigger.After(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> new Trigger.At(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> new Trigger.AfterAll(List.of(0), negative));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trigger.On(Occurrence.first(Occurrence.Kind.LEADER_ELECTED), negative));
        assertThatIllegalArgumentException().isThrownBy(() -> new Until.For(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> new Until.Detection(negative));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Until.Happens(Occurrence.first(Occurrence.Kind.LEADER_ELECTED), negative));
    }

    @ParameterizedTest
    @EnumSource(Heal.class)
    void aHealIsReadBackToTheSame(Heal heal) {
        assertThat(Heal.parse(heal.text())).isEqualTo(heal);
    }

    @Test
    void anUnknownHealIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Heal.parse("quick"))
                .withMessage("heal \"quick\" must be plain or fresh");
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void aTargetIsReadBackToTheSameAndSaysWhatItMeans(Targets target) {
        assertThat(Targets.parse(target.text())).isEqualTo(target);
        assertThat(target.meaning()).isNotBlank();
    }

    @Test
    void nodesAreReadInTheOrderInWhichTheyAreWritten() {
        Target nodes = Targets.parse("zk-2, master-1");

        assertThat(nodes).isEqualTo(new NodeNames(List.of(new NodeId(Role.ENSEMBLE, 2), new NodeId(Role.MASTER, 1))));
        assertThat(nodes.text()).isEqualTo("zk-2,master-1");
        assertThat(Targets.parse(nodes.text())).isEqualTo(nodes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"everybody", "", "zk-1,", "zk1", "Leader", "zk-0"})
    void anUnknownTargetIsRefusedWithThoseThatThereAre(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.parse(text))
                .withMessageStartingWith("unknown target \"" + text + "\"; expected nodes such as master-1,zk-2 or one "
                        + "of leader, followers, a-follower");
    }
}
