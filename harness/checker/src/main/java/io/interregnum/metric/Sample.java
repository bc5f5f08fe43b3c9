package io.interregnum.metric;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was measured in trial after trial.
 *
 * @param nanos the values, in the order of the trials in which there was one, in nanoseconds
 * @param missingCount in how many trials there was none, since one of its ends was not observed
 */
public record Sample(List<Long> nanos, long missingCount) {

    public Sample {
        nanos = List.copyOf(nanos);
        if (missingCount < 0) {
            throw new IllegalArgumentException("missingCount=" + missingCount + " must not be negative");
        }
    }

    /** How many values there are. */
    public int count() {
        return nanos.size();
    }

    /** The exact figures of the values; empty of none. */
    public Optional<LatencySummary> summary() {
        return LatencySummary.of(nanos);
    }

    /**
     * A percentile by nearest rank, see {@link Bootstrap#percentile}; empty of no values.
     *
     * @param percent above 0, at most 100
     */
    public OptionalLong percentile(double percent) {
        return nanos.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Bootstrap.percentile(sorted(), percent));
    }

    /** The values, ascending. */
    long[] sorted() {
        return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }
}
