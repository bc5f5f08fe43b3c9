package io.interregnum.suite.command;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.UnableException;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.history.FaultEvent;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.survive.Kills;
import io.interregnum.suite.survive.Moment;
import io.interregnum.suite.survive.Round;
import io.interregnum.suite.survive.Tally;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills the harness at random moments and looks at what is left. */
@Command(
        name = "survive",
        description =
                "Starts the harness in a process of its own, kills it with SIGKILL at a random moment of a random "
                        + "schedule, and watches from outside: on docker every link must be open by the planned end of what cut "
                        + "it; on local every process must be gone. Then starts the harness again, after which nothing may be "
                        + "left. Ends with 1 when something was wrong, 2 when too little was tried to tell, 4 when a backend "
                        + "cannot be used here, 255 when a harness failed before it was killed.",
        footer = {"", "Example: scripts/interregnum bench survive --times 50"})
final class BenchSurviveCommand implements Callable<Integer> {
    private static final String BOTH = "both";
    /** How often a harness is started again because the one before had ended by its moment. */
    private static final int DRAWS_MAX = 5;
    /** One round in so many of each backend is killed while a cut lasts, the first of them first. */
    private static final int IN_CUT_EVERY = 4;
    /** Of the others, one in so many is killed some time after the start of its process, whatever it does then. */
    private static final int OF_PROCESS_EVERY = 8;

    @Option(names = "--times", defaultValue = "50", description = "How often. Default: ${DEFAULT-VALUE}.")
    private int times;

    @Option(
            names = "--backend",
            defaultValue = BOTH,
            description = "both (docker and local by turns), auto, docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = BOTH;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "From which moments and schedules are drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--within",
            defaultValue = "60s",
            description = "The latest moment, from the begin of the run. Default: ${DEFAULT-VALUE}.")
    private Duration within = Duration.ZERO;

    @Option(
            names = "--from",
            defaultValue = "500ms",
            description =
                    "The earliest moment, likewise. One round in four of each backend is killed while a cut lasts "
                            + "instead; of the others one in eight counts from the start of the process. Default: "
                            + "${DEFAULT-VALUE}.")
    private Duration from = Duration.ZERO;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Home home = Home.find();
        List<String> backends = backend.equals(BOTH)
                ? List.of("docker", "local")
                : List.of(Backends.choose(backend, home).name());
        refuseBadNumbers(backends);
        backends.forEach(name -> refuseUnusable(Backends.choose(name, home)));
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        Path directory = directory();
        Tally tally = new Tally(backends);
        for (int number = 0; number < times; number++) {
            String name = backends.get(number % backends.size());
            RandomGenerator chance = new SplittableRandom(seed * 1_000_003 + number + 1);
            boolean inCut = number / backends.size() % IN_CUT_EVERY == 0;
            Round round = round(new Kills(name, directory), "round-" + (number + 1), inCut, chance);
            tally.add(name, round);
            console.line(String.format(Locale.ROOT, "%3d  %-6s  %s", number + 1, name, round.line()));
            round.wrong().forEach(line -> console.line("     WRONG " + line));
        }
        return conclude(console, directory, tally);
    }

    private void refuseBadNumbers(List<String> backends) {
        if (times < backends.size()) {
            throw new UsageException("--times " + times + " must be at least " + (times < 1 ? 1 : backends.size())
                    + (times < 1 ? "" : ", one for each backend"));
        }
        if (from.compareTo(within) >= 0) {
            throw new UsageException(
                    "--from " + from.toMillis() + "ms must be before --within " + within.toMillis() + "ms");
        }
    }

    /** @throws UnableException when it lacks something here; says what and how to get it */
    private void refuseUnusable(Backend one) {
        List<String> missing = one.tryAbilities().stream()
                .filter(ability -> ability.status() == Ability.Status.MISSING)
                .map(ability -> ability.name() + " (" + ability.detail() + "; get it: " + ability.remedy() + ")")
                .toList();
        if (!missing.isEmpty()) {
            throw new UnableException("backend " + one.name() + " cannot be used here: " + String.join(", ", missing)
                    + (backend.equals(BOTH)
                            ? "; --backend " + (one.name().equals("docker") ? "local" : "docker") + " does without it"
                            : ""));
        }
    }

    /** Tries until a harness is killed, fails, or often enough. */
    private Round round(Kills kills, String name, boolean inCut, RandomGenerator chance) throws InterruptedException {
        Duration latest = within;
        Round round = null;
        for (int draw = 1; draw <= DRAWS_MAX; draw++) {
            Moment moment = moment(inCut, latest, chance);
            round = kills.round(name + "-" + draw, schedule(inCut, chance), moment);
            if (round.outcome() != Round.Outcome.ENDED && !(inCut && isTooLate(round))) {
                return round;
            }
            if (moment instanceof Moment.OfRun run && run.after().compareTo(from) > 0) {
                latest = run.after(); // they tend to end earlier than that
            }
        }
        return Objects.requireNonNull(round);
    }

    /** Killed when its cut had been healed, though it was to be killed before; nothing was wrong with it. */
    private static boolean isTooLate(Round round) {
        return round.outcome() == Round.Outcome.KILLED
                && round.cutCount() == 0
                && round.wrong().isEmpty();
    }

    private Moment moment(boolean inCut, Duration latest, RandomGenerator chance) {
        if (inCut) {
            return new Moment.InCut(chance.nextDouble());
        }
        Duration after = Duration.ofMillis(chance.nextLong(from.toMillis(), latest.toMillis()));
        return chance.nextInt(OF_PROCESS_EVERY) == 0 ? new Moment.OfProcess(after) : new Moment.OfRun(after);
    }

    private static List<String> schedule(boolean withCuts, RandomGenerator chance) {
        List<String> arguments =
                new ArrayList<>(List.of("random", "--seed", Long.toString(chance.nextLong(1, 1_000_000))));
        if (withCuts) {
            arguments.add("--only");
            arguments.add(Faults.ALL.stream()
                    .filter(fault -> fault.harm() == FaultEvent.Harm.CUT)
                    .map(Fault::name)
                    .collect(Collectors.joining(",")));
        }
        return arguments;
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("interregnum-survive-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary directory", e);
        }
    }

    private static int conclude(Console console, Path directory, Tally tally) {
        console.line("");
        tally.table().forEach(console::line);
        int code = code(console, tally);
        if (code == ExitCode.VALID) {
            new Kills("", directory).forget();
        } else {
            console.line("what the killed ones wrote is in " + directory);
        }
        return code;
    }

    /** Says what stands against a pass. */
    static int code(Console console, Tally tally) {
        List<Integer> codes = new ArrayList<>(List.of(ExitCode.VALID));
        if (tally.failed() > 0) {
            console.line(tally.failed() + " harnesses failed before they were killed");
            codes.add(ExitCode.HARNESS);
        }
        if (tally.wrong() > 0) {
            codes.add(ExitCode.INVALID);
        }
        List<String> doubts = tally.doubts();
        if (!doubts.isEmpty()) {
            doubts.forEach(doubt -> console.line("shows too little: " + doubt));
            codes.add(ExitCode.UNKNOWN);
        }
        return ExitCode.worstOf(codes);
    }
}
