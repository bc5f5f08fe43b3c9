package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.UnableException;
import io.interregnum.report.Report;
import io.interregnum.report.Reports;
import io.interregnum.run.Finished;
import io.interregnum.run.Scenario;
import io.interregnum.run.ScenarioRunner;
import io.interregnum.run.Setup;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.scenario.Scenarios;
import io.interregnum.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenarios on real nodes and reports. */
@Command(
        name = "run",
        description =
                "Runs scenarios on real nodes, judges them and writes reports. Without a name: the default suite.",
        footer = {"", "Example: scripts/interregnum run pause-leader --seed 42 --session-timeout 2s --tick 500ms"})
final class RunCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "SCENARIO", description = "Names as 'list' shows them.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--seed", description = "From which all chance comes. Default: drawn, and printed.")
    private @Nullable Long seed;

    @Option(
            names = "--backend",
            defaultValue = "auto",
            description = "auto, docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = "auto";

    @Option(names = "--ensemble", defaultValue = "3", description = "ZooKeeper servers. Default: ${DEFAULT-VALUE}.")
    private int ensemble;

    @Option(names = "--masters", defaultValue = "3", description = "Masters. Default: ${DEFAULT-VALUE}.")
    private int masters;

    @Option(
            names = "--session-timeout",
            defaultValue = "2s",
            description = "When ZooKeeper gives a silent master up, 2 to 20 ticks. Default: ${DEFAULT-VALUE}.")
    private Duration sessionTimeout = Duration.ZERO;

    @Option(names = "--tick", defaultValue = "500ms", description = "ZooKeeper's tick. Default: ${DEFAULT-VALUE}.")
    private Duration tick = Duration.ZERO;

    @Option(
            names = "--variant",
            defaultValue = "correct",
            description = "Planted bugs of the reference master, with commas between. Default: ${DEFAULT-VALUE}.")
    private String variant = "correct";

    @Option(
            names = "--overlap-bound",
            description =
                    "Longest time for which two masters may both certainly claim to lead. Default: the scenario's.")
    private @Nullable Duration overlapBound;

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are made. Default: reports/runs.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Console console = new Console(command.getOut());
        List<Scenario> scenarios = scenarios();
        ClusterSpec clusterSpec = clusterSpec();
        ReferenceSystem.knownVariant(variant);
        Home home = Home.find();
        Path runs = writable(out == null ? home.runs() : out);
        Backend chosen = Backends.choose(backend, home);
        long firstSeed = seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : seed;
        console.line("backend " + chosen.name() + ", seed " + firstSeed + ", " + clusterSpec.ensembleCount()
                + " ZooKeeper servers, " + clusterSpec.masterCount() + " masters, session "
                + clusterSpec.sessionTimeout().toMillis() + " ms, tick "
                + clusterSpec.tickTime().toMillis() + " ms");
        tell(console, chosen.removeLeftovers());
        Thread others = removeLeftoversOfOthers(home, chosen, console);
        DeadThreads dead = new DeadThreads(command.getErr());
        Thread.setDefaultUncaughtExceptionHandler(dead);
        List<SuiteRow> rows = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Setup setup = setup(home, chosen, clusterSpec, firstSeed, runs, scenario);
            SuiteRow row = runOne(console, scenario, setup, rows.isEmpty());
            rows.add(survived(console, row, dead));
        }
        others.join();
        return conclude(console, runs, rows);
    }

    /**
     * The same directory, made if it does not exist.
     *
     * @throws UsageException when nothing can be written there: better now than after a minute of each scenario
     */
    private static Path writable(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".writable", ""));
            return directory;
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write to " + directory + ": " + e + "; choose another directory with --out");
        }
    }

    /** A run in which a thread of the harness died is the harness's failure, whatever the run seemed to show. */
    private static SuiteRow survived(Console console, SuiteRow row, DeadThreads dead) {
        List<String> causes = dead.take();
        if (causes.isEmpty()) {
            return row;
        }
        console.line("  the harness failed: threads of it ended: " + String.join("; ", causes));
        return row.withExitCode(ExitCode.HARNESS);
    }

    /** What is still there may be in this run's way or not; that shows when it is, so it goes on. */
    private static void tell(Console console, Removal removal) {
        removal.removed().forEach(line -> console.line("removed what a dead run left: " + line));
        removal.failures().forEach(line -> console.line("left by a dead run: " + line));
    }

    /** A dead run on another backend may still hold the cores; removing what it left must not delay this start. */
    private static Thread removeLeftoversOfOthers(Home home, Backend chosen, Console console) {
        Thread thread = new Thread(
                () -> Backends.all(home).stream()
                        .filter(other -> !other.name().equals(chosen.name()))
                        .forEach(other -> {
                            try {
                                tell(console, other.removeLeftovers());
                            } catch (ClusterException e) {
                                // That backend can't be used here, so nothing of it runs here.
                            }
                        }),
                "leftovers");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : names) {
            scenarios.add(Scenarios.named(name)
                    .orElseThrow(() -> new UsageException("unknown scenario \"" + name + "\"; there are "
                            + String.join(
                                    ", ",
                                    Scenarios.ALL.stream().map(Scenario::name).toList()))));
        }
        List<Scenario> chosen = scenarios.isEmpty() ? Scenarios.ALL : scenarios;
        Duration bound = overlapBound;
        return bound == null
                ? chosen
                : chosen.stream()
                        .map(scenario -> scenario.withOverlapBound(bound))
                        .toList();
    }

    private ClusterSpec clusterSpec() {
        try {
            return new ClusterSpec(ensemble, masters, ClusterSpec.DEFAULT.clientCount(), sessionTimeout, tick);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Setup setup(Home home, Backend chosen, ClusterSpec clusterSpec, long seed, Path runs, Scenario scenario) {
        ReferenceSystem system = new ReferenceSystem(home.mastersClassPath(), variant);
        String command = "scripts/run " + scenario.name() + " --seed " + seed + " --backend " + chosen.name()
                + " --ensemble " + ensemble + " --masters " + masters + " --session-timeout "
                + sessionTimeout.toMillis() + "ms --tick " + tick.toMillis() + "ms"
                + (variant.equals("correct") ? "" : " --variant " + variant)
                + (overlapBound == null ? "" : " --overlap-bound " + overlapBound.toMillis() + "ms");
        return new Setup(
                chosen, clusterSpec, system, system, home.mastersClassPath(), Workload.DEFAULT, seed, runs, command);
    }

    private static SuiteRow runOne(Console console, Scenario scenario, Setup setup, boolean first)
            throws InterruptedException {
        console.scenario(scenario);
        long beganNanos = Main.SINCE_MAIN.nanos();
        ScenarioRunner runner = new ScenarioRunner(scenario, setup, console, first ? beganNanos : 0);
        Thread hook = new Thread(runner::abort, "abort");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Finished finished = runner.run()) {
            Report report = Report.of(finished.directory());
            Reports.render(report);
            console.judged(report);
            return SuiteRow.of(scenario.name(), report, Main.SINCE_MAIN.nanos() - beganNanos);
        } catch (UnableException e) {
            console.line("  this machine can't run it: " + e.getMessage());
            return SuiteRow.failed(scenario.name(), ExitCode.UNABLE, Main.SINCE_MAIN.nanos() - beganNanos);
        } catch (RuntimeException e) {
            // Whatever it was, the other scenarios and the table still follow.
            console.line("  the harness failed: " + e);
            return SuiteRow.failed(scenario.name(), ExitCode.HARNESS, Main.SINCE_MAIN.nanos() - beganNanos);
        } finally {
            removeHook(hook);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being ended, and the hook is at work.
        }
    }

    private static int conclude(Console console, Path runs, List<SuiteRow> rows) {
        console.table(rows);
        List<Report> reports =
                rows.stream().flatMap(row -> row.report().stream()).toList();
        if (reports.size() == 1 && rows.size() == 1) {
            console.line("report: " + reports.get(0).directory().path().resolve("index.html"));
        } else if (!reports.isEmpty()) {
            console.line("report: " + Reports.renderSuite(reports, runs));
        }
        return ExitCode.worstOf(rows.stream().map(SuiteRow::exitCode).toList());
    }
}
