package io.interregnum.suite.command;

import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.survive.Kills;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills the harness at random moments and looks at what is left. */
@Command(
        name = "survive",
        description = "Starts the harness in a process of its own, kills it with SIGKILL at a random moment, and "
                + "watches from outside: on docker every link that was silent must be open by the planned end of "
                + "its fault; on local every process must be gone. Then runs 'clean', after which nothing may be "
                + "left. Ends with 1 when something was.",
        footer = {"", "Example: scripts/interregnum bench survive --times 50 --backend docker"})
final class BenchSurviveCommand implements Callable<Integer> {
    /** How often a moment is drawn again because the harness had ended by then. */
    private static final int DRAWS_MAX = 5;

    @Option(names = "--times", defaultValue = "50", description = "How often. Default: ${DEFAULT-VALUE}.")
    private int times;

    @Option(
            names = "--backend",
            defaultValue = "local",
            description = "auto, docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = "local";

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "From which moments and schedules are drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--within",
            defaultValue = "30s",
            description = "The latest moment, from the start of the process. Default: ${DEFAULT-VALUE}.")
    private Duration within = Duration.ZERO;

    @Option(
            names = "--from",
            defaultValue = "500ms",
            description = "The earliest moment, from the start of the process. Default: ${DEFAULT-VALUE}.")
    private Duration from = Duration.ZERO;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1) {
            throw new UsageException("--times " + times + " must be at least 1");
        }
        if (from.compareTo(within) >= 0) {
            throw new UsageException(
                    "--from " + from.toMillis() + "ms must be before --within " + within.toMillis() + "ms");
        }
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        Kills kills = new Kills(Backends.choose(backend, Home.find()).name(), directory());
        List<Kills.Report> reports = new ArrayList<>();
        for (int number = 1; number <= times; number++) {
            Kills.Report report = round(kills, number, new SplittableRandom(seed * 1_000_003 + number));
            reports.add(report);
            console.line(String.format(Locale.ROOT, "%3d  %s", number, report.line()));
            report.wrong().forEach(line -> console.line("     WRONG " + line));
        }
        return conclude(console, kills, reports);
    }

    private Kills.Report round(Kills kills, int number, RandomGenerator chance) throws InterruptedException {
        List<String> scenario = draw(chance);
        Duration latest = within;
        Kills.Killed round = null;
        for (int draw = 0; draw < DRAWS_MAX && (round == null || !round.killed()); draw++) {
            Duration moment = Duration.ofMillis(chance.nextLong(from.toMillis(), latest.toMillis()));
            round = kills.round(number, scenario, moment);
            latest = moment.compareTo(from) > 0 ? moment : latest; // it ends earlier than that
        }
        return Objects.requireNonNull(round).report();
    }

    private static List<String> draw(RandomGenerator chance) {
        return List.of("random", "--seed", Long.toString(chance.nextLong(1, 1_000_000)));
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("interregnum-survive-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary directory", e);
        }
    }

    private static int conclude(Console console, Kills kills, List<Kills.Report> reports) {
        long withFault =
                reports.stream().filter(report -> report.plannedMillis() >= 0).count();
        long wrong =
                reports.stream().filter(report -> !report.wrong().isEmpty()).count();
        console.line("");
        console.line(String.format(Locale.ROOT, "%-8s %6s %11s %6s", "backend", "kills", "with fault", "wrong"));
        console.line(
                String.format(Locale.ROOT, "%-8s %6d %11d %6d", kills.backend(), reports.size(), withFault, wrong));
        if (wrong > 0) {
            console.line("what the killed ones wrote is in " + kills.directory());
            return ExitCode.INVALID;
        }
        kills.forget();
        return ExitCode.VALID;
    }
}
