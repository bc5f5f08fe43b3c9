package io.interregnum.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was invoked after something under a later epoch had been acknowledged. Real time is the order of indexes,
 * which the recorder gives out under one lock, so that equal times cannot confuse it.
 */
final class EpochOrder {
    private EpochOrder() {}

    /**
     * Something that happened under an epoch.
     *
     * @param what it was
     * @param epoch by which it is accused; the highest of those that are possible
     * @param provenEpoch by which it accuses others; the lowest of those that are possible
     * @param invokedIndex index of the event before which it did not happen
     * @param acknowledgedIndex index of the event by which it had happened and somebody knew
     */
    record Stamp<T>(T what, long epoch, long provenEpoch, long invokedIndex, long acknowledgedIndex) {}

    /**
     * Two that are in the wrong order.
     *
     * @param late invoked after {@code before} was acknowledged
     * @param before under a later epoch: the first acknowledged one of the highest epoch that was
     */
    record Reversal<T>(T late, T before) {}

    /**
     * One reversal for each that came too late, in the order of invocation. A sweep over both orders at once, so that it
     * takes n log n steps.
     */
    static <T> List<Reversal<T>> reversals(List<Stamp<T>> stamps) {
        List<Stamp<T>> byInvocation = sorted(stamps, Comparator.comparingLong(Stamp::invokedIndex));
        List<Stamp<T>> byAcknowledgement = sorted(stamps, Comparator.comparingLong(Stamp::acknowledgedIndex));
        List<Reversal<T>> reversals = new ArrayList<>();
        @Nullable Stamp<T> highest = null;
        int next = 0;
        for (Stamp<T> stamp : byInvocation) {
            while (next < byAcknowledgement.size()
                    && byAcknowledgement.get(next).acknowledgedIndex() < stamp.invokedIndex()) {
                Stamp<T> acknowledged = byAcknowledgement.get(next++);
                if (highest == null || acknowledged.provenEpoch() > highest.provenEpoch()) {
                    highest = acknowledged;
                }
            }
            if (highest != null && highest.provenEpoch() > stamp.epoch()) {
                reversals.add(new Reversal<>(stamp.what(), highest.what()));
            }
        }
        return reversals;
    }

    private static <T> List<Stamp<T>> sorted(List<Stamp<T>> stamps, Comparator<Stamp<T>> order) {
        return stamps.stream().sorted(order).toList();
    }
}
