package io.interregnum.suite.command;

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

/** Judges histories by a model and shows people why. */
@Command(
        name = "explain",
        description = "Judges files of histories by a model, and says for people why one is not linearizable.",
        footer = {"", "Example: scripts/interregnum explain --model cas-register history.edn"})
final class ExplainCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or directories of them.")
    private List<Path> files = new ArrayList<>();

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable JudgeOptions options;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Console console = new Console(command.getOut());
        FileJudge judge = new FileJudge(Objects.requireNonNull(options));
        return FileRounds.go(
                files,
                file -> {
                    JudgedFile judged = judge.judge(file);
                    ExplanationText.of(judged, judge).lines().forEach(console::line);
                    return judged.exitCode();
                },
                command.getErr());
    }
}
