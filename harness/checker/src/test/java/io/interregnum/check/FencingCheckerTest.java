package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class FencingCheckerTest {

    @Test
    void refusesAWriteUnderAnOldEpochAfterALaterOneWasAcknowledged() {
        History history = new HistoryBuilder()
                .write("k1", 16)
                .on("master-2")
                .epoch(5)
                .by(9)
                .asked(1_190)
                .ok(1_200)
                .write("k2", 17)
                .on("master-1")
                .epoch(4)
                .by(12)
                .asked(1_500)
                .ok(1_520)
                .build();

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.grade()).contains(Grade.EFFECT_OVERLAP);
        assertThat(violation.summary())
                .isEqualTo("epoch 4 was obeyed after epoch 5: master-1 carried out write 17 on key k2 under epoch 4"
                        + " (process 12, asked at 1.500 s, answered at 1.520 s), but write 16 on key k1 by master-2"
                        + " under epoch 5 (process 9, asked at 1.190 s, answered at 1.200 s) had been acknowledged"
                        + " before it was asked");
        assertThat(violation.nodes()).containsExactly("master-1", "master-2");
        assertThat(violation.epochs()).containsExactly(4L, 5L);
        assertThat(violation.events()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(violation.details())
                .containsEntry("lateKey", "k2")
                .containsEntry("afterAcknowledgementNanos", 300_000_000L);
    }

    @Test
    void acceptsAWriteUnderAnOldEpochThatWasAskedForBefore() {
        History history = new HistoryBuilder()
                .write("k1", 16)
                .on("master-2")
                .epoch(5)
                .asked(1_190)
                .ok(1_200)
                .write("k2", 17)
                .on("master-1")
                .epoch(4)
                .asked(1_199)
                .ok(1_520)
                .build();

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(history).measures()).containsEntry("effects", 2L).containsEntry("epochs", 2L);
    }

    @Test
    void refusesARefusalThatRevealsStateOfAnOldEpoch() {
        History history = later().cas("k1", 3, 18)
                .on("master-1")
                .epoch(4)
                .valueEpoch(4)
                .asked(30)
                .mismatch(40, 7)
                .build();

        assertThat(check(history).violations()).hasSize(1);
        assertThat(check(history).violations().get(0).summary())
                .contains("master-1 carried out compare-and-set 3 to 18 on key k1 that found 7 under epoch 4");
    }

    @Test
    void acceptsARefusalThatRevealsNothing() {
        History history = later().cas("k1", 3, 18)
                .on("master-1")
                .epoch(4)
                .asked(30)
                .refused(40)
                .build();

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesAnOldReadWhereReadsAreFresh() {
        History history = later().read("k1")
                .on("master-1")
                .epoch(4)
                .valueEpoch(4)
                .asked(30)
                .ok(40, 7L)
                .build();

        assertThat(check(history).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(check(history).violations().get(0).summary()).contains("read of 7 on key k1 under epoch 4");
        assertThat(new FencingChecker(Promise.withStaleReads()).check(history).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesAnUnansweredWriteThatIsReadLaterUnderItsOldEpoch() {
        History history = later().write("k1", 17)
                .on("master-1")
                .by(12)
                .asked(30)
                .unknown(530)
                .read("k1")
                .on("master-2")
                .epoch(5)
                .valueEpoch(4)
                .by(13)
                .asked(600)
                .ok(610, 17L)
                .build();

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .contains("master-1 carried out write 17 on key k1 under epoch 4 (process 12, asked at 0.030 s, never"
                        + " answered, seen by process 13 at 0.610 s)");
        assertThat(result.violations().get(0).events()).containsExactly(0L, 1L, 2L, 3L, 5L);
    }

    @Test
    void acceptsAnUnansweredWriteThatNobodyEverSaw() {
        History history = later().write("k1", 17)
                .on("master-1")
                .asked(30)
                .unknown(530)
                .read("k1")
                .on("master-2")
                .epoch(5)
                .valueEpoch(5)
                .asked(600)
                .ok(610, 16L)
                .build();

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsAnUnansweredWriteThatWasAppliedUnderTheLaterEpoch() {
        History history = later().write("k1", 17)
                .on("master-2")
                .asked(30)
                .unknown(530)
                .read("k1")
                .on("master-2")
                .epoch(5)
                .valueEpoch(5)
                .asked(600)
                .ok(610, 17L)
                .build();

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void countsAnUnansweredWriteAsAcknowledgedOnlyWhenItWasSeen() {
        HistoryBuilder seenAtTheEnd = new HistoryBuilder()
                .write("k1", 16)
                .on("master-2")
                .asked(10)
                .unknown(20)
                .write("k2", 17)
                .on("master-1")
                .epoch(4)
                .asked(30)
                .ok(40)
                .cas("k1", 1, 2)
                .on("master-2")
                .epoch(5)
                .valueEpoch(5)
                .asked(50)
                .mismatch(60, 16);
        HistoryBuilder seenBefore = new HistoryBuilder()
                .write("k1", 16)
                .on("master-2")
                .asked(10)
                .unknown(20)
                .cas("k1", 1, 2)
                .on("master-2")
                .valueEpoch(5)
                .epoch(5)
                .asked(21)
                .mismatch(25, 16)
                .write("k2", 17)
                .on("master-1")
                .epoch(4)
                .asked(30)
                .ok(40);

        assertThat(check(seenAtTheEnd.build()).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(seenBefore.build()).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void acceptsAnUnansweredWriteWhoseEpochIsInDoubtAndSaysSo() {
        History history = later().write("k1", 17)
                .on("master-1")
                .asked(30)
                .unknown(530)
                .read("k1")
                .on("master-2")
                .epoch(5)
                .valueEpoch(4)
                .asked(600)
                .ok(610, 17L)
                .read("k1")
                .on("master-2")
                .epoch(5)
                .valueEpoch(5)
                .asked(620)
                .ok(630, 17L)
                .build();

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations()).hasSize(1);
        assertThat(result.observations().get(0).summary()).contains("was seen with epochs from 4 to 5");
    }

    @Test
    void refusesTwoNodesWithEffectsInOneEpoch() {
        History history = new HistoryBuilder()
                .write("k1", 1)
                .on("master-1")
                .epoch(4)
                .by(1)
                .asked(10)
                .ok(20)
                .write("k1", 2)
                .on("master-2")
                .epoch(4)
                .by(2)
                .asked(15)
                .ok(25)
                .build();

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.grade()).contains(Grade.EPOCH_BROKEN);
        assertThat(violation.summary())
                .isEqualTo(
                        "epoch 4 had two leaders that were obeyed: master-1 carried out write 1 on key k1 (process 1,"
                                + " asked at 0.010 s, answered at 0.020 s) and master-2 carried out write 2 on key k1 (process"
                                + " 2, asked at 0.015 s, answered at 0.025 s)");
        assertThat(violation.events()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void acceptsTwoNodesInTwoEpochs() {
        History history = new HistoryBuilder()
                .write("k1", 1)
                .on("master-1")
                .epoch(4)
                .asked(10)
                .ok(20)
                .write("k1", 2)
                .on("master-2")
                .epoch(5)
                .asked(15)
                .ok(25)
                .build();

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesAnEpochThatGoesBackInTheAnswersOfOneLife() {
        HistoryBuilder oneLife = new HistoryBuilder()
                .read("k1")
                .on("master-1")
                .epoch(6)
                .by(1)
                .asked(10)
                .ok(20, 1L)
                .read("k1")
                .on("master-1")
                .epoch(4)
                .by(2)
                .asked(30)
                .ok(40, 1L);

        CheckResult result = new FencingChecker(Promise.withStaleReads()).check(withOneEffect(oneLife));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).grade()).contains(Grade.EPOCH_BROKEN);
        assertThat(result.violations().get(0).summary())
                .isEqualTo(
                        "master-1 answered with epoch 6 (read of 1 on key k1, process 1, asked at 0.010 s, answered at"
                                + " 0.020 s) and then with epoch 4 (read of 1 on key k1, process 2, asked at 0.030 s, answered"
                                + " at 0.040 s), in one life of its process");
    }

    @Test
    void acceptsALowerEpochInAnAnswerThatOverlapsOrBelongsToAnotherLife() {
        HistoryBuilder overlapping = new HistoryBuilder()
                .read("k1")
                .on("master-1")
                .epoch(6)
                .asked(10)
                .ok(20, 1L)
                .read("k1")
                .on("master-1")
                .epoch(4)
                .asked(19)
                .ok(40, 1L);
        HistoryBuilder restarted = new HistoryBuilder()
                .read("k1")
                .on("master-1")
                .epoch(6)
                .asked(10)
                .ok(20, 1L)
                .starting(25, "master-1")
                .read("k1")
                .on("master-1")
                .epoch(4)
                .asked(30)
                .ok(40, 1L);
        HistoryBuilder otherIncarnation = new HistoryBuilder()
                .no("master-1", "a", 1, 2)
                .read("k1")
                .on("master-1")
                .epoch(6)
                .asked(10)
                .ok(20, 1L)
                .no("master-1", "a", 21, 22)
                .no("master-1", "b", 26, 27)
                .read("k1")
                .on("master-1")
                .epoch(4)
                .asked(30)
                .ok(40, 1L);
        HistoryBuilder overTheRestart = new HistoryBuilder()
                .read("k1")
                .on("master-1")
                .epoch(6)
                .asked(10)
                .ok(20, 1L)
                .read("k1")
                .on("master-1")
                .epoch(4)
                .asked(23)
                .ok(40, 1L)
                .starting(25, "master-1");

        assertThat(List.of(overlapping, restarted, otherIncarnation, overTheRestart))
                .allSatisfy(builder -> assertThat(
                                new FencingChecker(Promise.withStaleReads()).check(withOneEffect(builder)))
                        .extracting(CheckResult::verdict)
                        .isEqualTo(Verdict.VALID));
    }

    @Test
    void isNeverSilentlyGreenWithoutEpochs() {
        History history = new HistoryBuilder()
                .write("k1", 1)
                .on("master-1")
                .epoch(4)
                .asked(10)
                .ok(20)
                .write("k1", 2)
                .on("master-2")
                .asked(30)
                .ok(40)
                .build();

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason())
                .isEqualTo("effect overlap (grade 2) and broken epochs (grade 3) are not assessed: 1 effects came"
                        + " without an epoch, 1 with one");
    }

    @Test
    void isUnknownWithoutEffects() {
        assertThat(check(new History(List.<Event>of())).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void tellsTwentyFindingsOfAKindAndCountsTheRest() {
        HistoryBuilder builder = later();
        for (int i = 0; i < 30; i++) {
            builder.write("k2", 100 + i).on("master-1").epoch(4).asked(30 + i).ok(31 + i);
        }

        CheckResult result = check(builder.build());

        assertThat(result.violations()).hasSize(FencingChecker.FINDINGS_MAX);
        assertThat(result.measures()).containsEntry("effectOverlaps", 30L);
    }

    private static HistoryBuilder later() {
        return new HistoryBuilder()
                .write("k1", 16)
                .on("master-2")
                .epoch(5)
                .by(9)
                .asked(10)
                .ok(20);
    }

    private static History withOneEffect(HistoryBuilder builder) {
        return builder.write("k9", 99)
                .on("master-3")
                .epoch(9)
                .asked(100)
                .ok(110)
                .build();
    }

    private static CheckResult check(History history) {
        return new FencingChecker(Promise.DEFAULT).check(history);
    }
}
