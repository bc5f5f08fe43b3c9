package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param fault what
 * @param after how long after the step before was healed, or after the warm-up
 * @param hold how long it lasts
 */
public record Step(Fault fault, Duration after, Hold hold) {

    /** How long a fault lasts in a cluster of a given patience. */
    @FunctionalInterface
    public interface Hold {
        /** From the proof of its effect to its healing. */
        Duration of(ClusterSpec spec);
    }

    /**
     * As long as ZooKeeper may take to expire a session, plus {@code more} to see what the next leader does with it.
     */
    public static Hold detectionPlus(Duration more) {
        return spec -> spec.longestDetection().plus(more);
    }
}
