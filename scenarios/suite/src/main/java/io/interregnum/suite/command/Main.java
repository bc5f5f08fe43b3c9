package io.interregnum.suite.command;

import io.interregnum.cluster.UnableException;
import io.interregnum.history.HistoryException;
import io.interregnum.history.RunClock;
import io.interregnum.rundir.RunDirectoryException;
import io.interregnum.suite.UsageException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
        name = "interregnum",
        description = "Was there ever more than one leader, and how long was there none?",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "interregnum 0.1.0-SNAPSHOT",
        footer = {
            "",
            "Exit codes: 0 valid, 1 invalid, 2 unknown, 3 over a budget, 4 this machine can't,",
            "            254 bad arguments, 255 the harness itself failed.",
            "Example: scripts/interregnum run pause-leader --seed 42"
        })
public final class Main {
    /** Begins with the program; its origin is what start-up times are counted from. */
    static final RunClock SINCE_MAIN = RunClock.startNow();

    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            ReplayCommand.class,
            ShrinkCommand.class,
            PackCommand.class,
            RandomCommand.class,
            TrialsCommand.class,
            CompareCommand.class,
            ListCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            GenerateCommand.class,
            BenchCommand.class,
            ZooCommand.class,
            ReportCommand.class,
            DoctorCommand.class,
            CleanCommand.class,
            PrepareCommand.class,
            TestsNotRunCommand.class);

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        int code = ExitCode.HARNESS;
        try {
            code = commandLine(arguments).execute(arguments);
        } catch (Error e) { // such as a missing class
            System.err.println("the harness itself failed: " + e);
            System.err.println(HarnessError.keep(e));
        } finally {
            System.exit(code);
        }
    }

    /**
     * What is asked for by the first word of a command line. Describing one command instead of all saves a third of a second
     * of each start; all are there when the first word names none.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine program = new CommandLine(new Main());
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && nameOf(command).equals(arguments[0]))
                .toList();
        (named.isEmpty() ? COMMANDS : named).forEach(command -> program.addSubcommand(nameOf(command), command));
        return program.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(java.time.Duration.class, Durations::parse)
                .setParameterExceptionHandler(Main::badArguments)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static int badArguments(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(command.getColorScheme().errorText(e.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command) {
        if (e instanceof UnableException) {
            command.getErr().println("this machine can't run it: " + e.getMessage());
            return ExitCode.UNABLE;
        }
        if (e instanceof UsageException || e instanceof RunDirectoryException || e instanceof HistoryException) {
            command.getErr().println(e.getMessage());
            return e instanceof UsageException || e instanceof RunDirectoryException
                    ? ExitCode.USAGE
                    : ExitCode.UNKNOWN;
        }
        command.getErr().println("the harness itself failed: " + e + "; " + HarnessError.keep(e));
        return ExitCode.HARNESS;
    }
}
