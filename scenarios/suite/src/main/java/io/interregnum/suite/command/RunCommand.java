package io.interregnum.suite.command;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.run.Scenario;
import io.interregnum.suite.Home;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.ScenarioFile;
import io.interregnum.suite.file.Settings;
import io.interregnum.suite.scenario.Scenarios;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenarios on real nodes and reports. */
@Command(
        name = "run",
        description =
                "Runs scenarios on real nodes, judges them and writes reports. Without a name: the default suite.",
        footer = {
            "",
            "Example: scripts/interregnum run pause-leader --seed 42 --session-timeout 2s --tick 500ms",
            "         scripts/interregnum list scenario pause-leader > mine.yaml; scripts/interregnum run mine.yaml"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            description = "Names as 'list' shows them, or files that end in .yaml or .yml.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--seed", description = "From which all chance comes. Default: drawn, and printed.")
    private @Nullable Long seed;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** A scenario and how its user named it. */
    private record Named(String name, ScenarioFile file) {}

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        long firstSeed = seed == null ? new SplittableRandom().nextLong(1, 1_000_000) : seed;
        List<Named> scenarios = scenarios(firstSeed);
        for (Named named : scenarios) {
            options.check(named.file());
        }
        options.workload();
        options.election();
        options.budgets().budgets();
        Home home = Home.find();
        RunSession session = new RunSession(command, home, options.backend(home), options.runs(home));
        ClusterSpec first = options.spec(scenarios.get(0).file().settings());
        session.console()
                .line("backend " + session.backend().name() + ", seed " + firstSeed + ", " + first.ensembleCount()
                        + " ZooKeeper servers, " + first.masterCount() + " masters, "
                        + (first.agentCount() == 0 ? "" : first.agentCount() + " agents, ") + "session "
                        + first.sessionTimeout().toMillis() + " ms, tick "
                        + first.tickTime().toMillis() + " ms");
        session.begin();
        for (Named named : scenarios) {
            Scenario scenario = options.bounded(named.file().scenario());
            session.run(
                    scenario.name(),
                    scenario,
                    options.setup(session, named.file().settings(), firstSeed, "scripts/run " + named.name()),
                    options.budgets());
        }
        return session.conclude();
    }

    private List<Named> scenarios(long seed) {
        List<Named> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(new Named(name, scenario(name, seed)));
        }
        if (chosen.isEmpty()) {
            Scenarios.ALL.forEach(
                    scenario -> chosen.add(new Named(scenario.name(), new ScenarioFile(scenario, Settings.NONE))));
        }
        return chosen;
    }

    /**
     * The scenario of that name, or in the file of that name.
     *
     * @throws UsageException when there is none
     */
    static ScenarioFile scenario(String name, long seed) {
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return ScenarioFile.of(Path.of(name), seed);
        }
        return Scenarios.named(name)
                .map(scenario -> new ScenarioFile(scenario, Settings.NONE))
                .orElseThrow(() -> new UsageException("unknown scenario \"" + name + "\"; there are "
                        + String.join(
                                ", ", Scenarios.ALL.stream().map(Scenario::name).toList())
                        + ", or a file that ends in .yaml"));
    }
}
