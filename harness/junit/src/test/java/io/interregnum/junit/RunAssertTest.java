package io.interregnum.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Expectations;
import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.History;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.report.Report;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each claim: a run that it must refuse, with the words, and a nearly identical one that it must accept. */
class RunAssertTest {
    private static final String SENTENCE = "epoch 4: master-1 accepted a write at 1.200 s and master-2 at 1.500 s";
    private static final CheckResult SOUND = valid("assumptions");
    private static final CheckResult WORKED = valid("vacuity");
    private static final CheckResult LEADERSHIP = valid("leadership");
    private static final CheckResult FENCING = valid("fencing");
    private static final CheckResult LINEARIZABILITY = valid("linearizability");

    @Test
    void wasValidAcceptsValid() {
        assertOn(run()).wasValid();
    }

    @Test
    void wasValidRefusesInvalidWithItsSentencesAndHowToRunItAgain() {
        Report report = judged(SOUND, WORKED, LEADERSHIP, fencing(Optional.of(Grade.EPOCH_BROKEN)), LINEARIZABILITY);

        assertFails(() -> assertOn(report).wasValid())
                .hasMessageContaining("the run is INVALID")
                .hasMessageContaining("fencing, grade 3 (epoch broken): " + SENTENCE)
                .hasMessageContaining("run: " + report.directory().path())
                .hasMessageContaining("run again: scripts/run kill-leader --seed 7");
    }

    @Test
    void wasValidRefusesUnknownAsInconclusive() {
        Report report = judged(SOUND, CheckResult.unknown("vacuity", "no fault was requested"));

        assertFails(() -> assertOn(report).wasValid())
                .hasMessageContaining("inconclusive")
                .hasMessageContaining("vacuity: no fault was requested");
    }

    @Test
    void wasValidRefusesARunThatNobodyJudged() {
        assertFails(() -> assertOn(judged()).wasValid()).hasMessageContaining("the run is UNKNOWN, expected VALID");
    }

    @Test
    void noSplitBrainRefusesEveryGradeOfViolation() {
        for (Grade grade : Grade.values()) {
            Report report = judged(SOUND, WORKED, LEADERSHIP, fencing(Optional.of(grade)), LINEARIZABILITY);

            assertFails(() -> assertOn(report).hadNoSplitBrain())
                    .hasMessageContaining("expected no split-brain, but:")
                    .hasMessageContaining("grade " + grade.number())
                    .hasMessageContaining(SENTENCE);
        }
    }

    @Test
    void noSplitBrainAcceptsAViolationOfSomethingElseAndAnOverlapThatIsAllowed() {
        CheckResult liveness =
                CheckResult.ofViolations("liveness", List.of(finding(Optional.empty())), List.of(), Map.of());
        CheckResult overlap =
                CheckResult.valid("leadership", List.of(finding(Optional.of(Grade.CLAIM_OVERLAP))), Map.of());

        assertOn(judged(SOUND, WORKED, overlap, FENCING, LINEARIZABILITY, liveness))
                .hadNoSplitBrain();
    }

    @Test
    void noSplitBrainIsNotKnownWhenAJudgeWasNotAsked() {
        assertFails(() -> assertOn(judged(SOUND, WORKED, LEADERSHIP, LINEARIZABILITY))
                        .hadNoSplitBrain())
                .hasMessageContaining("inconclusive: whether there was split-brain is not known")
                .hasMessageContaining("fencing: no such checker judged this run");
    }

    @Test
    void aViolationInAnUnsoundHistoryIsInconclusive() {
        CheckResult unsound = CheckResult.unknown("assumptions", "event 7 follows event 5");
        CheckResult violation = fencing(Optional.of(Grade.EFFECT_OVERLAP));

        assertFails(() -> assertOn(judged(unsound, WORKED, LEADERSHIP, violation, LINEARIZABILITY))
                        .hadNoSplitBrain())
                .hasMessageContaining("inconclusive")
                .hasMessageContaining("assumptions: event 7 follows event 5")
                .hasMessageNotContaining(SENTENCE);
    }

    @Test
    void aViolationInAVacuousRunStaysAViolation() {
        CheckResult vacuous = CheckResult.unknown("vacuity", "the fault was not proven");
        CheckResult violation = fencing(Optional.of(Grade.EFFECT_OVERLAP));

        assertFails(() -> assertOn(judged(SOUND, vacuous, LEADERSHIP, violation, LINEARIZABILITY))
                        .hadNoSplitBrain())
                .hasMessageContaining(SENTENCE);
    }

    @Test
    void manySentencesAreCounted() {
        CheckResult many = CheckResult.ofViolations(
                "fencing",
                java.util.Collections.nCopies(8, finding(Optional.of(Grade.EFFECT_OVERLAP))),
                List.of(),
                Map.of());

        assertFails(() -> assertOn(judged(SOUND, many)).hadNoSplitBrain()).hasMessageContaining("and 3 more");
    }

    @Test
    void theWorstGradeComesFirst() {
        CheckResult overlap = CheckResult.ofViolations(
                "leadership", List.of(finding(Optional.of(Grade.CLAIM_OVERLAP))), List.of(), Map.of());

        assertFails(() -> assertOn(judged(SOUND, overlap, fencing(Optional.of(Grade.EPOCH_BROKEN))))
                        .hadNoSplitBrain())
                .hasMessageMatching("(?s)expected no split-brain, but:\\s+fencing, grade 3 .*leadership, grade 1 .*");
    }

    @Test
    void noLostWriteRefusesGradeFour() {
        Report report =
                judged(SOUND, WORKED, LEADERSHIP, fencing(Optional.of(Grade.STATE_LOST_OR_FORKED)), LINEARIZABILITY);

        assertFails(() -> assertOn(report).lostNoAcknowledgedWrite())
                .hasMessageContaining("expected no acknowledged write to be lost, but:")
                .hasMessageContaining(SENTENCE);
    }

    @Test
    void noLostWriteAcceptsALesserGrade() {
        assertOn(judged(SOUND, WORKED, LEADERSHIP, fencing(Optional.of(Grade.EPOCH_BROKEN)), LINEARIZABILITY))
                .lostNoAcknowledgedWrite();
    }

    @Test
    void noLostWriteIsNotKnownWithoutItsJudge() {
        assertFails(() -> assertOn(judged(SOUND, WORKED, LEADERSHIP, FENCING)).lostNoAcknowledgedWrite())
                .hasMessageContaining("inconclusive")
                .hasMessageContaining("linearizability: no such checker");
    }

    @Test
    void failedOverWithinCountsTheLongestThatItCanHaveTaken() {
        Report report = run(failover(Optional.of(new Milestone(900, 1_000)), 3_000));

        assertOn(report).failedOverWithin(Duration.ofMillis(2_100));

        assertFails(() -> assertOn(report).failedOverWithin(Duration.ofMillis(2_099)))
                .hasMessageContaining("expected failovers within 2.099 s, but:")
                .hasMessageContaining(
                        "kill-leader: master-1 to master-2 (epoch 5) took up to 2.100 s: detection 1.500 s")
                .hasMessageContaining("run again: ");
    }

    @Test
    void failedOverWithinRefusesARunWithoutFailovers() {
        assertFails(() -> assertOn(run()).failedOverWithin(Duration.ofSeconds(1)))
                .hasMessageContaining("expected failovers within 1.000 s, but there was none");
    }

    @Test
    void failedOverWithinIsNotKnownWhenAnEndWasNotObserved() {
        assertFails(() -> assertOn(run(failover(Optional.empty(), 3_000))).failedOverWithin(Duration.ofSeconds(9)))
                .hasMessageContaining("inconclusive: how long failovers took is not known")
                .hasMessageContaining("when its fault took effect was not observed");
    }

    @Test
    void failedOverWithinRefusesAnUnknownRunWithItsReason() {
        Judgement unknown = judgement(SOUND, WORKED, CheckResult.unknown("linearizability", "out of time"));
        Report report = report(unknown, failover(Optional.of(new Milestone(900, 1_000)), 3_000));

        assertFails(() -> assertOn(report).failedOverWithin(Duration.ofSeconds(9)))
                .hasMessageContaining("inconclusive")
                .hasMessageContaining("linearizability: out of time");
    }

    @Test
    void failedOverWithinWantsAPositiveLimit() {
        assertThatThrownBy(() -> assertOn(run()).failedOverWithin(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit=PT0S");
    }

    @Test
    void hadFailoversCountsThem() {
        Report report = run(failover(Optional.of(new Milestone(900, 1_000)), 3_000));

        assertOn(report).hadFailovers(1);
        assertOn(run()).hadFailovers(0);

        assertFails(() -> assertOn(report).hadFailovers(2))
                .hasMessageContaining("expected 2 failovers, but there were 1:")
                .hasMessageContaining("kill-leader: master-1 to master-2 (epoch 5)");
    }

    @Test
    void hadFailoversRefusesAnUnknownRun() {
        assertFails(() -> assertOn(judged(SOUND, CheckResult.unknown("vacuity", "cut short")))
                        .hadFailovers(0))
                .hasMessageContaining("inconclusive: how many failovers there were is not known")
                .hasMessageContaining("vacuity: cut short");
    }

    @Test
    void claimsCanBeChainedAndDescribed() {
        Report report = judged(SOUND, WORKED, LEADERSHIP, fencing(Optional.of(Grade.EPOCH_BROKEN)), LINEARIZABILITY);

        assertFails(() -> assertOn(report)
                        .as("after the upgrade")
                        .lostNoAcknowledgedWrite()
                        .hadNoSplitBrain())
                .hasMessageStartingWith("[after the upgrade] expected no split-brain");
    }

    private static RunAssert assertOn(Report report) {
        return InterregnumAssertions.assertThat(report);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            ThrowingCallable claim) {
        return assertThatThrownBy(claim).isInstanceOf(AssertionError.class);
    }

    private static CheckResult valid(String checker) {
        return CheckResult.valid(checker, List.of(), Map.of());
    }

    private static CheckResult fencing(Optional<Grade> grade) {
        return CheckResult.ofViolations("fencing", List.of(finding(grade)), List.of(), Map.of());
    }

    private static Finding finding(Optional<Grade> grade) {
        return new Finding(SENTENCE, grade, List.of("master-1", "master-2"), List.of(4L), List.of(1L), Map.of());
    }

    /** @param servedMillis when a client was served */
    private static Failover failover(Optional<Milestone> faultEffectiveMillis, long servedMillis) {
        return new Failover(
                Optional.of("kill-leader"),
                "master-1",
                OptionalLong.of(4),
                "master-2",
                5,
                faultEffectiveMillis.map(at -> milestone(at.earliestNanos(), at.latestNanos())),
                Optional.of(milestone(2_400, 2_500)),
                Optional.of(milestone(2_500, 2_600)),
                Optional.empty(),
                Optional.of(milestone(servedMillis, servedMillis)));
    }

    private static Milestone milestone(long earliestMillis, long latestMillis) {
        return new Milestone(earliestMillis * 1_000_000, latestMillis * 1_000_000);
    }

    private static Judgement judgement(CheckResult... results) {
        List<CheckResult> all = List.of(results);
        List<Verdict> verdicts = new ArrayList<>();
        all.forEach(result -> verdicts.add(result.verdict()));
        return new Judgement(Verdict.worstOf(verdicts), all);
    }

    private static Report judged(CheckResult... results) {
        return report(judgement(results));
    }

    private static Report run(Failover... failovers) {
        return report(judgement(SOUND, WORKED, LEADERSHIP, FENCING, LINEARIZABILITY), failovers);
    }

    private static Report report(Judgement judgement, Failover... failovers) {
        Expectations expectations = new Expectations(
                List.of("master-1", "master-2"),
                List.of("client-1", "client-2"),
                true,
                160,
                Duration.ofMillis(20),
                Optional.empty(),
                Duration.ofSeconds(10),
                true);
        RunInfo info = new RunInfo(
                "kill-leader",
                "Does a backup take over?",
                7,
                "local",
                "20261124T000000Z",
                "scripts/run kill-leader --seed 7",
                expectations,
                Map.of(),
                Map.of(),
                Map.of(),
                true);
        return new Report(
                new RunDirectory(Path.of("runs/kill-leader/one")),
                info,
                new History(List.of()),
                judgement,
                List.of(failovers));
    }
}
