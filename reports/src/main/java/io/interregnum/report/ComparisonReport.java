package io.interregnum.report;

import io.interregnum.metric.Comparison;
import io.interregnum.metric.TrialSet;
import java.util.List;

/**
 * Two measurements beside each other. Immutable.
 *
 * @param nameA what the first is called
 * @param nameB what the second is called
 * @param pairs in the order in which they are shown
 */
public record ComparisonReport(String nameA, String nameB, List<Pair> pairs) {

    public ComparisonReport {
        pairs = List.copyOf(pairs);
    }

    /**
     * The same configuration, measured twice.
     *
     * @param name of the configuration
     * @param comparison of {@code a} with {@code b}
     */
    public record Pair(String name, TrialSet a, TrialSet b, Comparison comparison) {}
}
