package io.interregnum.report;

import io.interregnum.metric.Difference;
import java.util.List;
import java.util.Optional;

/** What the page of a comparison shows beside what the report says. */
record ComparisonPage(ComparisonReport report) {

    static String html(ComparisonReport report) {
        return HtmlPage.render("comparison.jte", new ComparisonPage(report));
    }

    List<List<String>> rows(ComparisonReport.Pair pair) {
        return pair.comparison().differences().stream()
                .map(TrialsMarkdown::cells)
                .toList();
    }

    /** Both in one plot, for the latency and each phase. */
    List<Ecdf> plots(ComparisonReport.Pair pair) {
        return pair.comparison().differences().stream()
                .map(ComparisonPage::plot)
                .toList();
    }

    private static Ecdf plot(Difference each) {
        return Ecdf.of(
                each.name(),
                List.of(new Ecdf.Series("curve-a", "A", each.a()), new Ecdf.Series("curve-b", "B", each.b())),
                Optional.empty());
    }
}
