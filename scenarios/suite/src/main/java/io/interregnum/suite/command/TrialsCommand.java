package io.interregnum.suite.command;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.TimeText;
import io.interregnum.history.History;
import io.interregnum.metric.Budget;
import io.interregnum.metric.TrialSet;
import io.interregnum.report.Report;
import io.interregnum.report.Reports;
import io.interregnum.report.TrialReport;
import io.interregnum.run.Scenario;
import io.interregnum.run.Setup;
import io.interregnum.suite.Home;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.ScenarioFile;
import io.interregnum.suite.trials.Measures;
import io.interregnum.suite.trials.TrialPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a failover many times over. */
@Command(
        name = "trials",
        description =
                "Does one fault over and over in one life of a cluster, measures each failover by its phases, and "
                        + "writes one report: percentiles with intervals beside the least that ZooKeeper's time-outs allow, and "
                        + "every single trial as CSV and JSON. With several values for --masters or --session-timeout: a "
                        + "cluster for each, side by side in the report.",
        footer = {
            "",
            "Example: scripts/interregnum trials --fault kill-leader --trials 30 --session-timeout 2s,4s --masters 3,5",
            "         scripts/interregnum trials --fault pause-leader --trials 60 --budget failover.p95=6s"
        })
final class TrialsCommand implements Callable<Integer> {
    /** Fewer say nothing about how wide the spread is. */
    private static final int BEFORE_ENOUGH = 10;

    @Option(
            names = "--fault",
            paramLabel = "SCENARIO",
            defaultValue = "kill-leader",
            description =
                    "What is tried: a scenario with one fault, by its name or as a file. Default: ${DEFAULT-VALUE}.")
    private String fault = "kill-leader";

    @Option(
            names = "--trials",
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many in each cluster, 1 to " + Nemesis.STEPS_MAX + ". Default: ${DEFAULT-VALUE}.")
    private int trials = 30;

    @Option(
            names = "--until-precision",
            paramLabel = "PERCENT",
            description =
                    "Ends a cluster's trials as soon as the 95 %% interval of the median latency reaches no further "
                            + "from it than that, such as 5%%, and ten were seen at least.")
    private @Nullable String precision;

    @Option(names = "--seed", description = "From which all chance comes. Default: drawn, and printed.")
    private @Nullable Long seed;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (trials < 1 || trials > Nemesis.STEPS_MAX) {
            throw new UsageException("--trials " + trials + "; expected 1 to " + Nemesis.STEPS_MAX);
        }
        OptionalDouble share = share(precision);
        long from = seed == null ? new SplittableRandom().nextLong(1, 1_000_000) : seed;
        ScenarioFile file = RunCommand.scenario(fault, from);
        List<ClusterSpec> clusters = options.specs(file.settings());
        for (ClusterSpec cluster : clusters) {
            Scenario scenario = TrialPlan.of(file.scenario(), trials, cluster, from);
            options.check(new ScenarioFile(scenario, file.settings(), file.places()), cluster);
        }
        options.workload();
        options.election();
        options.budgets().budgets();
        Home home = Home.find();
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        RunSession session = new RunSession(command, home, options.backend(home), options.runs(home));
        session.console()
                .line("backend " + session.backend().name() + ", seed " + from + ", " + trials + " trials of "
                        + file.scenario().name() + " in each of " + clusters.size()
                        + (clusters.size() == 1 ? " cluster" : " clusters"));
        session.begin();
        List<TrialReport.Configuration> measured = new ArrayList<>();
        for (ClusterSpec cluster : clusters) {
            one(session, file, cluster, from, share).ifPresent(measured::add);
        }
        return conclude(
                session,
                file.scenario(),
                from,
                options.flags(clusters, file.settings(), session.backend().name()),
                measured);
    }

    private Optional<TrialReport.Configuration> one(
            RunSession session, ScenarioFile file, ClusterSpec cluster, long from, OptionalDouble share)
            throws InterruptedException {
        Scenario scenario = options.bounded(TrialPlan.of(file.scenario(), trials, cluster, from));
        Setup setup = options.setup(session, file.settings(), cluster, from, "scripts/interregnum trials" + flags());
        String name = name(cluster);
        SuiteRow row = session.runTrials(
                name,
                scenario,
                setup,
                share.isEmpty() ? Optional.empty() : Optional.of(enough(share.getAsDouble(), from)));
        return row.report().map(report -> configuration(name, report, file.scenario(), setup));
    }

    private static String name(ClusterSpec cluster) {
        return cluster.masterCount() + " masters, session " + TimeText.print(cluster.sessionTimeout()) + ", tick "
                + TimeText.print(cluster.tickTime());
    }

    private static Predicate<History> enough(double share, long seed) {
        return history -> {
            TrialSet set = Measures.everyTrial(history);
            return set.count() >= BEFORE_ENOUGH
                    && set.precision(seed).filter(known -> known <= share).isPresent();
        };
    }

    private TrialReport.Configuration configuration(String name, Report report, Scenario base, Setup setup) {
        Budget.Measured measured = Measures.ofTrials(report.history(), base, setup);
        return new TrialReport.Configuration(
                name,
                report,
                measured.trials(),
                measured.floor(),
                options.budgets().judge(measured));
    }

    private int conclude(
            RunSession session, Scenario base, long from, String clusters, List<TrialReport.Configuration> measured)
            throws InterruptedException {
        List<Integer> codes = new ArrayList<>();
        codes.add(session.end());
        if (!measured.isEmpty()) {
            TrialReport report = new TrialReport(
                    session.runs()
                            .resolve("trials-" + base.name())
                            .resolve("report-" + measured.get(0).report().info().startedAt() + "-seed-" + from),
                    "Trials of " + base.name(),
                    "scripts/interregnum trials" + flags() + " --seed " + from + clusters,
                    measured);
            TrialsText.show(report, session.console());
            Path page = Reports.renderTrials(report);
            session.console().line("report: " + page);
            measured.forEach(one -> codes.add(BudgetOption.exitCode(one.budgets())));
            measured.stream()
                    .filter(one -> one.trials().count() < trials)
                    .forEach(one -> session.console()
                            .line(one.name() + ": ended after " + one.trials().count() + " of " + trials + " trials, "
                                    + (precision == null
                                            ? "since all did not become whole again"
                                            : "precise enough, or all did not become whole again")));
        }
        return ExitCode.worstOf(codes);
    }

    private String flags() {
        return " --fault " + fault + " --trials " + trials
                + (precision == null ? "" : " --until-precision " + precision);
    }

    /** @throws UsageException when it is no share */
    static OptionalDouble share(@Nullable String text) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        try {
            double percent = Double.parseDouble(number);
            if (percent > 0 && percent <= 100) {
                return OptionalDouble.of(percent / 100);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new UsageException("\"" + text + "\" is no share; expected above 0 % and up to 100 %, such as 5%");
    }
}
