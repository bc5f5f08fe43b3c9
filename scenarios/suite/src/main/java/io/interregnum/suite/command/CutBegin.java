package io.interregnum.suite.command;

import io.interregnum.cluster.Network.Silence;
import java.util.List;
import java.util.OptionalLong;

/**
 * The beginning of one cut, as numbered datagrams saw it that were sent each millisecond.
 *
 * @param spreadNanos from the first packet that was stopped to the last link that died
 * @param lastDeadNanos when the last link was seen to be dead
 */
record CutBegin(long spreadNanos, long lastDeadNanos) {

    /**
     * A link may die right after the last datagram that it carried; the last to be seen dead died by its first lost one. One
     * that carried every datagram counts as dead after the last of them, and as far apart from the others as they were sent.
     *
     * @param silences of the links that were to be cut, one at least
     * @param datagramCount how many were sent on each link, a millisecond apart
     */
    static CutBegin of(List<Silence> silences, int datagramCount) {
        long firstLost = Long.MAX_VALUE;
        long lastLost = Long.MIN_VALUE;
        long lastArrived = Long.MIN_VALUE;
        boolean all = true;
        for (Silence silence : silences) {
            OptionalLong lost = silence.firstLostNanos();
            all &= lost.isPresent();
            firstLost = Math.min(firstLost, lost.orElse(Long.MAX_VALUE));
            lastLost = Math.max(lastLost, lost.orElse(silence.lastArrivedNanos()));
            lastArrived = Math.max(lastArrived, silence.lastArrivedNanos());
        }
        long spread = all ? Math.max(0, lastArrived - firstLost) : datagramCount * 1_000_000L;
        return new CutBegin(spread, lastLost);
    }
}
