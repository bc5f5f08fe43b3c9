package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.UnableException;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.OldRuns;
import io.interregnum.suite.UsageException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes what dead runs left behind, and old run directories. */
@Command(
        name = "clean",
        description =
                "Removes containers, networks, namespaces and files that dead runs left behind; nothing of a run that "
                        + "lives. With --runs also old run directories.",
        footer = {"", "Example: scripts/interregnum clean --runs --keep 20"})
final class CleanCommand implements Callable<Integer> {
    @Option(names = "--runs", description = "Also remove old run directories: the oldest first, red ones last.")
    private boolean runs;

    @Option(
            names = "--keep",
            defaultValue = "20",
            description = "How many run directories to keep. Default: ${DEFAULT-VALUE}.")
    private int keep;

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are. Default: reports/runs.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (keep < 0) {
            throw new UsageException("--keep " + keep + " must not be negative");
        }
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        Home home = Home.find();
        int count = 0;
        for (Backend backend : Backends.all(home)) {
            try {
                for (String line : backend.removeLeftovers()) {
                    console.line(backend.name() + ": removed " + line);
                    count++;
                }
            } catch (UnableException e) {
                console.line(backend.name() + ": can't be used here, so nothing was looked for: " + e.getMessage());
            }
        }
        if (runs) {
            for (Path removed : new OldRuns(out == null ? home.runs() : out).removeAllBut(keep)) {
                console.line("removed " + removed);
                count++;
            }
        }
        console.line(count == 0 ? "nothing to remove" : count + " removed");
        return ExitCode.VALID;
    }
}
