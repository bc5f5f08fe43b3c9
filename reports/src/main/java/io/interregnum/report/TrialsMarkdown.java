package io.interregnum.report;

import io.interregnum.metric.Budget;
import io.interregnum.metric.FloorDistribution;
import java.util.List;
import java.util.Locale;

/** {@code summary.md} of trials: what a pull request or a job's page shows. */
final class TrialsMarkdown implements Format<Trials> {

    @Override
    public String fileName() {
        return SummaryMarkdown.FILE_NAME;
    }

    @Override
    public String text(Trials trials) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(trials.verdict()).append(": ");
        text.append(SummaryMarkdown.escape(trials.report().title())).append("\n\n");
        text.append(SummaryMarkdown.escape(trials.sentence())).append("\n\n");
        text.append("Run again: ")
                .append(SummaryMarkdown.code(trials.report().command()))
                .append("\n");
        budgets(text, trials);
        trials.configurations().forEach(view -> configuration(text, view));
        return Plain.visible(text.toString());
    }

    private static void budgets(StringBuilder text, Trials trials) {
        if (!trials.hasBudgets()) {
            return;
        }
        text.append("\n## Budgets\n\n");
        SummaryMarkdown.row(text, List.of("Configuration", "Budget", "Status", "Figure", "Bound", "Reason"));
        SummaryMarkdown.row(text, List.of("---", "---", "---", "---:", "---:", "---"));
        for (ConfigurationView view : trials.configurations()) {
            for (Budget.Outcome outcome : view.configuration().budgets()) {
                SummaryMarkdown.row(
                        text,
                        List.of(
                                SummaryMarkdown.escape(view.name()),
                                SummaryMarkdown.escape(outcome.budget().text()),
                                outcome.status().name(),
                                Figures.duration(outcome.figureNanos()),
                                Figures.bound(outcome.boundNanos()),
                                SummaryMarkdown.escape(outcome.reason())));
            }
        }
    }

    private static void configuration(StringBuilder text, ConfigurationView view) {
        text.append("\n## ").append(SummaryMarkdown.escape(view.name())).append("\n\n");
        text.append(view.configuration().report().verdict())
                .append(", ")
                .append(Figures.count(view.trialCount(), "trial"))
                .append(", [run](<")
                .append(view.link())
                .append(">)\n\n");
        SummaryMarkdown.row(text, List.of("Part", "Observed", "Not", "Median", "95 %", "p95", "95 %", "p99", "Max"));
        SummaryMarkdown.row(text, List.of("---", "---:", "---:", "---:", "---", "---:", "---", "---:", "---:"));
        for (Measure measure : Measure.values()) {
            Spread spread = view.spread(measure);
            SummaryMarkdown.row(
                    text,
                    List.of(
                            measure.title(),
                            String.valueOf(spread.count()),
                            String.valueOf(spread.missingCount()),
                            Figures.duration(spread.medianNanos()),
                            Figures.interval(spread.medianInterval()),
                            Figures.duration(spread.p95Nanos()),
                            Figures.interval(spread.p95Interval()),
                            Figures.duration(spread.p99Nanos()),
                            Figures.duration(spread.maxNanos())));
        }
        view.floor().ifPresent(floor -> text.append(words(floor, view)));
        view.unavailability()
                .ifPresent(gaps -> text.append("\nNobody was served for ")
                        .append(Figures.spoken(gaps.longestNanos()))
                        .append(" at the longest, ")
                        .append(Figures.spoken(gaps.totalNanos()))
                        .append(" in all.\n"));
    }

    private static String words(FloorDistribution floor, ConfigurationView view) {
        return String.format(
                Locale.ROOT,
                "\nZooKeeper's floor: %s, median %s; the median of detection is %s beyond that, of the total %s.\n",
                Figures.range(floor.bounds().aboveNanos(), floor.bounds().atMostNanos()),
                Figures.duration(floor.medianNanos()),
                Figures.duration(view.excessNanos(Measure.DETECTION)),
                Figures.duration(view.excessNanos(Measure.LATENCY)));
    }
}
