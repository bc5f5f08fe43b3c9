package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.RunClock;
import io.interregnum.rundir.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program as users start it: a script in a process of its own.
 *
 * @param process of the script, which becomes that of the harness
 * @param output what it printed until now
 */
record Program(Process process, Path output) {

    /**
     * A program that ended.
     *
     * @param exitCode as the shell counts
     * @param output all that it printed, to either stream
     * @param tookNanos from start to end
     */
    record Ended(int exitCode, String output, long tookNanos) {

        Ended assertExitCode(int expected) {
            assertThat(exitCode).as(output).isEqualTo(expected);
            return this;
        }
    }

    /**
     * Starts a script of the checkout, such as {@code run}.
     *
     * @param directory for its output
     */
    static Program start(Path directory, String script, List<String> arguments) throws IOException {
        Path root = Home.find().root();
        // A shell that starts tests in the background lets them ignore SIGINT, and their children with them.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(root.resolve("scripts").resolve(script).toString());
        command.addAll(arguments);
        Path output = Files.createTempFile(Files.createDirectories(directory), script + "-", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // What these tests run is what this very build has just packaged; building again would replace it meanwhile.
        builder.environment().put("INTERREGNUM_BUILD", "no");
        Process process = builder.start();
        return new Program(process, output);
    }

    /** Runs a script to its end, for {@code limit} at most. */
    static Ended run(Path directory, Duration limit, String script, String... arguments) throws Exception {
        RunClock clock = RunClock.startNow();
        Program program = start(directory, script, List.of(arguments));
        Ended ended = program.awaitEnd(limit);
        return new Ended(ended.exitCode(), ended.output(), clock.nanos());
    }

    /** Waits until it ends; one that does not is killed, and the test fails with what it printed. */
    Ended awaitEnd(Duration limit) throws Exception {
        RunClock clock = RunClock.startNow();
        boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended)
                .as("end within %s s; it printed:%n%s", limit.toSeconds(), printed())
                .isTrue();
        return new Ended(process.waitFor(), printed(), clock.nanos());
    }

    String printed() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /**
     * Where the runs of a test are kept: not in a temporary directory, since a red run is evidence.
     *
     * @return a directory of this call's own, below the module's {@code target}
     */
    static Path runsOf(Class<?> test) throws IOException {
        Path root = Home.find().root().resolve("scenarios/suite/target/it-runs");
        return Files.createTempDirectory(Files.createDirectories(root), test.getSimpleName() + "-");
    }

    /** The newest run of a scenario. */
    static RunDirectory latest(Path runs, String scenario) {
        return RunDirectory.open(runs.resolve(scenario).resolve("latest"));
    }
}
