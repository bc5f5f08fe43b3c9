package io.interregnum.suite.command;

import io.interregnum.check.Verdict;
import io.interregnum.cluster.UnableException;
import io.interregnum.fault.AsRecorded;
import io.interregnum.fault.NodeNames;
import io.interregnum.fault.Step;
import io.interregnum.metric.Proportion;
import io.interregnum.report.Report;
import io.interregnum.run.Scenario;
import io.interregnum.run.Shrink;
import io.interregnum.rundir.RunDirectoryException;
import io.interregnum.suite.RunArchive;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.file.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** Looks for the smallest schedule that still shows what a recorded run showed, and writes it as a scenario. */
@Command(
        name = "shrink",
        description = "Removes faults from a recorded run, then shortens and simplifies what is left, as long as the "
                + "same is found ('replay --help' says what that means), and writes a scenario file. A candidate "
                + "is kept as soon as one of its runs shows the same; it is dropped when none of --runs-per-step "
                + "does, which is wrong with chance (1 - p)^n for one that shows it in a share p of n runs: 13 %% "
                + "for p = 1/2 and n = 3. Ends with 0 when the file was written.",
        footer = {"", "Example: scripts/interregnum shrink random/latest --backend local --budget 15m"})
final class ShrinkCommand implements Callable<Integer> {
    @Mixin
    private ReplayOptions options = new ReplayOptions();

    @Option(
            names = "--runs-per-step",
            defaultValue = "3",
            description = "How often a candidate is tried before it is dropped. Default: ${DEFAULT-VALUE}.")
    private int runsPerStep;

    @Option(
            names = "--budget",
            defaultValue = "15m",
            description = "How long it may take with everything; then what is smallest so far is written. Default: "
                    + "${DEFAULT-VALUE}.")
    private Duration budget = Duration.ZERO;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "Where the scenario is written. Default: shrunk.yaml in the run directory, or beside the " + "zip.")
    private @Nullable Path to;

    @Spec
    private @Nullable CommandSpec spec;

    private final long beganNanos = Main.SINCE_MAIN.nanos();
    private long longestNanos;
    private int runCount;

    /** One run of a candidate. */
    @FunctionalInterface
    interface Attempt {
        boolean shows() throws InterruptedException;
    }

    /** Carries an interruption through the search, which knows nothing of threads. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Interrupted(InterruptedException cause) {
            super(cause);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (runsPerStep < 1) {
            throw new UsageException("--runs-per-step " + runsPerStep + " must be at least 1");
        }
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        try (Rerun rerun = new Rerun(console, options, "shrink")) {
            if (rerun.original().verdict() == Verdict.VALID) {
                throw new UsageException(options.run() + " is VALID: there is nothing in it to keep while it shrinks");
            }
            rerun.begin();
            return shrink(console, rerun);
        } catch (Interrupted e) {
            throw (InterruptedException) Objects.requireNonNull(e.getCause());
        }
    }

    private int shrink(Console console, Rerun rerun) {
        Rang original = Rang.of(rerun.original());
        List<List<Step>> kept = new ArrayList<>(List.of(rerun.replay().steps()));
        Shrink search =
                new Shrink(steps -> shows(console, rerun, original, steps), () -> !fits(1 + 2 * runsPerStep), tried -> {
                    if (tried.kept()) {
                        kept.add(tried.steps());
                    }
                    console.line(String.format(
                            Locale.ROOT,
                            "%5d s  %-7s %d faults  %s",
                            Duration.ofNanos(spentNanos()).toSeconds(),
                            tried.kept() ? "kept" : "dropped",
                            tried.steps().size(),
                            tried.what()));
                });
        Shrink.Found found = search.search(
                rerun.replay().steps(),
                Guesses.of(rerun.original(), rerun.replay().recorded()));
        console.line((found.complete() ? "nothing more can be left out" : "the budget is used up") + " after "
                + runCount + " runs");
        List<Step> chosen = steadiest(console, rerun, original, kept);
        console.line(chosen.size() + " of " + rerun.replay().steps().size() + " faults are left:");
        chosen.forEach(step -> console.line("  " + Rerun.text(step)));
        Path file = write(rerun, chosen);
        console.line("written: " + file + "; run it: scripts/run " + file);
        return ExitCode.VALID;
    }

    private long spentNanos() {
        return Main.SINCE_MAIN.nanos() - beganNanos;
    }

    /** Whether so many more runs, as long as the longest, end within the budget. */
    private boolean fits(int runs) {
        return spentNanos() + runs * longestNanos <= budget.toNanos();
    }

    /**
     * Of what was kept, the last that shows it each time when it is tried as it will stand in the file. Since a
     * candidate was kept for one run that showed it, what was shortened most may be at the edge of showing it.
     */
    private List<Step> steadiest(Console console, Rerun rerun, Rang original, List<List<Step>> kept) {
        List<Step> best = plain(kept.get(kept.size() - 1));
        Proportion bestRate = new Proportion(0, 0);
        for (int i = kept.size() - 1; i >= 0 && (i == kept.size() - 1 || fits(runsPerStep)); i--) {
            List<Step> candidate = plain(kept.get(i));
            Proportion rate = rate(console, rerun, original, candidate);
            console.line("tried as it will be written (" + candidate.size() + " faults"
                    + (i == kept.size() - 1 ? "" : ", " + (kept.size() - 1 - i) + " changes back")
                    + "), the same was found " + rate.text());
            if (bestRate.trials() == 0 || rate.share() > bestRate.share()) {
                best = candidate;
                bestRate = rate;
            }
            if (rate.hits() == runsPerStep) {
                break;
            }
        }
        if (bestRate.hits() == 0) {
            console.line("what is written hardly shows it; try again with more --runs-per-step");
        }
        return best;
    }

    /** A file has no way to say whose part a node played, so there it stands by its name. */
    private static List<Step> plain(List<Step> steps) {
        return steps.stream()
                .map(step -> step.aim() instanceof AsRecorded recorded
                        ? step.aimedAt(new NodeNames(recorded.nodes()))
                        : step)
                .toList();
    }

    private boolean shows(Console console, Rerun rerun, Rang original, List<Step> steps) {
        for (int attempt = 0; attempt < runsPerStep; attempt++) {
            if (attempt(console, rerun, original, steps)) {
                return true;
            }
        }
        return false;
    }

    private boolean attempt(Console console, Rerun rerun, Rang original, List<Step> steps) {
        long startedNanos = Main.SINCE_MAIN.nanos();
        try {
            return attempt(console, () -> original.isShownBy(Rang.of(rerun.once(steps))));
        } finally {
            runCount++;
            longestNanos = Math.max(longestNanos, Main.SINCE_MAIN.nanos() - startedNanos);
        }
    }

    /** A run in which the harness fails, in whatever way, shows nothing, and is told: the search goes on. */
    static boolean attempt(Console console, Attempt attempt) {
        try {
            return attempt.shows();
        } catch (InterruptedException e) {
            throw new Interrupted(e);
        } catch (UnableException e) {
            throw e; // the next attempt would not fare better
        } catch (RuntimeException e) {
            console.line("the harness failed, so it was not shown: " + e);
            return false;
        }
    }

    private Proportion rate(Console console, Rerun rerun, Rang original, List<Step> steps) {
        int same = 0;
        for (int attempt = 0; attempt < runsPerStep; attempt++) {
            same += attempt(console, rerun, original, steps) ? 1 : 0;
        }
        return new Proportion(same, runsPerStep);
    }

    private Path write(Rerun rerun, List<Step> steps) {
        Path file = to != null ? to : standardFile(rerun);
        Report report = rerun.original();
        Scenario scenario = new Scenario(
                rerun.name() + "-shrunk",
                report.info().question(),
                steps,
                report.info().expectations().failoverPlanned(),
                report.info().expectations().overlapBound());
        try {
            Files.writeString(file, ScenarioFile.yaml(scenario, rerun.settings()));
        } catch (IOException e) {
            throw new RunDirectoryException("cannot write " + file + ": " + e + "; choose another one with --to", e);
        }
        return file;
    }

    private Path standardFile(Rerun rerun) {
        return RunArchive.isArchive(options.run())
                ? RunArchive.beside(options.run(), options.runInZip(), "-shrunk.yaml")
                : rerun.original().directory().path().resolve("shrunk.yaml");
    }
}
