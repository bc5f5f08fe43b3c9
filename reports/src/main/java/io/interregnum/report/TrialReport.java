package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.metric.Budget;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.TrialSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Failovers that were tried again and again, under one configuration or several. Immutable.
 *
 * @param directory where the report goes; not that of one of the runs, whose own page would be lost
 * @param title in a few words
 * @param command that runs all of it again
 * @param configurations in the order in which they are shown
 */
public record TrialReport(Path directory, String title, String command, List<Configuration> configurations) {

    public TrialReport {
        directory = directory.toAbsolutePath().normalize();
        configurations = List.copyOf(configurations);
        for (Configuration configuration : configurations) {
            if (configuration.report().directory().path().equals(directory)) {
                throw new IllegalArgumentException("directory=" + directory + " is that of the run of configuration \""
                        + configuration.name() + "\", whose index.html would be overwritten; expected another one, such"
                        + " as its parent");
            }
        }
    }

    /**
     * What trials under one configuration showed.
     *
     * @param name in words, such as {@code 3 masters, session 2 s, tick 500 ms}
     * @param report of the run in which they were made
     * @param trials in the order in which they were made
     * @param floor how soon ZooKeeper can notice under this configuration; empty where that has no closed form
     * @param budgets as judged, in the order in which they were given
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

    /** The worst of the runs' verdicts; {@link Verdict#UNKNOWN} without a run. Budgets have no part in it. */
    public Verdict verdict() {
        return Verdict.worstOf(configurations.stream()
                .map(configuration -> configuration.report().verdict())
                .toList());
    }
}
