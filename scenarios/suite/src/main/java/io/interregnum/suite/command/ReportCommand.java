package io.interregnum.suite.command;

import io.interregnum.report.Report;
import io.interregnum.report.Reports;
import io.interregnum.suite.RunArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the reports of old runs again. */
@Command(
        name = "report",
        description = "Writes index.html, results.json, junit.xml and summary.md of a stored run again.",
        footer = {"", "Example: scripts/interregnum report latest"})
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "Run directories, their names below reports/runs, or zips, which are unpacked beside "
                    + "themselves.")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--run",
            paramLabel = "NAME",
            description = "Which run, of a zip that holds several: its directory there, or the last parts of that.")
    private @Nullable String runInZip;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Console console = new Console(command.getOut());
        Optional<String> inZip = Optional.ofNullable(runInZip);
        return RunRounds.go(
                runs,
                run -> {
                    Report report = Report.of(RunPath.open(run, inZip, RunArchive.beside(run, inZip, "")));
                    Reports.render(report);
                    console.line(
                            report.verdict() + "  " + report.directory().path().resolve("index.html"));
                    return ExitCode.VALID;
                },
                command.getErr());
    }
}
