package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.UnableException;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.metric.Budget;
import io.interregnum.report.Report;
import io.interregnum.report.Reports;
import io.interregnum.run.Finished;
import io.interregnum.run.RunListener;
import io.interregnum.run.Scenario;
import io.interregnum.run.ScenarioRunner;
import io.interregnum.run.Setup;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.trials.Measures;
import io.interregnum.suite.trials.TrialProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import picocli.CommandLine;

/**
 * Runs scenarios one after the other on one backend, and shows how they went. For one thread, and one session in a
 * program: it takes note of every thread that dies.
 */
final class RunSession {
    /** What is not removed by then is left to the next start. */
    private static final Duration OTHERS_LIMIT = Duration.ofSeconds(10);

    private final Console console;
    private final Home home;
    private final Backend backend;
    private final Path runs;
    private final DeadThreads dead;
    private final List<SuiteRow> rows = new ArrayList<>();
    private final Thread others = new Thread(this::removeLeftoversOfOthers, "leftovers");

    RunSession(CommandLine command, Home home, Backend backend, Path runs) {
        this.console = new Console(command.getOut());
        this.home = home;
        this.backend = backend;
        this.runs = runs;
        this.dead = new DeadThreads(command.getErr());
        others.setDaemon(true);
    }

    Console console() {
        return console;
    }

    Home home() {
        return home;
    }

    Backend backend() {
        return backend;
    }

    Path runs() {
        return runs;
    }

    /** Removes what dead runs left behind on this backend; on the others it follows beside the first run. */
    void begin() {
        tell(backend.removeLeftovers());
        Thread.setDefaultUncaughtExceptionHandler(dead);
    }

    /** What is still there may be in this run's way or not; that shows when it is, so it goes on. */
    private void tell(Removal removal) {
        removal.removed().forEach(line -> console.line("removed what a dead run left: " + line));
        removal.failures().forEach(line -> console.line("left by a dead run: " + line));
    }

    /** What a dead run left on another backend may hold the cores, but removing it must not delay the start. */
    private void removeLeftoversOfOthers() {
        for (Backend other : Backends.all(home)) {
            if (!other.name().equals(backend.name())) {
                try {
                    tell(other.removeLeftovers());
                } catch (ClusterException e) {
                    // That backend can't be used here, so nothing of it runs here.
                }
            }
        }
    }

    /** Once; by this session's thread, which is also who tells of phases. */
    private void beginWithOthers() {
        if (others.getState() == Thread.State.NEW) {
            others.start();
        }
    }

    /** Shows how a run goes. When the first one has left its start, what other backends still hold is removed. */
    private final class Shown implements RunListener {
        private final RunListener shown;

        Shown(RunListener shown) {
            this.shown = shown;
        }

        @Override
        public void phase(long timeNanos, String phase) {
            shown.phase(timeNanos, phase);
            if (phase.equals(ScenarioRunner.WARM_UP)) {
                beginWithOthers();
            }
        }

        @Override
        public void leader(long timeNanos, String node, long epoch) {
            shown.leader(timeNanos, node, epoch);
        }

        @Override
        public void fault(Event event) {
            shown.fault(event);
        }

        @Override
        public void exited(long timeNanos, String node, int exitCode) {
            shown.exited(timeNanos, node, exitCode);
        }
    }

    /**
     * Runs one, judges it and writes its report. Blocks until every node has ended; what fails is in the row.
     *
     * @param name of the row in the closing table
     */
    SuiteRow run(String name, Scenario scenario, Setup setup, BudgetOption budgets) throws InterruptedException {
        return run(
                name, scenario, setup, console, Optional.empty(), report -> outcomes(report, scenario, setup, budgets));
    }

    private int outcomes(Report report, Scenario scenario, Setup setup, BudgetOption budgets) {
        if (budgets.isEmpty()) {
            return ExitCode.VALID; // measuring takes a pass over the whole history
        }
        List<Budget.Outcome> outcomes = budgets.judge(Measures.of(report.history(), scenario, setup));
        outcomes.forEach(outcome -> console.line("    " + BudgetOption.line(outcome)));
        return BudgetOption.exitCode(outcomes);
    }

    /**
     * The same of trials: a line for each of its steps.
     *
     * @param enough when steps that have not begun are left out, if ever, see {@link ScenarioRunner#endWhen}
     */
    SuiteRow runTrials(String name, Scenario scenario, Setup setup, Optional<Predicate<History>> enough)
            throws InterruptedException {
        RunListener progress = new TrialProgress(scenario.steps().size(), console::line);
        return run(name, scenario, setup, progress, enough, report -> ExitCode.VALID);
    }

    /** @param more the exit code of what else is judged of its report */
    private SuiteRow run(
            String name,
            Scenario scenario,
            Setup setup,
            RunListener shown,
            Optional<Predicate<History>> enough,
            ToIntFunction<Report> more)
            throws InterruptedException {
        long beganNanos = Main.SINCE_MAIN.nanos();
        ScenarioRunner runner = new ScenarioRunner(scenario, setup, new Shown(shown), rows.isEmpty() ? beganNanos : 0);
        enough.ifPresent(runner::endWhen);
        console.scenario(scenario);
        SuiteRow row = survived(runOne(name, runner, more, beganNanos), runner.directory());
        rows.add(row);
        beginWithOthers(); // for a run that never left its start
        return row;
    }

    private SuiteRow runOne(String name, ScenarioRunner runner, ToIntFunction<Report> more, long beganNanos)
            throws InterruptedException {
        Thread hook = new Thread(runner::abort, "abort");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Finished finished = runner.run()) {
            Report report = Report.of(finished.directory());
            Reports.render(report);
            console.judged(report);
            SuiteRow row = SuiteRow.of(name, report, Main.SINCE_MAIN.nanos() - beganNanos);
            return row.withExitCode(ExitCode.worstOf(List.of(row.exitCode(), more.applyAsInt(report))));
        } catch (UnableException e) {
            console.line("  this machine can't run it: " + e.getMessage());
            return SuiteRow.failed(name, ExitCode.UNABLE, Main.SINCE_MAIN.nanos() - beganNanos);
        } catch (RuntimeException e) {
            // Whatever it was, the other scenarios and the table still follow.
            console.line("  the harness failed: " + e + "; " + HarnessError.keep(e, runner.directory()));
            return SuiteRow.failed(name, ExitCode.HARNESS, Main.SINCE_MAIN.nanos() - beganNanos);
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

    /** A run in which a thread of the harness died is the harness's failure, whatever the run seemed to show. */
    private SuiteRow survived(SuiteRow row, Optional<RunDirectory> run) {
        return dead.take()
                .map(failure -> {
                    console.line(
                            "  the harness failed: " + failure.getMessage() + "; " + HarnessError.keep(failure, run));
                    return row.withExitCode(ExitCode.HARNESS);
                })
                .orElse(row);
    }

    /** The closing table, where the reports are, and the exit code that counts; then it waits for what is still removed. */
    int conclude() throws InterruptedException {
        console.table(rows);
        List<Report> reports =
                rows.stream().flatMap(row -> row.report().stream()).toList();
        if (reports.size() == 1 && rows.size() == 1) {
            console.line("report: " + reports.get(0).directory().path().resolve("index.html"));
        } else if (!reports.isEmpty()) {
            console.line("report: " + Reports.renderSuite(reports, runs));
        }
        return end();
    }

    /** The exit code that counts, without a table; waits for what is still removed. */
    int end() throws InterruptedException {
        others.join(OTHERS_LIMIT.toMillis());
        return ExitCode.worstOf(rows.stream().map(SuiteRow::exitCode).toList());
    }
}
