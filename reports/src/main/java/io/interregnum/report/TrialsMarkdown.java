package io.interregnum.report;

import io.interregnum.metric.Budget;
import io.interregnum.metric.Difference;
import io.interregnum.metric.FloorDistribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** {@code summary.md} of trials and of comparisons. */
final class TrialsMarkdown {
    private TrialsMarkdown() {}

    static String text(TrialReport report) {
        TrialsPage page = new TrialsPage(report);
        StringBuilder text = new StringBuilder();
        text.append("# ").append(report.verdict()).append(": ").append(SummaryMarkdown.escape(report.title()));
        text.append("\n\n").append(SummaryMarkdown.escape(page.sentence())).append("\n\n");
        text.append("Measure again: ")
                .append(SummaryMarkdown.code(report.command()))
                .append("\n");
        for (TrialReport.Configuration each : report.configurations()) {
            text.append("\n## [")
                    .append(SummaryMarkdown.escape(each.name()))
                    .append("](<")
                    .append(page.link(each))
                    .append(">)\n\n");
            row(text, List.of("", "Seen", "Min", "Median", "95 % interval", "p90", "p95", "p99", "Max"));
            row(text, Collections.nCopies(9, "---"));
            page.measures(each).forEach(measure -> row(text, cells(measure)));
            each.floor().ifPresent(floor -> row(text, cells(floor)));
            each.budgets().forEach(outcome -> budget(text, outcome));
        }
        return Plain.visible(text.toString());
    }

    private static List<String> cells(Measure measure) {
        List<String> cells = new ArrayList<>(List.of(
                measure.name(),
                String.valueOf(measure.sample().count()),
                Figures.duration(measure.min()),
                Figures.duration(measure.percentile(50)),
                measure.intervalWords(50)));
        for (int percent : List.of(90, 95, 99)) {
            cells.add(Figures.duration(measure.percentile(percent)));
        }
        cells.add(Figures.duration(measure.max()));
        return cells;
    }

    private static List<String> cells(FloorDistribution floor) {
        List<String> figures = TrialsPage.floorCells(floor);
        return List.of(
                "floor",
                "",
                figures.get(0),
                figures.get(1),
                "",
                figures.get(2),
                figures.get(3),
                figures.get(4),
                figures.get(5));
    }

    private static void budget(StringBuilder text, Budget.Outcome outcome) {
        text.append("\n- budget ")
                .append(SummaryMarkdown.code(outcome.budget().text()))
                .append(": **")
                .append(outcome.status())
                .append("**, ")
                .append(SummaryMarkdown.escape(outcome.reason()))
                .append("\n");
    }

    static String text(ComparisonReport report) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(SummaryMarkdown.escape(report.nameA()))
                .append(" and ")
                .append(SummaryMarkdown.escape(report.nameB()))
                .append("\n");
        for (ComparisonReport.Pair pair : report.pairs()) {
            text.append("\n## ").append(SummaryMarkdown.escape(pair.name())).append("\n\n");
            text.append(SummaryMarkdown.escape(pair.comparison().sentence())).append("\n\n");
            row(
                    text,
                    List.of(
                            "",
                            "Seen A",
                            "Seen B",
                            "Median A",
                            "Median B",
                            "B less A",
                            "95 % interval",
                            "p, corrected"));
            row(text, Collections.nCopies(8, "---"));
            pair.comparison().differences().forEach(each -> row(text, cells(each)));
        }
        return Plain.visible(text.toString());
    }

    /** Such as a row of a table shows it. */
    static List<String> cells(Difference each) {
        List<String> cells = new ArrayList<>(List.of(
                each.name(),
                String.valueOf(each.a().count()),
                String.valueOf(each.b().count())));
        if (each.judged().isEmpty()) {
            cells.addAll(List.of("-", "-", "-", "-", "seen too seldom to tell"));
            return cells;
        }
        Difference.Judged known = each.judged().get();
        cells.add(Figures.duration(known.medianANanos()));
        cells.add(Figures.duration(known.medianBNanos()));
        cells.add(Figures.duration(known.nanos()));
        cells.add(Figures.range(known.interval().lowerNanos(), known.interval().upperNanos()));
        cells.add(String.format(Locale.ROOT, "%.4f", known.corrected()) + (each.differs() ? " differs" : ""));
        return cells;
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
