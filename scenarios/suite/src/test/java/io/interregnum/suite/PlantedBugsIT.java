package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.check.Verdict;
import io.interregnum.cluster.Needs;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.report.Report;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Program.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Masters with planted bugs are found out by what they do; the correct one, treated the same, is not. */
@Needs("local")
class PlantedBugsIT {
    private static final String BOTH = "suspended-is-leader,no-fence";
    private static final String CUT = "cut-leader-from-ensemble";

    private Path runs = Path.of("");

    private Ended run(int exitCode, String... arguments) throws Exception {
        runs = Program.runsOf(getClass());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--backend", "local", "--seed", "21", "--out", runs.toString()));
        Ended ended = Program.run(runs, Duration.ofMinutes(6), "run", all.toArray(String[]::new));
        System.out.println(ended.output());
        return ended.assertExitCode(exitCode);
    }

    private Report report(String scenario) {
        return Report.of(Program.latest(runs, scenario));
    }

    /** Two nodes were obeyed, and the finding says who, when, in which epochs, and what they were asked. */
    private static void assertSplitBrain(Report report) {
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.judgement().worstGrade())
                .hasValueSatisfying(grade -> assertThat(grade.number()).isBetween(2, 4));
        List<Finding> overlaps = report.judgement().results().stream()
                .flatMap(result -> result.violations().stream())
                .filter(finding -> finding.grade().equals(Optional.of(Grade.EFFECT_OVERLAP)))
                .toList();
        assertThat(overlaps).isNotEmpty().allSatisfy(overlap -> {
            assertThat(overlap.nodes()).hasSize(2).doesNotHaveDuplicates();
            assertThat(overlap.epochs()).hasSize(2).doesNotHaveDuplicates();
            assertThat(overlap.epochs().get(0)).isLessThan(overlap.epochs().get(1));
            assertThat(overlap.nodes())
                    .allSatisfy(node -> assertThat(overlap.summary()).contains(node));
            assertThat(overlap.epochs())
                    .allSatisfy(epoch -> assertThat(overlap.summary()).contains("epoch " + epoch));
            assertThat(overlap.summary())
                    .containsPattern("\\d+\\.\\d+ s.*\\d+\\.\\d+ s")
                    .containsPattern("(read|write|cas|compare-and-set).*k\\d\\d");
            assertThat(clientEvents(report, overlap)).hasSizeGreaterThanOrEqualTo(2);
        });
    }

    private static List<Event> clientEvents(Report report, Finding finding) {
        return finding.events().stream()
                .map(index -> report.history().events().get(index.intValue()))
                .filter(event ->
                        event.isClient() && event.text(ClientFields.NODE).isPresent())
                .toList();
    }

    @Test
    void aLeaderThatIsNeverDeposedAndWritesWithoutAFenceIsFoundOut() throws Exception {
        Ended ended = run(1, "pause-leader", CUT, "--variant", BOTH);

        assertThat(ended.output())
                .containsPattern("\npause-leader +INVALID +[234] ")
                .containsPattern("\n" + CUT + " +INVALID +[234] ");
        for (String scenario : List.of("pause-leader", CUT)) {
            assertSplitBrain(report(scenario));
            RunDirectory run = Program.latest(runs, scenario);
            assertThat(run.info().command()).contains("--variant " + BOTH);
            Untold.assertJudgeIsNotTold(run);
        }
    }

    @Test
    void aLeaderThatOnlyBelievesTooLongIsAnObservationWithItsLengthUnlessABoundIsStated() throws Exception {
        Ended observed = run(0, CUT, "--variant", "suspended-is-leader");
        assertThat(observed.output())
                .containsPattern("\n" + CUT + " +VALID +1 claim overlap ")
                .containsPattern("leadership, grade 1 \\(claim overlap\\): .*\\d+(\\.\\d+)? ms");
        Finding overlap = report(CUT).judgement().results().stream()
                .flatMap(result -> result.observations().stream())
                .filter(finding -> finding.grade().equals(Optional.of(Grade.CLAIM_OVERLAP)))
                .findFirst()
                .orElseThrow();
        assertThat(overlap.nodes()).hasSize(2).doesNotHaveDuplicates();
        assertThat(overlap.epochs()).hasSize(2).doesNotHaveDuplicates();

        Ended bounded = run(1, CUT, "--variant", "suspended-is-leader", "--overlap-bound", "500ms");
        assertThat(bounded.output())
                .containsPattern("\n" + CUT + " +INVALID +1 claim overlap ")
                .contains("(allowed: 500");
    }

    /** Its control is the default suite, in which the correct master keeps the same bound. */
    @Test
    void aLeaderThatBelievesForLongerThanItsScenarioAllowsIsInvalidWithoutAFlag() throws Exception {
        Ended ended = run(1, "isolate-leader", "--variant", "suspended-is-leader");

        assertThat(ended.output())
                .containsPattern("\nisolate-leader +INVALID +1 claim overlap ")
                .contains("(allowed: 1000");
        assertThat(violations(report("isolate-leader"), "leadership"))
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.grade()).contains(Grade.CLAIM_OVERLAP);
                    assertThat(finding.nodes()).hasSize(2).doesNotHaveDuplicates();
                });
    }

    @Test
    void aLeaderThatAcknowledgesBeforeItPersistsLosesWhatItAcknowledgedWhenItIsKilled() throws Exception {
        run(1, "kill-leader", "--variant", "ack-before-persist");
        assertThat(violations(report("kill-leader"), "linearizability"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.grade()).contains(Grade.STATE_LOST_OR_FORKED));

        run(0, "kill-leader"); // The control: the correct master, treated the same.
        assertThat(report("kill-leader").verdict()).isEqualTo(Verdict.VALID);
    }

    /** Its control is {@link #theCorrectMasterKeepsTheBoundThatTheBugExceeds}: the same fault. */
    @Test
    void aMasterThatDeletesTheNodeOfALeaderWhoIsWellIsFoundOut() throws Exception {
        Ended ended = run(1, CUT, "--variant", "deletes-wrong-ephemeral");

        assertThat(ended.output()).contains("was deposed without need");
        assertThat(violations(report(CUT), "succession")).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.nodes()).hasSize(1);
            assertThat(finding.epochs()).hasSize(1);
            assertThat(finding.events()).hasSize(3);
        });
    }

    private static List<Finding> violations(Report report, String checker) {
        return report.judgement().results().stream()
                .filter(result -> result.checker().equals(checker))
                .flatMap(result -> result.violations().stream())
                .toList();
    }

    /** The control: what is asserted of the bugs does not hold of the correct master under the same bound. */
    @Test
    void theCorrectMasterKeepsTheBoundThatTheBugExceeds() throws Exception {
        Ended ended = run(0, CUT, "--overlap-bound", "500ms");

        assertThat(ended.output()).containsPattern("\n" + CUT + " +VALID +(-|1 claim overlap) ");
        assertThat(report(CUT).info().expectations().overlapBound()).contains(Duration.ofMillis(500));
        assertThat(violations(report(CUT), "succession")).isEmpty();
        assertThatThrownBy(() -> assertSplitBrain(report(CUT))).isInstanceOf(AssertionError.class);
    }
}
