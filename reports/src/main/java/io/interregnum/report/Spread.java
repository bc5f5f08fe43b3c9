package io.interregnum.report;

import io.interregnum.metric.Bootstrap;
import io.interregnum.metric.Interval;
import io.interregnum.metric.Sample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The figures of a sample as they are reported. Percentiles are by nearest rank, so each is a value that was measured.
 *
 * @param sortedNanos what was observed, ascending
 * @param missingCount of trials in which it was not observed
 * @param medianInterval in which the median lies with 95 %; empty for too few values
 * @param p95Interval the same for the 95th percentile
 */
record Spread(
        List<Long> sortedNanos, long missingCount, Optional<Interval> medianInterval, Optional<Interval> p95Interval) {

    Spread {
        sortedNanos = List.copyOf(sortedNanos);
    }

    /** The figures of {@code sample}; intervals by resampling, with chance from {@code seed}. */
    static Spread of(Sample sample, long seed) {
        return new Spread(
                sample.nanos().stream().sorted().toList(),
                sample.missingCount(),
                Bootstrap.of(sample, sorted -> Bootstrap.percentile(sorted, 50), seed),
                Bootstrap.of(sample, sorted -> Bootstrap.percentile(sorted, 95), seed));
    }

    /** How often it was observed. */
    long count() {
        return sortedNanos.size();
    }

    OptionalLong minNanos() {
        return sortedNanos.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sortedNanos.get(0));
    }

    OptionalLong medianNanos() {
        return percentile(50);
    }

    OptionalLong p90Nanos() {
        return percentile(90);
    }

    OptionalLong p95Nanos() {
        return percentile(95);
    }

    OptionalLong p99Nanos() {
        return percentile(99);
    }

    OptionalLong maxNanos() {
        return percentile(100);
    }

    private OptionalLong percentile(double percent) {
        return sortedNanos.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Bootstrap.percentile(
                        sortedNanos.stream().mapToLong(Long::longValue).toArray(), percent));
    }
}
