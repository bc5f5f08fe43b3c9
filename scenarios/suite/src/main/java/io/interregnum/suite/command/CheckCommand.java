package io.interregnum.suite.command;

import io.interregnum.check.CheckResult;
import io.interregnum.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges old runs again; changes nothing. */
@Command(
        name = "check",
        description = "Judges a stored run again, also one that was cut short. Writes nothing.",
        footer = {"", "Example: scripts/interregnum check pause-leader/latest"})
final class CheckCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories, or their names below reports/runs.")
    private List<Path> runs = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        List<Integer> codes = new ArrayList<>();
        for (Path run : runs) {
            Report report = Report.of(RunPath.open(run));
            console.line(
                    report.directory().path() + ": " + report.history().events().size() + " events");
            for (CheckResult result : report.judgement().results()) {
                console.line(String.format("  %-16s %s", result.checker(), result.verdict()));
            }
            console.judged(report);
            codes.add(ExitCode.of(report.verdict()));
        }
        return ExitCode.worstOf(codes);
    }
}
