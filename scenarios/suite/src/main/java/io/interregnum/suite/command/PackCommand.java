package io.interregnum.suite.command;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.RunArchive;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Packs a run for another machine. */
@Command(
        name = "pack",
        description = "Packs what it takes to judge a run and to do it again into a zip, for another machine.",
        footer = {"", "Example: scripts/interregnum pack pause-leader/latest --to red.zip"})
final class PackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run directory, or its name below reports/runs.")
    private @Nullable Path run;

    @Option(names = "--to", paramLabel = "FILE", description = "A file that does not exist. Default: <run>.zip, here.")
    private @Nullable Path to;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        RunDirectory directory = RunPath.open(Objects.requireNonNull(run));
        Path archive = to == null ? Path.of(directory.path().getFileName() + ".zip") : to;
        RunArchive.pack(directory, archive);
        new Console(Objects.requireNonNull(spec).commandLine().getOut())
                .line(archive + "; there: scripts/interregnum replay " + archive.getFileName());
        return ExitCode.VALID;
    }
}
