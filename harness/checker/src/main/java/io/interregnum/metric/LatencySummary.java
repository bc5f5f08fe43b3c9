package io.interregnum.metric;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * Exact figures of a set of latencies. A percentile is by nearest rank: the smallest value such that at least so many
 * of a hundred values are not above it, so it always is one of the values and nothing is interpolated.
 *
 * @param count of values, 1 at least
 * @param minNanos the smallest
 * @param medianNanos the 50th percentile; of an even number the lower of the two in the middle
 * @param p95Nanos the 95th percentile
 * @param p99Nanos the 99th percentile
 * @param maxNanos the largest
 */
public record LatencySummary(long count, long minNanos, long medianNanos, long p95Nanos, long p99Nanos, long maxNanos) {

    /** The figures of {@code nanos}, in any order; empty of none. */
    public static Optional<LatencySummary> of(Collection<Long> nanos) {
        if (nanos.isEmpty()) {
            return Optional.empty();
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return Optional.of(new LatencySummary(
                sorted.length,
                sorted[0],
                Bootstrap.percentile(sorted, 50),
                Bootstrap.percentile(sorted, 95),
                Bootstrap.percentile(sorted, 99),
                sorted[sorted.length - 1]));
    }
}
