package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Verdict;
import io.interregnum.cluster.Needs;
import io.interregnum.report.Report;
import io.interregnum.run.Scenario;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.ScheduleFile;
import io.interregnum.suite.Program.Ended;
import io.interregnum.suite.file.ScenarioFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From a random schedule that finds a planted bug to a scenario that a person can read: found, done again, shrunk, and run
 * from the file. One bug with two faults, as far as the file; in the long form three bugs with eight faults each, and as often
 * as it takes to state a rate.
 */
@Needs("local")
class RandomBugsLocalIT {
    private static final Pattern REPRODUCED = Pattern.compile("\nreproduced (\\d+) of (\\d+)");
    private static final int SEEDS_MAX = 6;
    private static final Duration REPLAYS_LIMIT = Duration.ofMinutes(90);

    /**
     * How much is done.
     *
     * @param variant the planted bug
     * @param random further arguments of {@code random}
     * @param faultsMin how many faults the schedule must have
     * @param checks how often in a row a seed's faults must show it again before they are taken
     * @param times how often the faults are done again
     * @param sameMin how often of those the same must be found
     * @param shrink further arguments of {@code shrink}
     * @param limit of the shrinking
     * @param leftMax how many faults may be left
     * @param runs how often the file that was written is run
     * @param replaying what the replays are done by: one that waits for them where the rate counts
     */
    record Effort(
            String variant,
            List<String> random,
            int faultsMin,
            int checks,
            int times,
            int sameMin,
            List<String> shrink,
            Duration limit,
            int leftMax,
            int runs,
            Executor replaying) {

        static Effort full(String variant) {
            return new Effort(
                    variant,
                    List.of("--faults", "8"),
                    8,
                    2,
                    20,
                    18,
                    List.of("--budget", "15m"),
                    Duration.ofMinutes(15),
                    2,
                    1,
                    Runnable::run);
        }

        /** Two faults of one kind on few nodes, so that the first seed finds it and a run is short. */
        static Effort reduced() {
            List<String> random = List.of(
                    "--faults",
                    "2",
                    "--only",
                    "kill-leader",
                    "--ensemble",
                    "1",
                    "--masters",
                    "2",
                    "--session-timeout",
                    "1s",
                    "--tick",
                    "200ms");
            return new Effort(
                    "ack-before-persist",
                    random,
                    2,
                    0,
                    2,
                    1,
                    List.of("--budget", "25s", "--runs-per-step", "2"),
                    Duration.ofMinutes(3),
                    1,
                    0,
                    replays -> new Thread(replays, "replays").start());
        }
    }

    static List<Effort> efforts() {
        return Boolean.getBoolean("interregnum.long")
                ? List.of(
                        Effort.full("deletes-wrong-ephemeral"),
                        Effort.full("ack-before-persist"),
                        Effort.full("suspended-is-leader,no-fence"))
                : List.of(Effort.reduced());
    }

    private Path runs = Path.of("");

    private Ended interregnum(Duration limit, String command, List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(arguments);
        all.addAll(List.of("--backend", "local", "--out", runs.toString()));
        Ended ended = Program.run(runs, limit, "interregnum", all.toArray(String[]::new));
        System.out.printf("MEASURED %s: %d s%n%s%n", all, ended.tookNanos() / 1_000_000_000, ended.output());
        return ended;
    }

    @Needs("long")
    @ParameterizedTest
    @MethodSource("efforts")
    void aBugThatARandomScheduleFindsIsShownAgainAndShrunkToAReadableScenario(Effort effort) throws Exception {
        runs = Program.runsOf(getClass());
        RunDirectory found = find(effort);
        assertThat(ScheduleFile.read(found)).hasSizeGreaterThanOrEqualTo(effort.faultsMin());
        Set<String> rang = rang(found);

        CompletableFuture<Integer> same =
                CompletableFuture.supplyAsync(() -> reproduced(found, effort.times()), effort.replaying());
        Path file = runs.resolve("shrunk.yaml");
        List<String> arguments = new ArrayList<>(List.of(found.path().toString(), "--to", file.toString()));
        arguments.addAll(effort.shrink());
        Ended shrunk =
                interregnum(effort.limit().plusMinutes(2), "shrink", arguments).assertExitCode(0);
        assertThat(Duration.ofNanos(shrunk.tookNanos())).isLessThanOrEqualTo(effort.limit());
        assertThat(shrunk.output()).contains("tried as it will be written");
        Scenario scenario = ScenarioFile.read(file, 1);
        assertThat(scenario.steps()).hasSizeBetween(1, effort.leftMax());

        assertThat(same.get(REPLAYS_LIMIT.toMinutes(), TimeUnit.MINUTES)).isGreaterThanOrEqualTo(effort.sameMin());
        for (int i = 0; i < effort.runs(); i++) {
            interregnum(Duration.ofMinutes(4), "run", List.of(file.toString())).assertExitCode(1);
            assertThat(rang(Program.latest(runs, scenario.name()))).containsAnyElementsOf(rang);
        }
    }

    /** The run of the first seed whose schedule finds it, and finds it again. */
    private RunDirectory find(Effort effort) throws Exception {
        for (int seed = 1; seed <= SEEDS_MAX; seed++) {
            List<String> arguments =
                    new ArrayList<>(List.of("--seed", String.valueOf(seed), "--variant", effort.variant()));
            arguments.addAll(effort.random());
            Ended ended = interregnum(Duration.ofMinutes(6), "random", arguments);
            assertThat(ended.exitCode()).as(ended.output()).isIn(0, 1, 2);
            if (ended.exitCode() == 1) {
                RunDirectory run = Program.latest(runs, "random");
                if (effort.checks() == 0 || reproduced(run, effort.checks()) == effort.checks()) {
                    return run;
                }
            }
        }
        throw new AssertionError(
                "none of " + SEEDS_MAX + " seeds found " + effort.variant() + " each time; the runs are in " + runs);
    }

    /** How often the same is found again. */
    private int reproduced(RunDirectory run, int times) {
        Ended replayed;
        try {
            replayed = interregnum(
                    Duration.ofMinutes(4L * times),
                    "replay",
                    List.of(run.path().toString(), "--times", String.valueOf(times)));
        } catch (Exception e) {
            throw new CompletionException("cannot replay " + run.path(), e);
        }
        Matcher matcher = REPRODUCED.matcher(replayed.assertExitCode(0).output());
        assertThat(matcher.find()).as(replayed.output()).isTrue();
        assertThat(Integer.parseInt(matcher.group(2))).isEqualTo(times);
        return Integer.parseInt(matcher.group(1));
    }

    /** The checkers that found a violation. */
    private static Set<String> rang(RunDirectory run) {
        Report report = Report.of(run);
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        return report.judgement().results().stream()
                .filter(result -> result.verdict() == Verdict.INVALID)
                .map(CheckResult::checker)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
