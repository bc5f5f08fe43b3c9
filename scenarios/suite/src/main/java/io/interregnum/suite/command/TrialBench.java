package io.interregnum.suite.command;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.metric.Budget;
import io.interregnum.report.Report;
import io.interregnum.run.Scenario;
import io.interregnum.run.Setup;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.scenario.Scenarios;
import io.interregnum.suite.trials.Measures;
import io.interregnum.suite.trials.TrialPlan;
import io.interregnum.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Kills the leader over and over, for benchmarks of what is measured then. For one thread. */
final class TrialBench {
    private static final Scenario KILL = Scenarios.named("kill-leader").orElseThrow();

    private final RunSession session;
    private final int trials;
    private final long seed;
    private final String command;

    /** @param command what to type to do it again, up to the seed */
    TrialBench(RunSession session, int trials, long seed, String command) {
        this.session = session;
        this.trials = trials;
        this.seed = seed;
        this.command = command;
    }

    static ClusterSpec cluster(Duration sessionTimeout, Duration tick) {
        ClusterSpec standard = ClusterSpec.DEFAULT;
        return new ClusterSpec(
                standard.ensembleCount(), standard.masterCount(), standard.clientCount(), sessionTimeout, tick);
    }

    /** The reference masters of this project, of which nothing is slower than it need be. */
    ReferenceSystem masters() {
        return new ReferenceSystem(session.home().mastersClassPath(), "correct");
    }

    /**
     * Measures in one life of a cluster. Empty when the run failed; what failed is in the session's exit code.
     *
     * @param name for the console
     */
    Optional<Budget.Measured> measure(String name, ClusterSpec spec, ReferenceSystem system)
            throws InterruptedException {
        Scenario scenario = TrialPlan.of(KILL, trials, spec, seed);
        Setup setup = new Setup(
                session.backend(),
                spec,
                system,
                system,
                session.home().mastersClassPath(),
                Workload.DEFAULT,
                seed,
                session.runs(),
                command + " --seed " + seed);
        SuiteRow row = session.runTrials(name, scenario, setup, Optional.empty());
        return row.report().map(Report::history).map(history -> Measures.ofTrials(history, KILL, setup));
    }

    /**
     * Shows a table, and what the benchmark ends with.
     *
     * @param isWhole whether everything was measured; else the session says what was not, and nothing is promised of it
     * @param isKept whether all that is promised was kept
     */
    int conclude(List<String> table, boolean isWhole, boolean isKept) throws InterruptedException {
        session.console().line("");
        table.forEach(session.console()::line);
        int ended = session.end();
        return !isWhole || isKept ? ended : ExitCode.worstOf(List.of(ended, ExitCode.INVALID));
    }
}
