package io.interregnum.suite.command;

import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What benchmarks that kill leaders have in common. */
final class TrialBenchOptions {
    @Option(
            names = "--backend",
            defaultValue = "local",
            description = "auto, docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = "local";

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "From which everything is drawn that is left to chance. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are made. Default: reports/runs.")
    private @Nullable Path out;

    long seed() {
        return seed;
    }

    /**
     * Removes what dead runs left, and is ready to measure.
     *
     * @param trials in each cluster
     * @param name of the benchmark
     */
    TrialBench begin(CommandLine command, String name, int trials) {
        Home home = Home.find();
        RunSession session = new RunSession(command, home, Backends.choose(backend, home), RunOptions.runs(out, home));
        session.begin();
        return new TrialBench(session, trials, seed, "scripts/interregnum bench " + name + " --times " + trials);
    }
}
