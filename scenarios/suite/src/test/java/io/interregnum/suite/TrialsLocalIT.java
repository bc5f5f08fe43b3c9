package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Needs;
import io.interregnum.history.History;
import io.interregnum.metric.Failover.Phase;
import io.interregnum.metric.TrialSet;
import io.interregnum.report.TrialsFile;
import io.interregnum.run.Finished;
import io.interregnum.run.RunListener;
import io.interregnum.run.Scenario;
import io.interregnum.run.ScenarioRunner;
import io.interregnum.run.Setup;
import io.interregnum.suite.ReferenceSystem.Slowness;
import io.interregnum.suite.scenario.Scenarios;
import io.interregnum.suite.trials.Measures;
import io.interregnum.suite.trials.TrialPlan;
import io.interregnum.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Failovers measured over and over, on real nodes. */
@Needs("local")
class TrialsLocalIT {
    private static final Scenario KILL = Scenarios.named("kill-leader").orElseThrow();
    /** So much that no load of a machine that tests is mistaken for it. */
    private static final Duration PLANTED = Duration.ofMillis(1_500);

    @Test
    void measuresEachTrialJudgesBudgetsAndComparesWithItself() throws Exception {
        Path runs = Program.runsOf(getClass());

        Program.Ended ended = Program.run(
                        runs,
                        Duration.ofMinutes(5),
                        "interregnum",
                        "trials",
                        "--trials",
                        "5",
                        "--backend",
                        "local",
                        "--seed",
                        "11",
                        "--budget",
                        "failover.max=100ms",
                        "--budget",
                        "unavailability.max=1m",
                        "--out",
                        runs.toString())
                .assertExitCode(3);

        assertThat(ended.output())
                .contains("trial 5 of 5: kill-leader")
                .contains("budget failover.max=100ms: EXCEEDED, max of 5 is")
                .contains("budget unavailability.max=60s: KEPT");
        Path report = Objects.requireNonNull(Path.of(ended.output()
                        .lines()
                        .filter(line -> line.startsWith("report: "))
                        .reduce("", (first, last) -> last.substring("report: ".length())))
                .getParent());
        assertThat(report.getFileName().toString()).matches("report-\\d{8}T\\d{6}Z-seed-11");
        List<TrialsFile.NamedTrials> read = TrialsFile.read(report.resolve("trials.json"));
        assertThat(read).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo("3 masters, session 2s, tick 500ms");
            assertThat(one.trials().latency().count()).isEqualTo(5);
        });
        assertThat(Files.readAllLines(report.resolve("trials.csv"))).hasSize(6);

        Program.Ended compared = Program.run(
                        runs,
                        Duration.ofMinutes(1),
                        "interregnum",
                        "compare",
                        report.toString(),
                        report.toString(),
                        "--fail-on-regression",
                        "10%",
                        "--out",
                        runs.resolve("comparison").toString())
                .assertExitCode(0);
        assertThat(compared.output()).contains("latency, detection, election, recovery and rediscovery do not differ");
        assertThat(runs.resolve("comparison/index.html")).isRegularFile();
    }

    private static TrialSet measure(Path runs, ReferenceSystem system, int count, Optional<Predicate<History>> enough)
            throws Exception {
        Home home = Home.find();
        Setup setup = new Setup(
                Backends.choose("local", home),
                ClusterSpec.DEFAULT,
                system,
                system,
                home.mastersClassPath(),
                Workload.DEFAULT,
                3,
                runs,
                "a test");
        ScenarioRunner runner =
                new ScenarioRunner(TrialPlan.of(KILL, count, ClusterSpec.DEFAULT, 3), setup, RunListener.SILENT, 0);
        enough.ifPresent(runner::endWhen);
        try (Finished finished = runner.run()) {
            return Measures.everyTrial(finished.directory().history());
        }
    }

    private static Duration median(TrialSet trials, Phase phase) {
        return Duration.ofNanos(trials.phase(phase).percentile(50).orElseThrow());
    }

    /** The metric is told nothing of it; 'bench delays' finds much smaller ones on a machine that does nothing else. */
    @Test
    void aSlowRecoveryIsMeasuredAsRecoveryAndAsNothingElse() throws Exception {
        ReferenceSystem slow =
                new ReferenceSystem(Home.find().mastersClassPath(), "correct").slowed(Slowness.RECOVERY, PLANTED);

        TrialSet trials = measure(Program.runsOf(getClass()), slow, 3, Optional.empty());

        assertThat(trials.count()).isEqualTo(3);
        assertThat(median(trials, Phase.RECOVERY)).isGreaterThanOrEqualTo(PLANTED.minusMillis(50));
        assertThat(median(trials, Phase.ELECTION)).isLessThan(PLANTED.dividedBy(2));
        assertThat(median(trials, Phase.REDISCOVERY)).isLessThan(PLANTED.dividedBy(2));
    }

    @Test
    void endsAsSoonAsItIsEnough() throws Exception {
        ReferenceSystem system = new ReferenceSystem(Home.find().mastersClassPath(), "correct");

        TrialSet trials = measure(
                Program.runsOf(getClass()),
                system,
                50,
                Optional.of(history -> Measures.everyTrial(history).count() >= 2));

        assertThat(trials.count()).isBetween(2, 4);
    }
}
