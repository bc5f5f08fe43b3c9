package io.interregnum.cluster.sidecar;

import java.util.Random;

/**
 * How much later something is to arrive, until when. All numbers in nanoseconds.
 *
 * @param meanNanos how much
 * @param jitterNanos by how much that varies either way, evenly
 * @param endNanos of this JVM's own clock, after which there is no delay, whether anybody says so or not
 */
record Delay(long meanNanos, long jitterNanos, long endNanos) {
    static final Delay NONE = new Delay(0, 0, Long.MIN_VALUE);

    /** Whether it delays at that time. */
    boolean lasts(long nowNanos) {
        return meanNanos > 0 && nowNanos < endNanos;
    }

    /** One delay. */
    long draw(Random chance, long nowNanos) {
        if (!lasts(nowNanos)) {
            return 0;
        }
        return meanNanos + Math.round((chance.nextDouble() * 2 - 1) * jitterNanos);
    }
}
