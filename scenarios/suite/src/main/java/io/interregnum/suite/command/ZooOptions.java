package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.Settings;
import io.interregnum.suite.zoo.Cell;
import io.interregnum.suite.zoo.Cell.Part;
import io.interregnum.suite.zoo.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On what the zoo is run. */
final class ZooOptions {
    @Option(
            names = "--backend",
            defaultValue = "local",
            description = "auto, docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = "local";

    @Option(names = "--seed", description = "Of the first run; each further one has the next. Default: drawn.")
    private @Nullable Long seed;

    @Option(
            names = "--masters",
            split = ",",
            description = "How many masters, or several numbers with commas between: each is tried with each size of "
                    + "the ensemble. Default: 3.")
    private List<Integer> masters = new ArrayList<>();

    @Option(names = "--ensemble", split = ",", description = "How many ZooKeeper servers, likewise. Default: 3.")
    private List<Integer> ensemble = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are made. Default: reports/runs.")
    private @Nullable Path out;

    /** @throws UsageException when there is none of that name */
    Backend backend(Home home) {
        return Backends.choose(backend, home);
    }

    long firstSeed() {
        return seed == null ? new SplittableRandom().nextLong(1, 1_000_000) : seed;
    }

    /** @throws UsageException when nothing can be written there */
    Path out(Home home) {
        return RunOptions.runs(out, home);
    }

    /**
     * The cells of these entries, in each size that was asked for.
     *
     * @throws UsageException when there can be no such cluster
     */
    List<Cell> cells(List<Entry> entries) {
        List<Cell> cells = new ArrayList<>();
        for (OptionalInt masterCount : sizes(masters)) {
            for (OptionalInt ensembleCount : sizes(ensemble)) {
                for (Entry entry : entries) {
                    ClusterSpec spec = spec(entry.settings(), masterCount, ensembleCount);
                    if (entry.isCorrect()) {
                        cells.add(new Cell(entry, Part.CORRECT, spec));
                    } else {
                        cells.add(new Cell(entry, Part.BUG, spec));
                        cells.add(new Cell(entry, Part.CONTROL, spec));
                    }
                }
            }
        }
        return List.copyOf(cells);
    }

    private static List<OptionalInt> sizes(List<Integer> asked) {
        return asked.isEmpty()
                ? List.of(OptionalInt.empty())
                : asked.stream().distinct().map(OptionalInt::of).toList();
    }

    private static ClusterSpec spec(Settings entry, OptionalInt masterCount, OptionalInt ensembleCount) {
        ClusterSpec standard = ClusterSpec.DEFAULT;
        try {
            ClusterSpec plain = new ClusterSpec(
                    ensembleCount.orElse(entry.ensemble().orElse(standard.ensembleCount())),
                    masterCount.orElse(entry.masters().orElse(standard.masterCount())),
                    entry.clients().orElse(standard.clientCount()),
                    entry.sessionTimeout().orElse(standard.sessionTimeout()),
                    entry.tick().orElse(standard.tickTime()));
            return plain.withAgents(entry.agents().orElse(0), entry.frameworks().orElse(0));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The flags that choose backend and sizes, to be typed again. */
    String flags(Backend chosen) {
        return " --backend " + chosen.name() + flag(" --masters ", masters) + flag(" --ensemble ", ensemble);
    }

    private static String flag(String name, List<Integer> values) {
        return values.isEmpty()
                ? ""
                : name + values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
