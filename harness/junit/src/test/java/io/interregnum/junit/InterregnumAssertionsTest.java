package io.interregnum.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.Expectations;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.RunClock;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterregnumAssertionsTest {
    @TempDir
    private Path runs;

    @Test
    void judgesAStoredRunBeforeItClaimsAnything() {
        RunDirectory directory = runWithoutOperations();

        assertThatThrownBy(() -> InterregnumAssertions.assertThat(directory)
                        .as("nobody worked")
                        .wasValid())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[nobody worked] inconclusive")
                .hasMessageContaining("linearizability: ")
                .hasMessageContaining("run again: scripts/run kill-leader --seed 7");
    }

    private RunDirectory runWithoutOperations() {
        RunDirectory directory = RunDirectory.create(runs, "kill-leader", 7, "20261124T000000Z");
        directory.writeInfo(new RunInfo(
                "kill-leader",
                "Does a backup take over?",
                7,
                "local",
                "20261124T000000Z",
                "scripts/run kill-leader --seed 7",
                new Expectations(
                        List.of("master-1"),
                        List.of("client-1"),
                        false,
                        160,
                        Duration.ofMillis(20),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        true),
                Map.of(),
                Map.of(),
                Map.of(),
                true));
        try (HistoryFile.Writer writer = new HistoryFile.Writer(directory.historyFile())) {
            new HistoryRecorder(RunClock.on(() -> 0), writer).record(Event.Type.INFO, "runner", "phase", "start");
        }
        return directory;
    }
}
