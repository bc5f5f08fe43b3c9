package io.interregnum.metric;

/**
 * A closed interval of times or of differences of times.
 *
 * @param lowerNanos its lower end, in nanoseconds; of a difference it may be negative
 * @param upperNanos its upper end, likewise
 */
public record Interval(long lowerNanos, long upperNanos) {

    public Interval {
        if (lowerNanos > upperNanos) {
            throw new IllegalArgumentException(
                    "lowerNanos=" + lowerNanos + " must not be above upperNanos=" + upperNanos);
        }
    }
}
