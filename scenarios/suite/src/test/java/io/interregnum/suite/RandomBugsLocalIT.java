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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From a random schedule that finds a planted bug to a scenario that a person can read: found, done again, shrunk, and run
 * from the file; as often as it takes to state a rate.
 */
@Needs("local")
class RandomBugsLocalIT {
    private static final Pattern REPRODUCED = Pattern.compile("\nreproduced (\\d+) of (\\d+)");
    private static final int SEEDS_MAX = 6;
    private static final int FAULTS = 8;
    /** How often in a row a seed's faults must show it again before they are taken. */
    private static final int CHECKS = 2;

    private static final int REPLAYS = 20;
    private static final int SAME_MIN = 18;
    private static final int LEFT_MAX = 2;
    private static final Duration BUDGET = Duration.ofMinutes(15);

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
    @ValueSource(strings = {"deletes-wrong-ephemeral", "ack-before-persist", "suspended-is-leader,no-fence"})
    void aBugThatARandomScheduleFindsIsShownAgainAndShrunkToAReadableScenario(String variant) throws Exception {
        runs = Program.runsOf(getClass());
        RunDirectory found = find(variant);
        assertThat(ScheduleFile.read(found)).hasSizeGreaterThanOrEqualTo(FAULTS);
        Set<String> rang = rang(found);

        int same = reproduced(found, REPLAYS);
        Path file = runs.resolve("shrunk.yaml");
        List<String> arguments =
                List.of(found.path().toString(), "--to", file.toString(), "--budget", BUDGET.toMinutes() + "m");
        Ended shrunk = interregnum(BUDGET.plusMinutes(2), "shrink", arguments).assertExitCode(0);
        assertThat(Duration.ofNanos(shrunk.tookNanos())).isLessThanOrEqualTo(BUDGET);
        assertThat(shrunk.output()).contains("tried as it will be written");
        Scenario scenario = ScenarioFile.read(file, 1);
        assertThat(scenario.steps()).hasSizeBetween(1, LEFT_MAX);

        assertThat(same).isGreaterThanOrEqualTo(SAME_MIN);
        interregnum(Duration.ofMinutes(4), "run", List.of(file.toString())).assertExitCode(1);
        assertThat(rang(Program.latest(runs, scenario.name()))).containsAnyElementsOf(rang);
    }

    /** The run of the first seed whose schedule finds it, and finds it again. */
    private RunDirectory find(String variant) throws Exception {
        for (int seed = 1; seed <= SEEDS_MAX; seed++) {
            List<String> arguments =
                    List.of("--seed", String.valueOf(seed), "--variant", variant, "--faults", String.valueOf(FAULTS));
            Ended ended = interregnum(Duration.ofMinutes(6), "random", arguments);
            assertThat(ended.exitCode()).as(ended.output()).isIn(0, 1, 2);
            if (ended.exitCode() == 1) {
                RunDirectory run = Program.latest(runs, "random");
                if (reproduced(run, CHECKS) == CHECKS) {
                    return run;
                }
            }
        }
        throw new AssertionError(
                "none of " + SEEDS_MAX + " seeds found " + variant + " each time; the runs are in " + runs);
    }

    /** How often the same is found again. */
    private int reproduced(RunDirectory run, int times) throws Exception {
        Ended replayed = interregnum(
                Duration.ofMinutes(4L * times),
                "replay",
                List.of(run.path().toString(), "--times", String.valueOf(times)));
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
