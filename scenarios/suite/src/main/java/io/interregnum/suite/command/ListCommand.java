package io.interregnum.suite.command;

import io.interregnum.fault.Faults;
import io.interregnum.suite.scenario.Scenarios;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what there is. */
@Command(
        name = "list",
        description = "Lists scenarios and faults.",
        footer = {"", "Example: scripts/interregnum list faults"})
final class ListCommand implements Callable<Integer> {
    /** What can be listed. */
    enum What {
        SCENARIOS,
        FAULTS
    }

    @Parameters(arity = "0..1", paramLabel = "WHAT", description = "scenarios or faults. Default: both.")
    private @Nullable What what;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        if (what != What.FAULTS) {
            console.line("scenarios");
            Scenarios.ALL.forEach(
                    scenario -> console.line(String.format("  %-26s %s", scenario.name(), scenario.question())));
        }
        if (what != What.SCENARIOS) {
            console.line("faults");
            Faults.ALL.forEach(fault -> console.line(String.format("  %-26s %s", fault.name(), fault.description())));
        }
        return ExitCode.VALID;
    }
}
