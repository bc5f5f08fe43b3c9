package io.interregnum.suite.command;

import io.interregnum.cluster.Need;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Parameter;
import io.interregnum.fault.Targets;
import io.interregnum.run.Scenario;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.ScenarioFile;
import io.interregnum.suite.scenario.Scenarios;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what there is. */
@Command(
        name = "list",
        description = "Lists scenarios, faults, targets and triggers; prints a scenario as a file to begin with.",
        footer = {
            "",
            "Example: scripts/interregnum list faults",
            "         scripts/interregnum list scenario pause-leader > mine.yaml"
        })
final class ListCommand implements Callable<Integer> {
    /** What can be listed. */
    enum What {
        SCENARIOS,
        SCENARIO,
        FAULTS,
        TARGETS,
        TRIGGERS,
        SCHEMA
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description = "scenarios, faults, targets, triggers; 'scenario NAME' for one as a file, 'schema' for the "
                    + "schema of such files. Default: scenarios and faults in short.")
    private @Nullable What what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Of the scenario or fault.")
    private @Nullable String name;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        if (what == null) {
            scenarios(console);
            console.line("faults");
            Faults.ALL.forEach(fault -> console.line(line(fault.name(), fault.description())));
            return ExitCode.VALID;
        }
        switch (what) {
            case SCENARIOS -> scenarios(console);
            case SCENARIO -> lines(console, ScenarioFile.yaml(scenario()));
            case FAULTS -> faults(console);
            case TARGETS -> targets(console);
            case TRIGGERS -> triggers(console);
            case SCHEMA -> lines(console, ScenarioFile.schema());
            default -> throw new IllegalStateException(String.valueOf(what));
        }
        return ExitCode.VALID;
    }

    private static void lines(Console console, String text) {
        text.lines().forEach(console::line);
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "  %-26s %s", name, text);
    }

    private static void scenarios(Console console) {
        console.line("scenarios");
        Scenarios.ALL.forEach(scenario -> console.line(line(scenario.name(), scenario.question())));
    }

    private Scenario scenario() {
        String names = Scenarios.ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
        if (name == null) {
            throw new UsageException("which scenario? there are " + names);
        }
        return Scenarios.named(name)
                .orElseThrow(() -> new UsageException("unknown scenario \"" + name + "\"; there are " + names));
    }

    private void faults(Console console) {
        List<Fault> shown = Faults.ALL.stream()
                .filter(fault -> name == null || fault.name().equals(name))
                .toList();
        if (shown.isEmpty()) {
            throw new UsageException("unknown fault \"" + name + "\"; there are "
                    + Faults.ALL.stream().map(Fault::name).collect(Collectors.joining(", ")));
        }
        for (Fault fault : shown) {
            console.line(fault.name());
            console.line("  does:       " + fault.description());
            console.line("  is seen:    " + fault.victimSees());
            console.line("  aimed at:   " + fault.aim().text());
            console.line("  needs:      " + needs(fault));
            for (Parameter parameter : fault.parameters()) {
                console.line("  with:       " + parameter.name() + ": " + parameter.meaning() + " (standard: "
                        + parameter.standard() + ")");
            }
            console.line("  the model:  "
                    + fault.weight().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                    + fault.weight().words());
        }
    }

    private static String needs(Fault fault) {
        StringBuilder needs = new StringBuilder(
                fault.needs().isEmpty()
                        ? "nothing but nodes"
                        : fault.needs().stream().sorted().map(Need::title).collect(Collectors.joining(", ")));
        fault.needsOfParameters()
                .forEach((need, parameters) -> needs.append("; ")
                        .append(need.title())
                        .append(" for other values of ")
                        .append(String.join(", ", parameters)));
        return needs.toString();
    }

    private static void targets(Console console) {
        console.line("targets, found when the fault begins; or nodes by their names, such as master-1,zk-2");
        for (Targets target : Targets.values()) {
            console.line(line(target.text(), target.meaning()));
        }
    }

    private static void triggers(Console console) {
        console.line("when a fault begins");
        console.line(line("after 2s", "after what is before it in the list was healed; the standard is after 0ms"));
        console.line(line("after 2s of 0,3", "after these steps were healed, counted from 0"));
        console.line(line("at 10s", "so long after the faults began"));
        console.line(line("on EVENT", "when it happens; \"on EVENT plus 20ms\" for later"));
        console.line(line("on EVENT after 0,3", "when it happens next after these steps were healed"));
        console.line("how long it lasts");
        console.line(line("for: 5s", "from the proof of its effect"));
        console.line(line("for: detection plus 2500ms", "longer than ZooKeeper may take to expire a session"));
        console.line(line("until: EVENT at most 20s", "until it happens"));
        console.line(line("until: next EVENT at most 20s", "until it happens after the fault began"));
        console.line("events, the first since the faults began; \"number 3\" after it for the third");
        for (Occurrence.Kind kind : Occurrence.Kind.values()) {
            console.line(line(kind.text() + (kind.speaksOfAStep() ? " of 0" : ""), kind.meaning()));
        }
    }
}
