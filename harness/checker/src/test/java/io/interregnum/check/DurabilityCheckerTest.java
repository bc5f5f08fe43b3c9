package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DurabilityCheckerTest {

    private static CheckResult check(HistoryBuilder history) {
        return new DurabilityChecker(Promise.DEFAULT).check(history.build());
    }

    /** Master-1 acknowledges 1 and 2 under epoch 4. */
    private static HistoryBuilder added() {
        return new HistoryBuilder()
                .add("s", 1)
                .on("master-1")
                .epoch(4)
                .asked(100)
                .ok(110)
                .add("s", 2)
                .on("master-1")
                .epoch(4)
                .asked(200)
                .ok(210);
    }

    private static HistoryBuilder read(HistoryBuilder history, long ms, List<Long> seen) {
        return history.readSet("s").on("master-2").epoch(5).asked(ms).shows(ms + 10, seen);
    }

    @Test
    void refusesThatAnAcknowledgedElementIsLost() {
        HistoryBuilder history = added().fault(0, Harm.DEAD, "master-1", 215, 900);

        CheckResult result = check(read(read(history, 1_000, List.of(1L)), 2_000, List.of(1L)));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.summary())
                .isEqualTo("2 in set s, acknowledged by master-1 (epoch 4) at 0.210 s, is lost: 2 later reads lack it,"
                        + " such as that from master-2 (epoch 5) asked for at 2.000 s; it belongs to step 0 (dead on"
                        + " master-1)");
        assertThat(violation.grade()).contains(Grade.STATE_LOST_OR_FORKED);
        assertThat(violation.nodes()).containsExactly("master-1", "master-2");
        assertThat(violation.epochs()).containsExactly(4L, 5L);
        assertThat(violation.events()).hasSize(4);
        assertThat(result.measures())
                .containsEntry("lost", 1L)
                .containsEntry("lostByFault", Map.of("step 0 (dead on master-1)", 1L));
    }

    @Test
    void acceptsThatAllIsThere() {
        CheckResult result = check(read(read(added(), 1_000, List.of(2L, 1L)), 2_000, List.of(1L, 2L)));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations()).isEmpty();
        assertThat(result.measures())
                .containsEntry("acknowledged", 2L)
                .containsEntry("readAfterAcknowledgement", 2L)
                .containsEntry("lost", 0L);
    }

    @Test
    void refusesThatAnElementIsMissingForATime() {
        CheckResult result = check(read(read(added(), 1_000, List.of(1L)), 2_000, List.of(1L, 2L)));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .isEqualTo("2 in set s, acknowledged by master-1 (epoch 4) at 0.210 s, was missing for a time: 1 later"
                        + " read lacks it, such as that from master-2 (epoch 5) asked for at 1.000 s");
        assertThat(result.measures()).containsEntry("stale", 1L).containsEntry("lost", 0L);
    }

    @Test
    void acceptsThatAReadWhichOverlapsTheAdditionLacksIt() {
        HistoryBuilder history =
                added().readSet("s").on("master-1").epoch(4).asked(205).shows(220, List.of(1L));

        assertThat(check(read(history, 1_000, List.of(1L, 2L))).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesThatAnElementIsThereTwice() {
        CheckResult result = check(read(added(), 1_000, List.of(1L, 2L, 2L)));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .isEqualTo(
                        "2 was added to set s once and is there 2 times in the read from master-2 (epoch 5) asked for"
                                + " at 1.000 s");
        assertThat(result.measures()).containsEntry("duplicated", 1L);
    }

    @Test
    void refusesThatARefusedElementIsThere() {
        HistoryBuilder history = added().add("s", 3).on("master-1").asked(300).refused(310);

        CheckResult result = check(read(history, 1_000, List.of(1L, 2L, 3L)));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .isEqualTo(
                        "3 is in set s, read from master-2 (epoch 5) at 1.010 s, though master-1 had refused to add it"
                                + " (redirected) at 0.310 s");
        assertThat(result.violations().get(0).nodes()).containsExactly("master-2", "master-1");
    }

    @Test
    void acceptsThatAnElementOfUnknownOutcomeIsThereOrNot() {
        HistoryBuilder with = added().add("s", 3).on("master-1").asked(300).unknown(310);
        HistoryBuilder without = added().add("s", 3).on("master-1").asked(300).unknown(310);

        CheckResult recovered = check(read(with, 1_000, List.of(1L, 2L, 3L)));
        CheckResult absent = check(read(without, 1_000, List.of(1L, 2L)));

        assertThat(List.of(recovered, absent)).map(CheckResult::verdict).containsOnly(Verdict.VALID);
        assertThat(recovered.measures()).containsEntry("recovered", 1L);
        assertThat(absent.measures()).containsEntry("recovered", 0L);
    }

    @Test
    void refusesThatAnElementOfUnknownOutcomeIsLostAfterItWasSeen() {
        HistoryBuilder history = added().add("s", 3).on("master-1").asked(300).unknown(310);

        CheckResult result = check(read(read(history, 1_000, List.of(1L, 2L, 3L)), 2_000, List.of(1L, 2L)));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .startsWith("3 in set s, never acknowledged, but seen at 1.010 s, is lost: 1 later read lacks it");
    }

    @Test
    void refusesAnElementThatNobodyAdded() {
        CheckResult result = check(read(added(), 1_000, List.of(1L, 2L, 9L)));

        assertThat(result.violations())
                .extracting(Finding::summary)
                .containsExactly(
                        "9 is in set s, read from master-2 (epoch 5) at 1.010 s, though nobody had asked to add"
                                + " it");
    }

    @Test
    void refusesAnElementThatIsReadBeforeItIsAdded() {
        HistoryBuilder history = read(added(), 1_000, List.of(1L, 2L, 3L));
        history.add("s", 3).on("master-1").asked(1_100).ok(1_110);

        assertThat(check(history).measures()).containsEntry("fromNowhere", 1L);
    }

    @Test
    void keepsSetsApart() {
        HistoryBuilder history = added().add("t", 1).on("master-1").asked(300).ok(310);
        history.readSet("t").on("master-2").asked(900).shows(910, List.of());

        CheckResult result = check(read(history, 1_000, List.of(1L, 2L)));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary()).startsWith("1 in set t, acknowledged by master-1 at 0.310 s");
    }

    @Test
    void whereReadsAreNotFreshOnlyWhatStaysAwayIsLost() {
        History missing =
                read(read(added(), 1_000, List.of()), 6_000, List.of(1L, 2L)).build();
        History lost = read(read(added(), 1_000, List.of()), 6_000, List.of(1L)).build();

        CheckResult patient = new DurabilityChecker(Promise.withStaleReads()).check(missing);

        assertThat(patient.verdict()).isEqualTo(Verdict.VALID);
        assertThat(patient.observations())
                .extracting(Finding::summary)
                .containsExactly("staleness of sets was not assessed: this system does not promise that a read returns"
                        + " the newest acknowledged addition");
        assertThat(new DurabilityChecker(Promise.withStaleReads()).check(lost).measures())
                .containsEntry("lost", 1L);
    }

    @Test
    void saysThatNothingWasAssessedWithoutSets() {
        CheckResult result = check(new HistoryBuilder().write("k", 1).asked(1).ok(2));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .containsExactly("durability was not assessed: nobody added to a set or read one");
    }

    @Test
    void isUnknownWhenNoReadCameAfterAnAddition() {
        CheckResult result = check(added());

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason())
                .isEqualTo("durability was not assessed: no acknowledged addition to a set was followed by a read");
    }

    @Test
    void namesWhatItCannotRead() {
        HistoryBuilder history = read(added(), 1_000, List.of(1L, 2L));
        history.event(1_100, Event.Type.INVOKE, "77", "add", null, Map.of())
                .event(1_200, Event.Type.INVOKE, "78", "read-set", null, Map.of("key", "s"))
                .event(1_201, Event.Type.OK, "78", "read-set", "nonsense", Map.of("key", "s"))
                .add("s", 1)
                .asked(1_300)
                .ok(1_310);

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .contains(
                        "event 6, \"add\" on set , names no element",
                        "event 7, \"read-set\" on set s, shows no list",
                        "event 9, \"add\" on set s, adds 1 again, which is not judged");
    }
}
