package io.interregnum.suite.command;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.UnableException;
import io.interregnum.fault.Fault;
import io.interregnum.fault.FaultModel;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Step;
import io.interregnum.fault.Weight;
import io.interregnum.report.Report;
import io.interregnum.run.RandomSchedule;
import io.interregnum.run.Scenario;
import io.interregnum.run.Setup;
import io.interregnum.suite.Home;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.ScenarioFile;
import io.interregnum.suite.file.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws schedules from seeds and runs them. */
@Command(
        name = "random",
        description =
                "Draws a whole schedule of faults from a seed and runs it; with --duration one seed after the other.",
        footer = {"", "Example: scripts/interregnum random --seed 42 --duration 10m --faults 8"})
final class RandomCommand implements Callable<Integer> {
    @Option(names = "--seed", description = "The first one. Default: drawn, and printed.")
    private @Nullable Long seed;

    @Option(names = "--duration", description = "No new seed begins after that. Default: one seed.")
    private Duration duration = Duration.ZERO;

    @Option(names = "--faults", description = "How many in a schedule, 1 to 100. Default: drawn, 3 to 10.")
    private @Nullable Integer faults;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "KIND",
            description = "Faults to draw from, as 'list faults' shows them. Default: all.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--beyond-model",
            description = "Schedules may take away a quorum of ZooKeeper servers and damage as many disks.")
    private boolean beyondModel;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** A seed's schedule. */
    private record Drawn(long seed, List<Step> steps, Optional<String> beyond) {}

    @Override
    public Integer call() throws InterruptedException {
        List<Fault> asked = asked();
        ClusterSpec cluster = options.spec(Settings.NONE);
        String variant = options.variant(Settings.NONE);
        options.workload();
        options.election();
        options.budgets().budgets();
        String registry = options.registry(Settings.NONE);
        wishes(
                cluster,
                asked,
                RandomSchedule.Lack.OF_NOTHING); // refuses what cannot be wished for before anything is tried
        Home home = Home.find();
        RunSession session = new RunSession(
                Objects.requireNonNull(spec).commandLine(), home, options.backend(home), options.runs(home));
        List<Fault> able = able(asked, session);
        RandomSchedule.Wishes wishes = wishes(cluster, able, lack(able, session, registry));
        long firstSeed = seed == null ? new SplittableRandom().nextLong(1, 1_000_000) : seed;
        Drawn drawn = draw(firstSeed, wishes);
        session.begin();
        long endNanos = Main.SINCE_MAIN.nanos() + duration.toNanos();
        while (true) {
            one(session, drawn, settings(cluster, variant, registry));
            if (Main.SINCE_MAIN.nanos() >= endNanos) {
                return session.conclude();
            }
            drawn = draw(drawn.seed() + 1, wishes);
        }
    }

    private List<Fault> asked() {
        List<Fault> asked = new ArrayList<>();
        for (String name : only) {
            asked.add(Faults.named(name)
                    .orElseThrow(() -> new UsageException("unknown fault \"" + name + "\"; there are "
                            + Faults.ALL.stream().map(Fault::name).collect(Collectors.joining(", ")))));
        }
        List<Fault> kinds = asked.isEmpty() ? Faults.ALL : asked;
        List<String> undeclared = asked.stream()
                .filter(fault -> fault.weight() == Weight.UNDECLARED)
                .map(Fault::name)
                .toList();
        if (!undeclared.isEmpty()) {
            throw new UsageException(String.join(", ", undeclared)
                    + ": nobody has said what it takes from the fault model, so it cannot be drawn");
        }
        return kinds;
    }

    /** Those faults that this machine can do; it says which ones it cannot, and why. */
    private static List<Fault> able(List<Fault> faults, RunSession session) {
        List<Fault> able = new ArrayList<>();
        for (Fault fault : faults) {
            List<String> missing = fault.needs().isEmpty()
                    ? List.of()
                    : session.backend().tryNeeds(fault.needs()).stream()
                            .filter(ability -> ability.status() != Ability.Status.WORKS)
                            .map(Ability::name)
                            .toList();
            if (missing.isEmpty()) {
                able.add(fault);
            } else {
                session.console().line("left out: " + fault.name() + " needs " + String.join(", ", missing));
            }
        }
        if (able.isEmpty()) {
            throw new UnableException("none of "
                    + faults.stream().map(Fault::name).collect(Collectors.joining(", "))
                    + " can be had here; scripts/interregnum doctor tells what is missing and how to get it");
        }
        return able;
    }

    /** What values of parameters need and this machine lacks, and what nobody sees with such a registry. */
    private static RandomSchedule.Lack lack(List<Fault> faults, RunSession session, String registry) {
        Map<Need, Set<String>> asked = new EnumMap<>(Need.class);
        faults.forEach(fault -> fault.needsOfParameters()
                .forEach((need, parameters) ->
                        asked.computeIfAbsent(need, each -> new TreeSet<>()).addAll(parameters)));
        Set<Need> missing = EnumSet.noneOf(Need.class);
        asked.forEach((need, parameters) -> {
            boolean works = session.backend().tryNeeds(Set.of(need)).stream()
                    .allMatch(ability -> ability.status() == Ability.Status.WORKS);
            if (!works) {
                missing.add(need);
                session.console()
                        .line("left out: other values of " + String.join(", ", parameters) + " need " + need.title());
            }
        });
        return new RandomSchedule.Lack(
                missing,
                registry.equals(ReferenceSystem.USUAL_REGISTRY) ? Set.of() : Set.of(Occurrence.Kind.EPOCH_CHANGED));
    }

    private RandomSchedule.Wishes wishes(ClusterSpec cluster, List<Fault> kinds, RandomSchedule.Lack lack) {
        try {
            return new RandomSchedule.Wishes(
                    cluster,
                    kinds,
                    faults == null ? OptionalInt.empty() : OptionalInt.of(faults),
                    beyondModel ? RandomSchedule.Bounds.BEYOND_MODEL : RandomSchedule.Bounds.WITHIN_MODEL,
                    lack);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Drawn draw(long seed, RandomSchedule.Wishes wishes) {
        try {
            List<Step> steps = RandomSchedule.draw(seed, wishes);
            return new Drawn(seed, steps, FaultModel.excess(steps, wishes.spec()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + "; try other faults, more servers or --beyond-model");
        }
    }

    private static Settings settings(ClusterSpec cluster, String variant, String registry) {
        return new Settings(
                variant.equals("correct") ? Optional.empty() : Optional.of(variant),
                registry.equals(ReferenceSystem.USUAL_REGISTRY) ? Optional.empty() : Optional.of(registry),
                OptionalInt.of(cluster.ensembleCount()),
                OptionalInt.of(cluster.masterCount()),
                OptionalInt.of(cluster.clientCount()),
                cluster.agentCount() == 0 ? OptionalInt.empty() : OptionalInt.of(cluster.agentCount()),
                cluster.agentCount() == 0 && cluster.frameworkCount() == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(cluster.frameworkCount()),
                Optional.of(cluster.sessionTimeout()),
                Optional.of(cluster.tickTime()));
    }

    private void one(RunSession session, Drawn drawn, Settings settings) throws InterruptedException {
        String beyond = drawn.beyond()
                .map(why -> " Beyond the fault model: " + why + ".")
                .orElse("");
        Scenario scenario = options.bounded(new Scenario(
                "random",
                "Does it withstand the schedule that seed " + drawn.seed() + " draws?" + beyond,
                drawn.steps(),
                false,
                Optional.empty()));
        Setup setup = options.setup(session, Settings.NONE, drawn.seed(), "scripts/interregnum random" + flags());
        Console console = session.console();
        console.line("");
        console.line("seed " + drawn.seed() + ", " + drawn.steps().size() + " faults"
                + (beyond.isEmpty() ? "" : "." + beyond));
        for (int number = 0; number < drawn.steps().size(); number++) {
            console.line("  " + number + "  " + Rerun.text(drawn.steps().get(number)));
        }
        SuiteRow row = session.run("random, seed " + drawn.seed(), scenario, setup, options.budgets());
        row.report().ifPresent(report -> keep(report, ScenarioFile.yaml(scenario, settings)));
        console.line("  seed " + drawn.seed() + ": " + row.verdict()
                + (row.exitCode() == ExitCode.INVALID && !beyond.isEmpty()
                        ? "; the schedule was beyond the fault model, so this need not be the system's fault"
                        : ""));
    }

    private String flags() {
        return (faults == null ? "" : " --faults " + faults)
                + (only.isEmpty() ? "" : " --only " + String.join(",", only))
                + (beyondModel ? " --beyond-model" : "");
    }

    /** Beside the run, as a file to run it again with another seed, or to change. */
    private static void keep(Report report, String yaml) {
        try {
            Files.writeString(report.directory().path().resolve("scenario.yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot write beside the run", e);
        }
    }
}
