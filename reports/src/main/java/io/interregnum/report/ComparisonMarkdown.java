package io.interregnum.report;

import java.util.List;

/** {@code summary.md} of a comparison: what a pull request or a job's page shows. */
final class ComparisonMarkdown implements Format<Compared> {

    @Override
    public String fileName() {
        return SummaryMarkdown.FILE_NAME;
    }

    @Override
    public String text(Compared compared) {
        StringBuilder text = new StringBuilder("# Comparison\n\n");
        text.append(SummaryMarkdown.escape(compared.sentence())).append("\n\n");
        text.append("A: ")
                .append(SummaryMarkdown.escape(compared.report().nameA()))
                .append("  \n");
        text.append("B: ")
                .append(SummaryMarkdown.escape(compared.report().nameB()))
                .append("\n");
        compared.pairs().forEach(pair -> pair(text, pair));
        return Plain.visible(text.toString());
    }

    private static void pair(StringBuilder text, PairView pair) {
        text.append("\n## ").append(SummaryMarkdown.escape(pair.name())).append("\n\n");
        text.append(SummaryMarkdown.escape(pair.sentence())).append("\n\n");
        SummaryMarkdown.row(
                text,
                List.of(
                        "Part",
                        "Observed in A",
                        "Observed in B",
                        "Median A",
                        "Median B",
                        "B less A, 95 %",
                        "p, corrected",
                        "Judged"));
        SummaryMarkdown.row(text, List.of("---", "---:", "---:", "---:", "---:", "---:", "---:", "---"));
        for (DifferenceView row : pair.rows()) {
            SummaryMarkdown.row(
                    text,
                    List.of(
                            row.measure().title(),
                            DifferenceView.observed(row.a()),
                            DifferenceView.observed(row.b()),
                            Figures.duration(row.medianANanos()),
                            Figures.duration(row.medianBNanos()),
                            Figures.interval(row.interval()),
                            DifferenceView.probability(row.corrected()),
                            row.words()));
        }
    }
}
