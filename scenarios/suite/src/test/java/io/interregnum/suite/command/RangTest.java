package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.Grade;
import io.interregnum.check.Verdict;
import io.interregnum.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a run shows what another one showed. */
class RangTest {
    private static Rang invalid(Optional<Grade> worst, String... alarms) {
        return new Rang(Verdict.INVALID, worst, new TreeSet<>(List.of(alarms)), new TreeSet<>());
    }

    private static Rang unknown(String... doubts) {
        return new Rang(Verdict.UNKNOWN, Optional.empty(), new TreeSet<>(), new TreeSet<>(List.of(doubts)));
    }

    private static final Rang FENCING = invalid(Optional.of(Grade.EFFECT_OVERLAP), "fencing/2", "liveness");

    @Test
    void theSameAlarmOfTheWorstGradeIsTheSame() {
        assertThat(FENCING.isShownBy(invalid(Optional.of(Grade.EFFECT_OVERLAP), "fencing/2")))
                .isTrue();
    }

    @Test
    void somethingWorseBesideItIsNoReasonAgainst() {
        assertThat(FENCING.isShownBy(
                        invalid(Optional.of(Grade.STATE_LOST_OR_FORKED), "fencing/2", "linearizability/4")))
                .isTrue();
    }

    @Test
    void anotherGradeOrAnotherCheckerIsSomethingElse() {
        assertThat(FENCING.isShownBy(invalid(Optional.of(Grade.EPOCH_BROKEN), "fencing/3")))
                .isFalse();
        assertThat(FENCING.isShownBy(invalid(Optional.empty(), "liveness"))).isFalse();
        assertThat(FENCING.isShownBy(invalid(Optional.of(Grade.EFFECT_OVERLAP), "leadership/2")))
                .isFalse();
    }

    @Test
    void anotherVerdictIsSomethingElseThoughTheAlarmRang() {
        assertThat(FENCING.isShownBy(new Rang(
                        Verdict.UNKNOWN,
                        Optional.of(Grade.EFFECT_OVERLAP),
                        new TreeSet<>(List.of("fencing/2")),
                        new TreeSet<>(List.of("assumptions: an event is missing")))))
                .isFalse();
    }

    @Test
    void withoutAGradeAnyOfTheAlarmsWillDo() {
        Rang liveness = invalid(Optional.empty(), "agents", "liveness");

        assertThat(liveness.isShownBy(invalid(Optional.empty(), "liveness"))).isTrue();
        assertThat(liveness.isShownBy(invalid(Optional.of(Grade.EFFECT_OVERLAP), "fencing/2")))
                .isFalse();
    }

    @Test
    void ofAValidRunTheVerdictDecides() {
        Rang valid = new Rang(Verdict.VALID, Optional.empty(), new TreeSet<>(), new TreeSet<>());

        assertThat(valid.isShownBy(valid)).isTrue();
        assertThat(valid.isShownBy(FENCING)).isFalse();
    }

    @Test
    void ofAnUnknownRunOneOfTheReasonsMustBeTheSame() {
        Rang unproven = unknown("vacuity: step # (kill on master-#) was not proven", "leadership: nobody claimed");

        assertThat(unproven.isShownBy(unknown("vacuity: step # (kill on master-#) was not proven")))
                .isTrue();
        assertThat(unproven.isShownBy(unknown("vacuity: step # (pause on master-#) was not proven")))
                .isFalse();
        assertThat(unproven.isShownBy(unknown("linearizability: not decided"))).isFalse();
    }

    @Test
    void reasonsAreComparedWithoutNumbersAndDetails() {
        String then = "step 0 (isolate-one on zk-2) was not proven: 3 of 4 ways cut; open: [zk-2->zk-1]; "
                + "operations that succeeded before the first fault: 12, expected 50 at least";
        String now = "operations that succeeded before the first fault: 7, expected 50 at least; "
                + "step 3 (isolate-one on zk-1) was not proven: 1 of 4 ways cut";

        assertThat(Rang.reasons(then, List.of("3 of 4 ways cut; open: [zk-2->zk-1]")))
                .containsExactlyInAnyOrderElementsOf(Rang.reasons(now, List.of()))
                .containsExactly(
                        "step # (isolate-one on zk-#) was not proven",
                        "operations that succeeded before the first fault");
    }

    @Test
    void theReasonsOfAnUnknownRunAreReadFromAReport(@TempDir Path directory) throws IOException {
        Rang rang = Rang.of(Report.of(StoredRun.write(directory, "nothing")));

        assertThat(rang.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(rang.doubts()).contains("vacuity: no fault was requested");
        assertThat(rang.text()).startsWith("UNKNOWN (").contains("vacuity: no fault was requested");
        assertThat(rang.isShownBy(rang)).isTrue();
    }

    @Test
    void isReadFromAReport(@TempDir Path directory) throws IOException {
        Rang rang = Rang.of(Report.of(StoredRun.writeInvalid(directory, "lost")));

        assertThat(rang.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(rang.decisive()).contains("linearizability/4");
        assertThat(rang.doubts()).isEmpty();
        assertThat(rang.text())
                .startsWith("INVALID, grade 4 state lost or forked (")
                .contains("linearizability/4");
    }
}
