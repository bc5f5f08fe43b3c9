package io.interregnum.suite.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures; what it measures is the subcommand. */
@Command(
        name = "bench",
        description = "Measures parts of the program on this machine.",
        subcommands = {
            BenchCheckCommand.class,
            BenchFaultsCommand.class,
            BenchSurviveCommand.class,
            BenchFloorCommand.class,
            BenchDelaysCommand.class
        },
        footer = {"", "Example: scripts/interregnum bench check"})
final class BenchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "bench what? There are: check, faults, survive, floor, delays");
    }
}
