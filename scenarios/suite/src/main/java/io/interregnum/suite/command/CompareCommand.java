package io.interregnum.suite.command;

import io.interregnum.metric.Comparison;
import io.interregnum.metric.TrialSet;
import io.interregnum.report.ComparisonReport;
import io.interregnum.report.Reports;
import io.interregnum.report.TrialsFile;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Home;
import io.interregnum.suite.RunArchive;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.trials.Measures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the failovers of two measurements. */
@Command(
        name = "compare",
        description = "Says by how much the failovers of B are slower or faster than those of A, phase by phase, with "
                + "intervals and p-values corrected for looking at several phases. A and B are directories that 'trials' "
                + "wrote, of which clusters of the same name are compared, or single runs. Ends with 0 whatever differs, "
                + "unless --fail-on-regression is given; with 2 when there was too little to tell.",
        footer = {
            "",
            "Example: scripts/interregnum compare reports/runs/trials-kill-leader/report-1 "
                    + "reports/runs/trials-kill-leader/report-2 --fail-on-regression 10%%"
        })
final class CompareCommand implements Callable<Integer> {
    /** Of resampling and permutations: the same two give the same figures. */
    private static final long CHANCE_SEED = 1;

    @Parameters(index = "0", paramLabel = "A", description = "What is compared with.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "What is compared.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path second;

    @Option(
            names = "--fail-on-regression",
            paramLabel = "PERCENT",
            description =
                    "Ends with 3 when the latency or a phase of B certainly differs and its median is above that of A "
                            + "by more than that, such as 10%%.")
    private @Nullable String regression;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report is written. Default: reports/runs/comparisons, in a directory of both names.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Console console = new Console(command.getOut());
        OptionalDouble share = TrialsCommand.share(regression);
        List<TrialsFile.NamedTrials> a = read(first);
        List<TrialsFile.NamedTrials> b = read(second);
        List<ComparisonReport.Pair> pairs = pairs(a, b);
        List<Integer> codes = new ArrayList<>();
        for (ComparisonReport.Pair pair : pairs) {
            console.line(pair.name() + ": " + pair.comparison().sentence());
            doubts(pair).forEach(doubt -> console.line("  " + doubt));
            codes.add(code(pair, share));
        }
        for (String alone : alone(a, b, pairs)) {
            console.line(alone + ": measured on one side only, so it is not compared");
            codes.add(ExitCode.UNKNOWN);
        }
        Path page =
                Reports.renderComparison(new ComparisonReport(first.toString(), second.toString(), pairs), directory());
        console.line("report: " + page);
        return ExitCode.worstOf(codes);
    }

    private static int code(ComparisonReport.Pair pair, OptionalDouble share) {
        if (share.isPresent() && pair.comparison().isRegression(share.getAsDouble())) {
            return ExitCode.OVER_BUDGET;
        }
        return pair.comparison().isJudged() && doubts(pair).isEmpty() ? ExitCode.VALID : ExitCode.UNKNOWN;
    }

    /** Why the two cannot well be compared. */
    private static List<String> doubts(ComparisonReport.Pair pair) {
        List<String> doubts = new ArrayList<>();
        long missingA = pair.a().latency().missingCount();
        long missingB = pair.b().latency().missingCount();
        if (missingB * pair.a().count() > missingA * pair.b().count()) {
            doubts.add("of B " + missingB + " of " + pair.b().count() + " trials were not seen to their end, of A "
                    + missingA + " of " + pair.a().count() + ": B may be slower than it looks");
        }
        if (!faults(pair.a()).equals(faults(pair.b()))) {
            doubts.add("A did " + faults(pair.a()) + " and B " + faults(pair.b()));
        }
        return doubts;
    }

    private static Set<String> faults(TrialSet trials) {
        return trials.failovers().stream()
                .flatMap(failover -> failover.fault().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of clusters that have no counterpart. */
    private static List<String> alone(
            List<TrialsFile.NamedTrials> a, List<TrialsFile.NamedTrials> b, List<ComparisonReport.Pair> pairs) {
        return pairs.size() == 1 && a.size() == 1 && b.size() == 1
                ? List.of()
                : Stream.concat(a.stream(), b.stream())
                        .map(TrialsFile.NamedTrials::name)
                        .filter(name ->
                                pairs.stream().noneMatch(pair -> pair.name().equals(name)))
                        .toList();
    }

    private static List<ComparisonReport.Pair> pairs(List<TrialsFile.NamedTrials> a, List<TrialsFile.NamedTrials> b) {
        List<ComparisonReport.Pair> pairs = new ArrayList<>();
        if (a.size() == 1 && b.size() == 1) {
            String name = a.get(0).name().equals(b.get(0).name())
                    ? a.get(0).name()
                    : a.get(0).name() + " and " + b.get(0).name();
            return List.of(pair(name, a.get(0).trials(), b.get(0).trials()));
        }
        for (TrialsFile.NamedTrials one : a) {
            b.stream()
                    .filter(other -> other.name().equals(one.name()))
                    .findFirst()
                    .ifPresent(other -> pairs.add(pair(one.name(), one.trials(), other.trials())));
        }
        if (pairs.isEmpty()) {
            throw new UsageException("no cluster of the one has the name of one of the other: A has " + names(a)
                    + "; B has " + names(b));
        }
        return pairs;
    }

    private static String names(List<TrialsFile.NamedTrials> trials) {
        return String.join(
                "; ", trials.stream().map(one -> "\"" + one.name() + "\"").toList());
    }

    private static ComparisonReport.Pair pair(String name, TrialSet a, TrialSet b) {
        return new ComparisonReport.Pair(name, a, b, Comparison.of(a, b, CHANCE_SEED));
    }

    private static List<TrialsFile.NamedTrials> read(Path path) {
        Path trials = path.resolve("trials.json");
        if (Files.isRegularFile(trials)) {
            return TrialsFile.read(trials);
        }
        Optional<String> whole = Optional.empty();
        RunDirectory run = RunPath.open(path, whole, RunArchive.beside(path, whole, ""));
        return List.of(new TrialsFile.NamedTrials(run.info().scenario(), Measures.trials(run.history())));
    }

    private Path directory() {
        Path given = out;
        return given != null
                ? given
                : Home.find().runs().resolve("comparisons").resolve(name(first) + "-and-" + name(second));
    }

    /** The last two parts of a path, as a name of one. */
    private static String name(Path path) {
        Path real = path.toAbsolutePath().normalize();
        Path parent = real.getParent();
        String before = parent == null || parent.getFileName() == null ? "" : parent.getFileName() + "-";
        return before + real.getFileName();
    }
}
