package io.interregnum.suite.command;

import io.interregnum.cluster.UnableException;
import io.interregnum.metric.Proportion;
import io.interregnum.report.Report;
import io.interregnum.suite.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does the faults of a recorded run again, and says how often the same is found. */
@Command(
        name = "replay",
        description = "Does the faults of a recorded run again: aimed by role where they were, anchored to events "
                + "where they were, else as far apart and as long as they really were. Says how often the same is "
                + "found: the same verdict and, when it is INVALID, a violation of the same worst grade by a "
                + "checker that found it then. Ends with 0 when every run came to its end, whatever was found.",
        footer = {"", "Example: scripts/interregnum replay pause-leader/latest --times 20 --backend local"})
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private ReplayOptions options = new ReplayOptions();

    @Option(names = "--times", defaultValue = "1", description = "How often. Default: ${DEFAULT-VALUE}.")
    private int times;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1) {
            throw new UsageException("--times " + times + " must be at least 1");
        }
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        try (Rerun rerun = new Rerun(console, options, "replay")) {
            rerun.begin();
            return replay(console, rerun);
        }
    }

    private int replay(Console console, Rerun rerun) throws InterruptedException {
        Rang original = Rang.of(rerun.original());
        int same = 0;
        int failed = 0;
        List<String> differences = List.of();
        for (int number = 1; number <= times; number++) {
            try {
                Report report = rerun.once(rerun.replay().steps());
                boolean shown = original.isShownBy(Rang.of(report));
                same += shown ? 1 : 0;
                differences = rerun.differences(report.info());
                console.line(String.format(
                        Locale.ROOT,
                        "%3d  %-4s  %s  %s",
                        number,
                        shown ? "same" : "else",
                        Rang.of(report).text(),
                        report.directory().path().getFileName()));
            } catch (UnableException e) {
                throw e; // the next attempt would not fare better
            } catch (RuntimeException e) {
                failed++;
                console.line(String.format(Locale.ROOT, "%3d  the harness failed: %s", number, e));
            }
        }
        console.line("reproduced " + new Proportion(same, times - failed).text()
                + (failed == 0 ? "" : "; " + failed + " more failed by the harness and are not counted"));
        console.line(differences.isEmpty() ? "on the same as then" : "what differs:");
        differences.forEach(line -> console.line("  " + line));
        return failed == 0 ? ExitCode.VALID : ExitCode.HARNESS;
    }
}
