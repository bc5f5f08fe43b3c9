package io.interregnum.report;

import io.interregnum.metric.Comparison;
import io.interregnum.metric.TrialSet;
import java.util.List;

/**
 * Trials of two systems, or of two states of one, side by side. Immutable.
 *
 * @param nameA what is compared with
 * @param nameB what is compared
 * @param pairs in the order in which they are shown
 */
public record ComparisonReport(String nameA, String nameB, List<Pair> pairs) {

    public ComparisonReport {
        pairs = List.copyOf(pairs);
    }

    /**
     * The same configuration on both sides.
     *
     * @param name of the configuration
     */
    public record Pair(String name, TrialSet a, TrialSet b, Comparison comparison) {}
}
