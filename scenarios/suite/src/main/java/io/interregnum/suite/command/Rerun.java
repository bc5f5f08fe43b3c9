package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.UnableException;
import io.interregnum.fault.Step;
import io.interregnum.report.Report;
import io.interregnum.report.Reports;
import io.interregnum.run.Finished;
import io.interregnum.run.Replay;
import io.interregnum.run.RunListener;
import io.interregnum.run.Scenario;
import io.interregnum.run.ScenarioRunner;
import io.interregnum.run.Setup;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import io.interregnum.rundir.ScheduleFile;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.RecordedRun;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.file.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A recorded run that is done again, as often as asked. For one thread. */
final class Rerun implements AutoCloseable {
    private final Console console;
    private final ReplayOptions options;
    private final String purpose;
    private final Path unpacked;
    private final Report original;
    private final RecordedRun recorded;
    private final Replay replay;
    private final Setup setup;
    private final ReferenceSystem system;

    /**
     * Reads the run and judges it, starts nothing.
     *
     * @param purpose with which the names of the new runs begin: {@code replay} or {@code shrink}
     */
    Rerun(Console console, ReplayOptions options, String purpose) {
        this.console = console;
        this.options = options;
        this.purpose = purpose;
        this.unpacked = temporary();
        try {
            RunDirectory directory = RunPath.open(options.run(), options.runInZip(), unpacked);
            this.original = Report.of(directory);
            this.recorded = new RecordedRun(original.info());
            ClusterSpec spec = recorded.spec();
            this.replay = Replay.of(options.run().toString(), ScheduleFile.read(directory), original.history(), spec);
            Home home = Home.find();
            ReferenceSystem system = recorded.system(home, options.variant(), options.registry());
            this.system = system;
            this.setup = setup(home, spec, system);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("interregnum-replay-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary directory", e);
        }
    }

    private Setup setup(Home home, ClusterSpec spec, ReferenceSystem system) {
        RunInfo info = original.info();
        Long seed = options.seed();
        String backend = options.backend();
        Path out = options.out();
        Backend chosen = Backends.choose(backend == null ? info.backend() : backend, home);
        long chosenSeed = seed == null ? info.seed() : seed;
        String command = "scripts/interregnum replay " + options.run()
                + options.runInZip().map(name -> " --run " + name).orElse("") + " --backend " + chosen.name()
                + " --seed "
                + chosenSeed + (system.variant().equals("correct") ? "" : " --variant " + system.variant())
                + system.election().flags()
                + (usualRegistry(system) ? "" : " --registry " + system.registry());
        return new Setup(
                chosen,
                spec,
                system,
                system,
                home.mastersClassPath(),
                recorded.workload(),
                chosenSeed,
                out == null ? home.runs() : out,
                command);
    }

    private static boolean usualRegistry(ReferenceSystem system) {
        return system.registry().equals(ReferenceSystem.USUAL_REGISTRY);
    }

    Report original() {
        return original;
    }

    Replay replay() {
        return replay;
    }

    Setup setup() {
        return setup;
    }

    /** On what it is done, for a file. */
    Settings settings() {
        return new Settings(
                Optional.of(system.variant()).filter(bugs -> !bugs.equals("correct")),
                usualRegistry(system) ? Optional.empty() : Optional.of(system.registry()),
                OptionalInt.of(setup.spec().ensembleCount()),
                OptionalInt.of(setup.spec().masterCount()),
                OptionalInt.of(setup.spec().clientCount()),
                setup.spec().agentCount() == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(setup.spec().agentCount()),
                setup.spec().agentCount() == 0 && setup.spec().frameworkCount() == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(setup.spec().frameworkCount()),
                Optional.of(setup.spec().sessionTimeout()),
                Optional.of(setup.spec().tickTime()));
    }

    /** What the recorded run was called; a replay of a replay is not called one twice. */
    String name() {
        return original.info().scenario().replaceFirst("^(replay|shrink)-", "");
    }

    /** A line for each way in which the new run is on something else than the recorded one. */
    List<String> differences(RunInfo now) {
        return recorded.differences(now);
    }

    /** Removes what dead runs left, and says what there is to do. */
    void begin() {
        setup.backend()
                .removeLeftovers()
                .removed()
                .forEach(line -> console.line("removed what a dead run left: " + line));
        console.line(original.directory().path().getFileName() + " of "
                + original.info().scenario() + ": " + Rang.of(original).text());
        replay.notes().forEach(console::line);
        for (int i = 0; i < replay.steps().size(); i++) {
            console.line("  " + i + "  " + text(replay.steps().get(i)));
        }
        console.line("backend " + setup.backend().name() + ", seed " + setup.seed() + ", "
                + setup.spec().ensembleCount() + " ZooKeeper servers, "
                + setup.spec().masterCount() + " masters");
    }

    /** A step on one line, as schedules write its parts. */
    static String text(Step step) {
        return step.trigger().text() + ": " + step.fault().name()
                + (step.fault().values().isEmpty() ? "" : " " + step.fault().values()) + " at "
                + step.aim().text() + ", " + step.until().text()
                + (step.heal() == io.interregnum.fault.Heal.PLAIN
                        ? ""
                        : ", heal " + step.heal().text());
    }

    /**
     * Does it once, judges it and writes its report. Blocks until every node has ended.
     *
     * @throws UnableException when this machine cannot do it
     * @throws RuntimeException when the harness failed
     */
    Report once(List<Step> steps) throws InterruptedException {
        RunInfo info = original.info();
        Scenario scenario = new Scenario(
                purpose + "-" + name(),
                info.question(),
                steps,
                info.expectations().failoverPlanned(),
                info.expectations().overlapBound());
        ScenarioRunner runner =
                new ScenarioRunner(scenario, setup, options.verbose() ? console : RunListener.SILENT, 0);
        Thread hook = new Thread(runner::abort, "abort");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Finished finished = runner.run()) {
            Report report = Report.of(finished.directory());
            Reports.render(report);
            return report;
        } catch (UnableException e) {
            throw e;
        } catch (RuntimeException e) {
            console.line("     the harness failed; " + HarnessError.keep(e, runner.directory()));
            throw e;
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The program is being ended, and the hook is at work.
            }
        }
    }

    /** Removes what was unpacked. */
    @Override
    public void close() {
        RunPath.remove(unpacked);
    }
}
