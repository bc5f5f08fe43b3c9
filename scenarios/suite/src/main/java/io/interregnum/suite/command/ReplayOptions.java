package io.interregnum.suite.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** On what a recorded run is done again. */
final class ReplayOptions {
    @Parameters(
            paramLabel = "RUN",
            description = "A run directory, its name below reports/runs, or a zip of one, as 'pack' writes it.")
    private @Nullable Path run;

    @Option(
            names = "--run",
            paramLabel = "NAME",
            description = "Which run, of a zip that holds several: its directory there, or the last parts of that.")
    private @Nullable String runInZip;

    @Option(names = "--backend", description = "auto, docker or local. Default: that of the run.")
    private @Nullable String backend;

    @Option(names = "--seed", description = "For what clients do. Default: that of the run.")
    private @Nullable Long seed;

    @Option(
            names = "--variant",
            description = "Planted bugs of the reference master, or correct to try whether they are it. Default: those "
                    + "of the run.")
    private @Nullable String variant;

    @Option(
            names = "--registry",
            description = "Where the reference master keeps its registry: zookeeper or paxos. Default: as in the run.")
    private @Nullable String registry;

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are made. Default: reports/runs.")
    private @Nullable Path out;

    @Option(names = "--verbose", description = "Show each run as 'run' does.")
    private boolean verbose;

    Path run() {
        return java.util.Objects.requireNonNull(run);
    }

    /** Which one of those in the zip; empty when the user did not say. */
    Optional<String> runInZip() {
        return Optional.ofNullable(runInZip);
    }

    @Nullable
    String backend() {
        return backend;
    }

    @Nullable
    Long seed() {
        return seed;
    }

    @Nullable
    String variant() {
        return variant;
    }

    @Nullable
    String registry() {
        return registry;
    }

    @Nullable
    Path out() {
        return out;
    }

    boolean verbose() {
        return verbose;
    }
}
