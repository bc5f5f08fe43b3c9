package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.Expectations;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tells the judge which bug it is about is noticed, wherever it is. */
class UntoldTest {
    private static final String COMMAND = "scripts/run kill-leader --variant no-fence";
    private static final String LOG = "nodes/master-1/output.log";

    @TempDir
    private Path root;

    private RunDirectory run;

    @BeforeEach
    void aRunThatNamesItsBugInTheCommandOnly() throws IOException {
        run = RunDirectory.create(root, "kill-leader", 1, "20260131T235959Z");
        Expectations expectations = new Expectations(
                List.of("master-1"),
                List.of("client-1"),
                false,
                100,
                Duration.ofMillis(20),
                Optional.empty(),
                Duration.ofSeconds(15),
                true);
        run.writeInfo(new RunInfo(
                "kill-leader",
                "Who leads?",
                1,
                "local",
                "20260131T235959Z",
                COMMAND,
                expectations,
                Map.of(),
                Map.of(),
                Map.of(),
                true));
        write("history.jsonl", "{}");
        write("schedule.json", "{}");
        write("results.json", "{\"command\": \"" + COMMAND + "\"}");
        write(LOG, "{\"event\": \"started\"}");
    }

    private void write(String file, String text) throws IOException {
        Path path = run.path().resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    @Test
    void acceptsARunThatNamesItInTheCommandOnly() throws IOException {
        Untold.assertJudgeIsNotTold(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"history.jsonl", "schedule.json", "results.json", LOG, "nodes/zk-1/data/log.1"})
    void noticesItsNameInAFile(String file) throws IOException {
        write(file, "{\"planted\": \"no-fence\"}");

        assertThatThrownBy(() -> Untold.assertJudgeIsNotTold(run))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(file);
    }

    @Test
    void noticesThatAMasterSaysThatItHasVariantsEvenWithoutAName() throws IOException {
        write(LOG, "{\"event\": \"started\", \"variants\": \"[]\"}");

        assertThatThrownBy(() -> Untold.assertJudgeIsNotTold(run))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(LOG);
    }
}
