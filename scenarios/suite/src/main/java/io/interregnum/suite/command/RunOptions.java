package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.UnfitStepException;
import io.interregnum.run.Scenario;
import io.interregnum.run.Setup;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.MasterElection;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.ScenarioFile;
import io.interregnum.suite.file.Settings;
import io.interregnum.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** On what scenarios are run: what {@code run} and {@code random} have in common. What is not given a file may say. */
final class RunOptions {
    @Option(
            names = "--backend",
            defaultValue = "auto",
            description = "auto, docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = "auto";

    @Option(names = "--ensemble", description = "ZooKeeper servers. Default: 3, unless a scenario file says otherwise.")
    private @Nullable Integer ensemble;

    @Option(
            names = "--masters",
            split = ",",
            paramLabel = "COUNT",
            description = "Masters; 'trials' takes several. Default: 3, unless a scenario file says otherwise.")
    private List<Integer> masters = new ArrayList<>();

    @Option(names = "--clients", description = "Client nodes. Default: 2, unless a scenario file says otherwise.")
    private @Nullable Integer clients;

    @Option(
            names = "--agents",
            description =
                    "Agents that follow the leading master, 0 to 9. Default: 0, unless a scenario file says otherwise.")
    private @Nullable Integer agents;

    @Option(
            names = "--frameworks",
            description = "Framework clients that have tasks run on agents, 0 or 1. Default: 1 where there are agents.")
    private @Nullable Integer frameworks;

    @Option(
            names = "--workload",
            paramLabel = "CONTENT",
            defaultValue = "registers",
            description = "What clients work on: registers, set or mixed. Default: ${DEFAULT-VALUE}.")
    private String workload = "registers";

    @Option(
            names = "--session-timeout",
            split = ",",
            paramLabel = "TIME",
            description =
                    "When ZooKeeper gives a silent master up, 2 to 20 ticks; 'trials' takes several. Default: 2s, "
                            + "unless a scenario file says otherwise.")
    private List<Duration> sessionTimeouts = new ArrayList<>();

    @Option(names = "--tick", description = "ZooKeeper's tick. Default: 500ms, unless a scenario file says otherwise.")
    private @Nullable Duration tick;

    @Option(
            names = "--variant",
            description =
                    "Planted bugs of the reference master, with commas between. Default: correct, unless a scenario "
                            + "file says otherwise.")
    private @Nullable String variant;

    @Mixin
    private ElectionOptions election = new ElectionOptions();

    @Option(
            names = "--registry",
            description =
                    "Where the reference master keeps its registry: zookeeper, or paxos for a log that the masters "
                            + "replicate. Default: zookeeper, unless a scenario file says otherwise.")
    private @Nullable String registry;

    @Option(
            names = "--overlap-bound",
            description =
                    "Longest time for which two masters may both certainly claim to lead. Default: the scenario's.")
    private @Nullable Duration overlapBound;

    @Mixin
    private BudgetOption budgets = new BudgetOption();

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are made. Default: reports/runs.")
    private @Nullable Path out;

    /** @throws UsageException when there is none of that name */
    Backend backend(Home home) {
        return Backends.choose(backend, home);
    }

    /**
     * The cluster that is meant.
     *
     * @param file what a scenario file says of it
     * @throws UsageException when there can be none such
     */
    ClusterSpec spec(Settings file) {
        List<ClusterSpec> all = specs(file);
        if (all.size() > 1) {
            throw new UsageException(
                    "one cluster is run at a time: give --masters and --session-timeout one value each, or "
                            + "try several with 'trials'");
        }
        return all.get(0);
    }

    /**
     * The clusters that are meant, one for each number of masters with each session time-out, in the order given.
     *
     * @param file what a scenario file says of them
     * @throws UsageException when there can be none such
     */
    List<ClusterSpec> specs(Settings file) {
        ClusterSpec standard = ClusterSpec.DEFAULT;
        List<Integer> counts = masters.isEmpty() ? List.of(file.masters().orElse(standard.masterCount())) : masters;
        List<Duration> times = sessionTimeouts.isEmpty()
                ? List.of(file.sessionTimeout().orElse(standard.sessionTimeout()))
                : sessionTimeouts;
        List<ClusterSpec> all = new ArrayList<>();
        for (int count : counts) {
            for (Duration time : times) {
                all.add(spec(file, count, time));
            }
        }
        return all;
    }

    private ClusterSpec spec(Settings file, int masterCount, Duration sessionTimeout) {
        ClusterSpec standard = ClusterSpec.DEFAULT;
        int workers = agents == null ? file.agents().orElse(0) : agents;
        try {
            return new ClusterSpec(
                            ensemble == null ? file.ensemble().orElse(standard.ensembleCount()) : ensemble,
                            masterCount,
                            clients == null ? file.clients().orElse(standard.clientCount()) : clients,
                            sessionTimeout,
                            Optional.ofNullable(tick).or(file::tick).orElse(standard.tickTime()))
                    .withAgents(
                            workers, frameworks == null ? file.frameworks().orElse(workers > 0 ? 1 : 0) : frameworks);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Refuses what cannot be, before anything is started: settings, and steps of which it can be told that they could do
     * nothing.
     *
     * @throws UsageException with file, line and field where a file says it
     */
    void check(ScenarioFile file) {
        Settings settings = file.settings();
        check(file, told(file, message -> timeField(settings, message), () -> spec(settings)));
    }

    /**
     * The same for a cluster that is known already.
     *
     * @throws UsageException with file, line and field where a file says it
     */
    void check(ScenarioFile file, ClusterSpec spec) {
        Settings settings = file.settings();
        Optional<String> bugs = variant == null ? settings.variant().map(text -> "variant") : Optional.empty();
        Optional<String> kept = registry == null ? settings.registry().map(text -> "registry") : Optional.empty();
        String known = told(file, message -> bugs, () -> variant(settings));
        String where = told(file, message -> kept.or(() -> bugs), () -> registry(settings));
        try {
            Nemesis.refuseImpossible(
                    file.scenario().steps(), spec, new ReferenceSystem(List.of(), known, MasterElection.OWN, where));
        } catch (UnfitStepException e) {
            throw file.places().wrongStep(e.step(), file.scenario().name() + ": " + e.getMessage());
        }
    }

    /** The same value; what is wrong with it is told with the place where the file says it. */
    private static <T> T told(ScenarioFile file, Function<String, Optional<String>> field, Supplier<T> value) {
        try {
            return value.get();
        } catch (UsageException e) {
            String message = String.valueOf(e.getMessage());
            throw file.places().wrong(field.apply(message), message);
        }
    }

    /** Which field of a file is at fault; none when the command line says it, or neither does. */
    private Optional<String> timeField(Settings file, String message) {
        boolean times = message.startsWith("sessionTimeout") || message.startsWith("tickTime");
        boolean session =
                times && sessionTimeouts.isEmpty() && file.sessionTimeout().isPresent();
        boolean ticks = times && tick == null && file.tick().isPresent();
        if (ticks && (!session || message.startsWith("tickTime"))) {
            return Optional.of("tick");
        }
        return session ? Optional.of("session-timeout") : Optional.empty();
    }

    /** The bounds that were set; {@link BudgetOption#budgets} says whether they can be judged. */
    BudgetOption budgets() {
        return budgets;
    }

    /** @throws UsageException when it is nothing that masters can do */
    MasterElection election() {
        return election.election();
    }

    /** @throws UsageException when the program does not know it */
    String variant(Settings file) {
        return ReferenceSystem.knownVariant(
                Optional.ofNullable(variant).or(file::variant).orElse("correct"));
    }

    /**
     * What clients do.
     *
     * @throws UsageException when there is no such content
     */
    Workload workload() {
        try {
            return Workload.DEFAULT.withContent(Workload.Content.parse(workload));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** @throws UsageException when the program does not know it, or the variant does nothing with it */
    String registry(Settings file) {
        return ReferenceSystem.knownRegistry(
                Optional.ofNullable(registry).or(file::registry).orElse(ReferenceSystem.USUAL_REGISTRY), variant(file));
    }

    /** The same scenario with the bound that was given. */
    Scenario bounded(Scenario scenario) {
        Duration bound = overlapBound;
        return bound == null ? scenario : scenario.withOverlapBound(bound);
    }

    /**
     * Where run directories are made; created if it does not exist.
     *
     * @throws UsageException when nothing can be written there: better now than after a minute of each scenario
     */
    Path runs(Home home) {
        return runs(out, home);
    }

    /** The same of what another command was given with its own {@code --out}. */
    static Path runs(@Nullable Path out, Home home) {
        Path directory = out == null ? home.runs() : out;
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".writable", ""));
            return directory;
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write to " + directory + ": " + e + "; choose another directory with --out");
        }
    }

    /** @param command what to type to run it again, up to the flags of this */
    Setup setup(RunSession session, Settings file, long seed, String command) {
        return setup(session, file, spec(file), seed, command);
    }

    /** The same on a cluster that is known already. */
    Setup setup(RunSession session, Settings file, ClusterSpec spec, long seed, String command) {
        String bugs = variant(file);
        MasterElection elects = election();
        String kept = registry(file);
        ReferenceSystem system = new ReferenceSystem(elects.classPath(session.home()), bugs, elects, kept);
        return new Setup(
                session.backend(),
                spec,
                system,
                system,
                session.home().mastersClassPath(),
                workload(),
                seed,
                session.runs(),
                command + " --seed " + seed + " --backend " + session.backend().name() + flags(spec, bugs, kept)
                        + elects.flags());
    }

    /**
     * The flags that make these clusters, for a command that takes several, with the budgets.
     *
     * @param all as {@link #specs} has them
     */
    String flags(List<ClusterSpec> all, Settings file, String backendName) {
        String masterCounts = joined(all, spec -> String.valueOf(spec.masterCount()));
        String times = joined(all, RunOptions::sessionTimeout);
        return " --backend " + backendName + flags(all.get(0), masterCounts, times, variant(file), registry(file))
                + election().flags()
                + budgets.budgets().stream()
                        .map(budget -> " --budget " + budget.text())
                        .collect(Collectors.joining());
    }

    private static String joined(List<ClusterSpec> all, Function<ClusterSpec, String> value) {
        return all.stream().map(value).distinct().collect(Collectors.joining(","));
    }

    /** The flags that make this cluster, whatever a file says or standards come to be. */
    private String flags(ClusterSpec spec, String bugs, String kept) {
        return flags(spec, String.valueOf(spec.masterCount()), sessionTimeout(spec), bugs, kept);
    }

    private static String sessionTimeout(ClusterSpec spec) {
        return spec.sessionTimeout().toMillis() + "ms";
    }

    private String flags(ClusterSpec spec, String masterCounts, String sessionTimes, String bugs, String kept) {
        boolean usualClients = spec.clientCount() == ClusterSpec.DEFAULT.clientCount();
        return " --ensemble " + spec.ensembleCount() + " --masters " + masterCounts
                + (usualClients ? "" : " --clients " + spec.clientCount())
                + (spec.agentCount() + spec.frameworkCount() == 0
                        ? ""
                        : " --agents " + spec.agentCount() + " --frameworks " + spec.frameworkCount())
                + (workload.equals("registers") ? "" : " --workload " + workload)
                + " --session-timeout " + sessionTimes + " --tick "
                + spec.tickTime().toMillis() + "ms" + (bugs.equals("correct") ? "" : " --variant " + bugs)
                + (kept.equals(ReferenceSystem.USUAL_REGISTRY) ? "" : " --registry " + kept)
                + (overlapBound == null ? "" : " --overlap-bound " + overlapBound.toMillis() + "ms");
    }
}
