package io.interregnum.metric;

/**
 * A moment of a failover, known to lie in a closed interval.
 *
 * @param earliestNanos it was not before this, in nanoseconds since the run began
 * @param latestNanos it was not after this; also the point estimate, since an event that was seen had happened
 */
public record Milestone(long earliestNanos, long latestNanos) {

    public Milestone {
        if (earliestNanos > latestNanos) {
            throw new IllegalArgumentException(
                    "earliestNanos=" + earliestNanos + " must not be after latestNanos=" + latestNanos);
        }
    }
}
