package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.UnableException;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.OldRuns;
import io.interregnum.suite.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
                        + "lives. With --runs also old run directories. Ends with 255 when something could not be "
                        + "removed.",
        footer = {"", "Example: scripts/interregnum clean --runs --keep 20"})
final class CleanCommand implements Callable<Integer> {
    @Option(
            names = "--runs",
            description =
                    "Also remove old run directories: the oldest first, red ones last, none of a run in " + "progress.")
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
        List<Removal> removals = new ArrayList<>();
        for (Backend backend : Backends.all(home)) {
            removals.add(removeLeftovers(console, backend));
        }
        if (runs) {
            removals.add(tell(console, "", new OldRuns(out == null ? home.runs() : out).removeAllBut(keep)));
        }
        return conclude(console, Removal.of(removals));
    }

    private static Removal removeLeftovers(Console console, Backend backend) {
        try {
            return tell(console, backend.name() + ": ", backend.removeLeftovers());
        } catch (UnableException e) {
            console.line(backend.name() + ": can't be used here, so nothing was looked for: " + e.getMessage());
            return Removal.of(List.of());
        } catch (ClusterException e) {
            return tell(console, backend.name() + ": ", Removal.failed(String.valueOf(e.getMessage())));
        }
    }

    private static Removal tell(Console console, String prefix, Removal removal) {
        removal.removed().forEach(line -> console.line(prefix + line));
        removal.failures().forEach(line -> console.line(prefix + line));
        return removal;
    }

    /** Says how many things there were, and gives the exit code. */
    static int conclude(Console console, Removal all) {
        int failed = all.failures().size();
        int removed = all.removed().size();
        console.line((removed == 0 && failed == 0 ? "nothing to remove" : removed + " removed")
                + (failed == 0 ? "" : ", " + failed + " could not be"));
        return failed == 0 ? ExitCode.VALID : ExitCode.HARNESS;
    }
}
