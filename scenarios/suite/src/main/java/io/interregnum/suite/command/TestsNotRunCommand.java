package io.interregnum.suite.command;

import io.interregnum.suite.SkippedTests;
import io.interregnum.suite.TestNotes;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The last word of {@code scripts/test}: what was not run and why. */
@Command(
        name = "tests-not-run",
        hidden = true,
        description = "Prints the table of tests that were not run and why.",
        footer = {"", "Example: scripts/interregnum tests-not-run --all --cannot-run .ci/cannot-run.txt target/not-run"
        })
final class TestsNotRunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Where tests noted what they needed.")
    private Path directory = Path.of("target/not-run");

    @Option(names = "--cannot-run", required = true, description = "Abilities that may be missing, with reasons.")
    private Path cannotRun = Path.of(".ci/cannot-run.txt");

    @Option(
            names = "--reports",
            paramLabel = "PROJECT",
            description = "Also what its reports of tests say was left out. Default: they are not read.")
    private @Nullable Path project;

    @Option(names = "--all", description = "A test that was not run is a failure, unless its ability may be missing.")
    private boolean all;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        TestNotes notes =
                TestNotes.read(directory, cannotRun, project == null ? SkippedTests.NONE : SkippedTests.below(project));
        notes.table().forEach(console::line);
        List<String> complaints = notes.complaints();
        if (!all) {
            return ExitCode.VALID;
        }
        complaints.forEach(console::line);
        return complaints.isEmpty() ? ExitCode.VALID : ExitCode.INVALID;
    }
}
