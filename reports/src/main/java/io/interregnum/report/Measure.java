package io.interregnum.report;

import io.interregnum.metric.Bootstrap;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Interval;
import io.interregnum.metric.Sample;
import io.interregnum.metric.TrialSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The latency or a phase of some trials, with the figures that are shown of it.
 *
 * @param name {@code latency}, or of a phase in lower case
 */
record Measure(String name, Sample sample) {
    /** The percentiles that are shown, in their order. */
    static final List<Integer> PERCENTS = List.of(50, 90, 95, 99);

    private static final long CHANCE_SEED = 1;

    /** The latency first, then the phases in their order. */
    static List<Measure> of(TrialSet trials) {
        List<Measure> all = new ArrayList<>();
        all.add(new Measure("latency", trials.latency()));
        for (Failover.Phase phase : Failover.Phase.values()) {
            all.add(new Measure(phase.name().toLowerCase(Locale.ROOT), trials.phase(phase)));
        }
        return all;
    }

    boolean isLatency() {
        return name.equals("latency");
    }

    /** Whether the floor of ZooKeeper's time-outs bounds it. */
    boolean hasFloor() {
        return isLatency() || name.equals("detection");
    }

    long[] sorted() {
        return sample.nanos().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    OptionalLong percentile(int percent) {
        return sample.count() == 0 ? OptionalLong.empty() : OptionalLong.of(Bootstrap.percentile(sorted(), percent));
    }

    OptionalLong min() {
        return sample.nanos().stream().mapToLong(Long::longValue).min();
    }

    OptionalLong max() {
        return sample.nanos().stream().mapToLong(Long::longValue).max();
    }

    /** The 95 % interval of a percentile; empty of too few values. */
    Optional<Interval> interval(int percent) {
        return Bootstrap.of(sample, sorted -> Bootstrap.percentile(sorted, percent), CHANCE_SEED);
    }

    String intervalWords(int percent) {
        return interval(percent)
                .map(known -> Figures.range(known.lowerNanos(), known.upperNanos()))
                .orElse("too few to tell");
    }

    String missingWords() {
        return sample.missingCount() == 0
                ? ""
                : Figures.count(sample.missingCount(), "trial") + " " + Figures.NOT_OBSERVED;
    }
}
