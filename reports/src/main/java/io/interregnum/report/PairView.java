package io.interregnum.report;

import io.interregnum.metric.Comparison;
import io.interregnum.metric.Difference;
import io.interregnum.metric.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One configuration on both sides, with its differences.
 *
 * @param number from 1, in the order of the report
 * @param rows in the order of {@link Measure}
 */
record PairView(int number, ComparisonReport.Pair pair, List<DifferenceView> rows) {

    PairView {
        rows = List.copyOf(rows);
    }

    static PairView of(int number, ComparisonReport.Pair pair) {
        List<DifferenceView> rows = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            rows.add(DifferenceView.of(
                    measure, measure.of(pair.a()), measure.of(pair.b()), difference(pair.comparison(), measure)));
        }
        return new PairView(number, pair, rows);
    }

    private static Optional<Difference> difference(Comparison comparison, Measure measure) {
        return comparison.differences().stream()
                .filter(difference -> difference.name().equals(measure.word()))
                .findFirst();
    }

    String name() {
        return pair.name();
    }

    boolean differs() {
        return pair.comparison().differs();
    }

    /** Whether of anything it can be said that it differs or that it does not. */
    boolean isJudged() {
        return pair.comparison().isJudged();
    }

    /** Ends with a full stop. */
    String sentence() {
        String sentence = pair.comparison().sentence();
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    List<Curves> curves() {
        List<Curves> curves = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            Sample a = measure.of(pair.a());
            Sample b = measure.of(pair.b());
            curves.add(Curves.ofComparison(measure, a, b));
        }
        return List.copyOf(curves);
    }
}
