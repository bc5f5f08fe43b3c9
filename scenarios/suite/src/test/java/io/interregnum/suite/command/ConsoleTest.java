package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.Processes;
import io.interregnum.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private final StringWriter printed = new StringWriter();
    private final Console console = new Console(new PrintWriter(printed));

    @Test
    void aLineForEachPhaseLeaderAndEnd() {
        console.phase(128_400_000, "start");
        console.leader(9_597_000_000L, "master-1", 7);
        console.exited(12_005_000_000L, "master-1", 137);

        assertThat(printed.toString().lines())
                .containsExactly(
                        "    0.128 s  start",
                        "    9.597 s    master-1 leads, epoch 7",
                        "   12.005 s    master-1 ended, exit code 137");
    }

    @Test
    void aLineForEachStageOfAFaultWithItsTargetsAndWhatWasSeen() {
        FaultEvent stage = new FaultEvent(
                0, FaultEvent.Stage.HEAL_UNPROVEN, FaultEvent.Harm.CUT, List.of("master-1", "client-1"), "open: none");

        console.fault(new Event(
                0, 1_500_000_000, Event.Type.INFO, Processes.NEMESIS, "isolate-leader", stage.toValue(), Map.of()));

        assertThat(printed.toString().lines())
                .containsExactly("    1.500 s    isolate-leader master-1 client-1: heal unproven (open: none)");
    }

    @Test
    void theClosingTableNamesVerdictGradeAndWhatCouldNotBeRun(@TempDir Path directory) throws IOException {
        Report lost = Report.of(StoredRun.writeInvalid(directory, "lost"));

        console.table(List.of(
                SuiteRow.of("split-halves", lost, 12_345_000_000L),
                SuiteRow.failed("pause-leader", ExitCode.UNABLE, 100_000_000),
                SuiteRow.failed("kill-leader", ExitCode.HARNESS, 61_000_000_000L)));

        List<String> lines = printed.toString().lines().toList();
        assertThat(lines.get(1).split(" {2,}"))
                .containsExactly("scenario", "verdict", "split-brain", "failovers", "median", "max", "duration");
        assertThat(lines.get(2).split(" {2,}"))
                .containsExactly("split-halves", "INVALID", "4 state lost or forked!", "0", "-", "-", "12.3 s");
        assertThat(lines.get(3).split(" {2,}"))
                .containsExactly("pause-leader", "CAN'T RUN", "-", "0", "-", "-", "0.1 s");
        assertThat(lines.get(4).split(" {2,}"))
                .containsExactly("kill-leader", "HARNESS FAILED", "-", "0", "-", "-", "61.0 s");
    }

    @Test
    void aVerdictDoesNotStandInTheTableWhenTheHarnessFailedMeanwhile(@TempDir Path directory) throws IOException {
        SuiteRow judged = SuiteRow.of("kill-leader", Report.of(StoredRun.writeInvalid(directory, "lost")), 1);

        assertThat(judged.verdict()).isEqualTo("INVALID");
        assertThat(judged.withExitCode(ExitCode.HARNESS).verdict()).isEqualTo("HARNESS FAILED");
        assertThat(judged.withExitCode(ExitCode.HARNESS).exitCode()).isEqualTo(255);
    }

    @Test
    void aVerdictComesWithTheSentenceThatExplainsIt(@TempDir Path directory) throws IOException {
        console.judged(Report.of(StoredRun.writeInvalid(directory, "lost")));

        assertThat(printed.toString())
                .contains("INVALID")
                .containsPattern("linearizability, grade 4 \\(state lost or forked\\): .*k00");
    }

    @Test
    void aMasterCannotWriteToTheTerminalThroughItsName() {
        console.leader(0, "master\u001b[31m", 1);

        assertThat(printed.toString()).doesNotContain("\u001b");
    }
}
