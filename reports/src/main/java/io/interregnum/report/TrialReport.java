package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.metric.Budget;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.TrialSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Failovers that were measured many times over, under one or several configurations. Immutable.
 *
 * @param directory where the report goes
 * @param title what was tried
 * @param command what to type to measure it again
 * @param configurations in the order in which they are shown
 */
public record TrialReport(Path directory, String title, String command, List<Configuration> configurations) {

    public TrialReport {
        configurations = List.copyOf(configurations);
    }

    /**
     * The trials in one life of a cluster.
     *
     * @param name tells it from the others; two measurements are compared where they have the same name
     * @param report of the run in which they were made
     * @param trials its failovers that followed a fault
     * @param floor how soon ZooKeeper can notice that fault; empty where that is not known
     * @param budgets what became of the bounds that were set
     */
    public record Configuration(
            String name,
            Report report,
            TrialSet trials,
            Optional<FloorDistribution> floor,
            List<Budget.Outcome> budgets) {

        public Configuration {
            budgets = List.copyOf(budgets);
        }
    }

    /** The worst of the runs. */
    public Verdict verdict() {
        return Verdict.worstOf(
                configurations.stream().map(each -> each.report().verdict()).toList());
    }
}
