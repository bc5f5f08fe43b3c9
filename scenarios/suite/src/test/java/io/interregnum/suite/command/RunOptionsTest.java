package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything is started, and that what the command line says differently is not. */
class RunOptionsTest {
    @TempDir
    private Path directory;

    private static RunOptions options(String... flags) {
        RunOptions options = new RunOptions();
        new CommandLine(options)
                .registerConverter(java.time.Duration.class, Durations::parse)
                .parseArgs(flags);
        return options;
    }

    private ScenarioFile file(String settings, String fault) throws IOException {
        return ScenarioFile.of(
                Files.writeString(
                        directory.resolve("some.yaml"),
                        "name: some\nquestion: Does it?\n" + settings + "faults:\n  - " + fault + "\n"),
                1);
    }

    @Test
    void theCommandLineDecidesWhatIsThere() throws IOException {
        ScenarioFile fifth = file("", "{fault: kill, target: zk-5, for: 1s}");
        ScenarioFile agents = file("", "{fault: cut-leader-from-agents, for: 1s}");

        assertThatThrownBy(() -> options().check(fifth))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(
                        ":4: faults[0]: some: step 0 (kill) can be aimed at nobody: there is no node zk-5");
        assertThatCode(() -> options("--ensemble", "5").check(fifth)).doesNotThrowAnyException();
        assertThatThrownBy(() -> options().check(agents)).hasMessageContaining("see --agents");
        assertThatCode(() -> options("--agents", "1").check(agents)).doesNotThrowAnyException();
    }

    @Test
    void aRegistryThatIsNotInZooKeeperShowsNoEpochs() throws IOException {
        ScenarioFile waiting = file("", "{fault: kill, when: on epoch-changed, for: 1s}");

        assertThatCode(() -> options().check(waiting)).doesNotThrowAnyException();
        assertThatThrownBy(() -> options("--registry", "paxos").check(waiting))
                .hasMessageContaining(":4: faults[0]: some: step 0 (kill) waits for epoch-changed, which nobody sees");
    }

    @Test
    void timesOfAFileCountOnlyWhereTheCommandLineHasNone() throws IOException {
        ScenarioFile patient = file("session-timeout: 1m\n", "{fault: kill, for: 1s}");

        assertThatThrownBy(() -> options().check(patient)).hasMessageContaining(":3: session-timeout: ");
        assertThatCode(() -> options("--tick", "5s").check(patient)).doesNotThrowAnyException();
        assertThatThrownBy(() -> options("--session-timeout", "2m").check(patient))
                .hasMessageStartingWith("sessionTimeout=120000 ms must be from");
    }
}
