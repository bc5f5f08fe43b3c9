package io.interregnum.suite.command;

import io.interregnum.check.CheckResult;
import io.interregnum.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges old runs again, or any histories by a model; changes nothing. */
@Command(
        name = "check",
        description = {
            "Judges a stored run again, also one that was cut short. Writes nothing.",
            "With --model or --model-ns: judges files of histories, and prints a line of JSON for each."
        },
        footer = {
            "",
            "Example: scripts/interregnum check pause-leader/latest",
            "Example: scripts/interregnum check --model cas-register --initial 0 history.edn"
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description =
                    "Run directories, or their names below reports/runs. With a model: files, or directories of them.")
    private List<Path> runs = new ArrayList<>();

    @ArgGroup(exclusive = false, heading = "%nJudging files of histories:%n")
    private @Nullable JudgeOptions options;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Console console = new Console(command.getOut());
        return options == null ? checkRuns(console, command) : checkFiles(options, console, command);
    }

    private int checkFiles(JudgeOptions by, Console console, CommandLine command) {
        FileJudge judge = new FileJudge(by);
        return FileRounds.go(
                runs,
                file -> {
                    JudgedFile judged = judge.judge(file);
                    console.line(judged.json());
                    return judged.exitCode();
                },
                command.getErr());
    }

    private int checkRuns(Console console, CommandLine command) {
        return RunRounds.go(
                runs,
                run -> {
                    Report report = Report.of(RunPath.open(run));
                    console.line(report.directory().path() + ": "
                            + report.history().events().size() + " events");
                    for (CheckResult result : report.judgement().results()) {
                        console.line(String.format("  %-16s %s", result.checker(), result.verdict()));
                    }
                    console.judged(report);
                    return ExitCode.of(report.verdict());
                },
                command.getErr());
    }
}
