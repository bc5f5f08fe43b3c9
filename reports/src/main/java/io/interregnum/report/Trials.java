package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.metric.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A report of trials with what was computed of it, which all of its files share.
 *
 * @param configurations in the order of the report
 */
record Trials(TrialReport report, List<ConfigurationView> configurations) {

    Trials {
        configurations = List.copyOf(configurations);
    }

    /** Computes everything once; links lead from the report's directory. */
    static Trials of(TrialReport report) {
        List<ConfigurationView> views = new ArrayList<>();
        for (TrialReport.Configuration configuration : report.configurations()) {
            views.add(ConfigurationView.of(
                    views.size() + 1, configuration, Links.toRun(report.directory(), configuration.report())));
        }
        return new Trials(report, views);
    }

    Verdict verdict() {
        return report.verdict();
    }

    long trialCount() {
        return configurations.stream().mapToLong(ConfigurationView::trialCount).sum();
    }

    boolean hasBudgets() {
        return configurations.stream()
                .anyMatch(view -> !view.configuration().budgets().isEmpty());
    }

    /** What went wrong if anything did, how long a leader was missing, and whether the budgets were kept. */
    String sentence() {
        List<String> sentences = new ArrayList<>();
        doubt().ifPresent(sentences::add);
        sentences.add(figures());
        budgets().ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    /** Why the verdict is not valid: what is said of the first run that has it. */
    private Optional<String> doubt() {
        if (verdict() == Verdict.VALID) {
            return Optional.empty();
        }
        return configurations.stream()
                .filter(view -> view.configuration().report().verdict() == verdict())
                .findFirst()
                .map(view -> Headline.word(verdict()) + " under " + quoted(view) + ": "
                        + Headline.sentence(view.configuration().report()))
                .map(text -> text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1));
    }

    private String figures() {
        if (configurations.isEmpty()) {
            return "Nothing was run, so nothing is known.";
        }
        long whole = configurations.stream()
                .mapToLong(view -> view.spread(Measure.LATENCY).count())
                .sum();
        if (trialCount() == 0) {
            return "No failover was seen, so nothing was measured.";
        }
        String where =
                configurations.size() == 1 ? "" : " under " + Figures.count(configurations.size(), "configuration");
        String head = Figures.count(trialCount(), "failover") + where;
        long missing = trialCount() - whole;
        if (whole == 0) {
            return head + ", none of which was seen from end to end: how long a leader was missing is not known.";
        }
        String some = missing == 0
                ? ""
                : ", " + String.format(Locale.ROOT, "%,d", missing) + " of which " + (missing == 1 ? "was" : "were")
                        + " not seen from end to end";
        return head + some + ": a leader was missing for " + medians() + floor() + ".";
    }

    private String medians() {
        List<ConfigurationView> measured = configurations.stream()
                .filter(view -> view.spread(Measure.LATENCY).count() > 0)
                .toList();
        Comparator<ConfigurationView> byMedian = Comparator.comparingLong(
                view -> view.spread(Measure.LATENCY).medianNanos().orElseThrow());
        long most = measured.stream()
                .mapToLong(view -> view.spread(Measure.LATENCY).maxNanos().orElseThrow())
                .max()
                .orElseThrow();
        ConfigurationView shortest = measured.stream().min(byMedian).orElseThrow();
        ConfigurationView longest = measured.stream().max(byMedian).orElseThrow();
        String medians = measured.size() == 1
                ? median(shortest) + " in the median" + (configurations.size() == 1 ? "" : " under " + quoted(shortest))
                : median(shortest) + " in the median under " + quoted(shortest) + ", the shortest, and "
                        + median(longest) + " under " + quoted(longest) + ", the longest";
        return medians + (measured.size() == 1 ? ", " : "; ") + Figures.spoken(most) + " at most";
    }

    private static String median(ConfigurationView view) {
        return Figures.spoken(view.spread(Measure.LATENCY).medianNanos().orElseThrow());
    }

    private String floor() {
        if (configurations.size() != 1 || configurations.get(0).floor().isEmpty()) {
            return "";
        }
        return configurations
                .get(0)
                .floor()
                .map(floor -> "; ZooKeeper cannot notice sooner than after "
                        + Figures.spoken(floor.bounds().aboveNanos()) + ", and takes "
                        + Figures.spoken(floor.medianNanos()) + " in the median")
                .orElse("");
    }

    private Optional<String> budgets() {
        long all = configurations.stream()
                .mapToLong(view -> view.configuration().budgets().size())
                .sum();
        long exceeded = count(Budget.Status.EXCEEDED);
        long unknown = count(Budget.Status.UNKNOWN);
        if (all == 0) {
            return Optional.empty();
        }
        if (exceeded + unknown == 0) {
            return Optional.of(all == 1 ? "The budget was kept." : "All " + all + " budgets were kept.");
        }
        return Optional.of("Of " + Figures.count(all, "budget") + ", " + (all - exceeded - unknown) + " kept, "
                + exceeded + " exceeded, " + unknown + " not decided.");
    }

    long count(Budget.Status status) {
        return configurations.stream()
                .flatMap(view -> view.configuration().budgets().stream())
                .filter(outcome -> outcome.status() == status)
                .count();
    }

    StackedMedians medianChart() {
        return StackedMedians.of(configurations);
    }

    private static String quoted(ConfigurationView view) {
        return "\u201c" + view.name() + "\u201d";
    }
}
