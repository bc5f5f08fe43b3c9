package io.interregnum.suite.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Grade;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a planted bug counts as found, and when a control counts as green. */
class SightingTest {
    private static final Sign FENCING = Sign.effectOverlap(Culprit.HIT);
    private static final Sign OVERLAP = Sign.overlap(Culprit.HIT, Duration.ofMillis(200));

    @TempDir
    private Path directory;

    private Runs run = new Runs(Path.of(""));

    /** A fault on master-1 at 1 s, seen at 1.2 s; then events 2 and 3, a read on master-1, and 4, a probe of it. */
    @BeforeEach
    void aFaultAndARead() {
        run = new Runs(directory)
                .fault(1_000, 1_200, "master-1")
                .ok(1_500, "read", "master-1")
                .probe(1_600, "master-1");
    }

    private static CheckResult fencing(String node, long... events) {
        return Runs.violation("fencing", Runs.finding(Grade.EFFECT_OVERLAP, node, events));
    }

    @Test
    void theRightCheckerWithAFittingWitnessHasFoundIt() {
        Sighting sighting = Sighting.of(run.judged(fencing("master-1", 2, 3)), FENCING);

        assertThat(sighting.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(sighting.rang()).containsExactly("fencing");
        assertThat(sighting.detectionNanos()).hasValue(301_000_000);
    }

    @Test
    void ofSeveralWitnessesThatWhichWasCompleteFirstCounts() {
        run.ok(2_000, "write", "master-1");
        CheckResult both = CheckResult.ofViolations(
                "fencing",
                List.of(
                        Runs.finding(Grade.EFFECT_OVERLAP, "master-1", 5, 6),
                        Runs.finding(Grade.EFFECT_OVERLAP, "master-1", 2, 3)),
                List.of(),
                Map.of());

        assertThat(Sighting.of(run.judged(both), FENCING).detectionNanos()).hasValue(301_000_000);
    }

    @Test
    void aWitnessThatSpeaksOfAnotherMasterHasNot() {
        run.ok(2_000, "read", "master-2");

        Sighting sighting = Sighting.of(run.judged(fencing("master-2", 5, 6)), FENCING);

        assertThat(sighting.outcome()).isEqualTo(Outcome.OTHER);
    }

    @Test
    void aWitnessOfOtherOperationsHasNot() {
        assertThat(Sighting.of(run.judged(fencing("master-1", 4)), FENCING).outcome())
                .isEqualTo(Outcome.OTHER);
    }

    @Test
    void anotherGradeHasNot() {
        CheckResult broken = Runs.violation("fencing", Runs.finding(Grade.EPOCH_BROKEN, "master-1", 2, 3));

        assertThat(Sighting.of(run.judged(broken), FENCING).outcome()).isEqualTo(Outcome.OTHER);
    }

    @Test
    void anotherCheckerHasNotAndIsNamed() {
        CheckResult other = Runs.violation("succession", Runs.finding(Grade.EFFECT_OVERLAP, "master-1", 2, 3));

        Sighting sighting = Sighting.of(run.judged(Runs.valid("fencing"), other), FENCING);

        assertThat(sighting.outcome()).isEqualTo(Outcome.OTHER);
        assertThat(sighting.rang()).containsExactly("succession");
        assertThat(sighting.words()).isEqualTo("succession: it was seen");
    }

    @Test
    void nothingRang() {
        assertThat(Sighting.of(run.judged(Runs.valid("fencing")), FENCING).outcome())
                .isEqualTo(Outcome.MISSED);
    }

    @Test
    void aRunWithoutAConclusionIsNeitherFoundNorMissed() {
        Sighting sighting = Sighting.of(
                run.judged(Runs.valid("fencing"), CheckResult.unknown("vacuity", "no fault was proven")), FENCING);

        assertThat(sighting.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(sighting.words()).contains("vacuity: no fault was proven");
    }

    @Test
    void anOverlapThatIsTolerated() {
        CheckResult seen = Runs.observation("leadership", Runs.finding(Grade.CLAIM_OVERLAP, "master-1", 4));

        assertThat(Sighting.of(run.judged(seen), OVERLAP).outcome()).isEqualTo(Outcome.FOUND);
        assertThat(Sighting.of(run.judged(seen), Sign.overlap(Culprit.HIT, Duration.ofMillis(300)))
                        .outcome())
                .as("not longer than that")
                .isEqualTo(Outcome.MISSED);
        assertThat(Sighting.of(run.judged(seen, fencing("master-1", 2, 3)), OVERLAP)
                        .outcome())
                .as("the same with harm")
                .isEqualTo(Outcome.FALSE_ALARM);
    }

    @Test
    void aTimeWithoutLeader() {
        CheckResult seen =
                CheckResult.valid("leadership", List.of(), Map.of("longestLeaderlessNanosMin", 7_000_000_000L));

        assertThat(Sighting.of(run.judged(seen), Sign.leaderless(Duration.ofSeconds(6)))
                        .outcome())
                .isEqualTo(Outcome.FOUND);
        assertThat(Sighting.of(run.judged(seen), Sign.leaderless(Duration.ofSeconds(7)))
                        .outcome())
                .isEqualTo(Outcome.MISSED);
    }

    @Test
    void ofACorrectSystemAnythingThatRingsIsAFalseAlarm() {
        assertThat(Sighting.of(run.judged(Runs.valid("fencing")), Sign.nothing())
                        .outcome())
                .isEqualTo(Outcome.GREEN);
        assertThat(Sighting.of(run.judged(fencing("master-1", 2, 3)), Sign.nothing())
                        .outcome())
                .isEqualTo(Outcome.FALSE_ALARM);
        assertThat(Sighting.of(run.judged(CheckResult.unknown("vacuity", "too few")), Sign.nothing())
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void withoutFaultsItIsGreenThoughNoFaultWasProvenIfClientsWereServed() {
        CheckResult noFault = CheckResult.unknown("vacuity", "no fault was requested");
        Runs idle = new Runs(directory);
        assertThat(Sighting.ofControl(idle.judged(noFault)).outcome()).isEqualTo(Outcome.UNKNOWN);

        Runs busy = new Runs(directory);
        for (int i = 0; i < 200; i++) {
            busy.ok(i * 10L, "read", "master-1");
        }
        assertThat(Sighting.ofControl(busy.judged(noFault)).outcome()).isEqualTo(Outcome.GREEN);
        assertThat(Sighting.ofControl(busy.judged(CheckResult.unknown("fencing", "no epochs")))
                        .outcome())
                .as("what a fault has nothing to do with")
                .isEqualTo(Outcome.UNKNOWN);
    }
}
