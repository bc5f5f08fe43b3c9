package io.interregnum.report;

import io.interregnum.metric.Budget;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.Unavailability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A configuration with what was computed of it.
 *
 * @param number from 1, in the order of the report
 * @param link from the report's page to the run's
 * @param spreads of every measure
 * @param unavailability of all clients together; empty where no client asked for anything
 */
record ConfigurationView(
        int number,
        TrialReport.Configuration configuration,
        String link,
        Map<Measure, Spread> spreads,
        Optional<Unavailability.Gaps> unavailability) {
    /** So many rows a page can bear; all of them are in the other files. */
    private static final int TRIALS_SHOWN_MAX = 1000;
    /** From which resamples are drawn; the same as on the console, so that both tell the same intervals. */
    private static final long INTERVAL_SEED = 1;

    ConfigurationView {
        spreads = Collections.unmodifiableMap(new EnumMap<>(spreads));
    }

    /** Of what a configuration showed. */
    static ConfigurationView of(int number, TrialReport.Configuration configuration, String link) {
        Report report = configuration.report();
        Map<Measure, Spread> spreads = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            spreads.put(measure, Spread.of(measure.of(configuration.trials()), INTERVAL_SEED));
        }
        boolean asked = !report.history().clientOperations().isEmpty();
        return new ConfigurationView(
                number,
                configuration,
                link,
                spreads,
                asked ? Optional.of(Unavailability.of(report.history()).all()) : Optional.empty());
    }

    String name() {
        return configuration.name();
    }

    int trialCount() {
        return configuration.trials().count();
    }

    List<Failover> trials() {
        return configuration.trials().failovers();
    }

    List<Failover> trialsShown() {
        return trials().stream().limit(TRIALS_SHOWN_MAX).toList();
    }

    Optional<FloorDistribution> floor() {
        return configuration.floor();
    }

    Spread spread(Measure measure) {
        Spread spread = spreads.get(measure);
        if (spread == null) {
            throw new IllegalStateException("no spread of " + measure);
        }
        return spread;
    }

    /** How much the median of a measure lies above the floor's; may be negative. */
    OptionalLong excessNanos(Measure measure) {
        OptionalLong median = spread(measure).medianNanos();
        return floor().isPresent() && median.isPresent() && measure.hasFloor()
                ? OptionalLong.of(median.getAsLong() - floor().get().medianNanos())
                : OptionalLong.empty();
    }

    String excessWords(Measure measure) {
        return measure.hasFloor() && floor().isPresent() ? Figures.duration(excessNanos(measure)) : "does not apply";
    }

    /** Charts of the distribution functions, in the order of {@link Measure}. */
    List<Curves> curves() {
        List<Curves> curves = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            curves.add(Curves.ofTrials(measure, spread(measure), floor().filter(floor -> measure.hasFloor())));
        }
        return List.copyOf(curves);
    }

    /** {@code kept}, {@code exceeded} or {@code unknown}. */
    static String word(Budget.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** The verdict whose colour a status has. */
    static String tone(Budget.Status status) {
        return switch (status) {
            case KEPT -> "valid";
            case EXCEEDED -> "invalid";
            case UNKNOWN -> "unknown";
        };
    }

    /** The point estimate of a milestone, on the run's clock. */
    static String moment(Optional<Milestone> milestone) {
        return milestone.map(seen -> Figures.moment(seen.latestNanos())).orElse(Figures.NOT_OBSERVED);
    }
}
