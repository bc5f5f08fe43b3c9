package io.interregnum.workload;

import java.time.Duration;

/**
 * What clients do.
 *
 * @param opsPerSecond of all clients together
 * @param keyCount on how many keys; each is judged apart
 * @param readPercent how many of a hundred operations are reads
 * @param casPercent how many are compare-and-sets; the rest are writes
 * @param scoutPercent how many are sent to a master drawn by chance instead of the one that the client believes in, so
 *     that a deposed leader that still serves is found out
 * @param timeout after which a client gives up waiting
 * @param processesPerClientMax how many operations of one client node may be in flight; later ones wait, and their
 *     intended times say so
 */
public record Workload(
        double opsPerSecond,
        int keyCount,
        int readPercent,
        int casPercent,
        int scoutPercent,
        Duration timeout,
        int processesPerClientMax) {

    /** 160 operations a second on 20 keys, 40 % reads and 20 % compare-and-sets. */
    public static final Workload DEFAULT = new Workload(160, 20, 40, 20, 8, Duration.ofMillis(500), 64);

    public Workload {
        if (opsPerSecond <= 0 || opsPerSecond > 10_000) {
            throw new IllegalArgumentException("opsPerSecond=" + opsPerSecond + " must be above 0 and up to 10000");
        }
        if (keyCount < 1 || processesPerClientMax < 1) {
            throw new IllegalArgumentException("keyCount=" + keyCount + " and processesPerClientMax="
                    + processesPerClientMax + " must be at least 1");
        }
        if (readPercent < 0
                || casPercent < 0
                || scoutPercent < 0
                || scoutPercent > 100
                || readPercent + casPercent > 100) {
            throw new IllegalArgumentException("readPercent=" + readPercent + " casPercent=" + casPercent
                    + " scoutPercent=" + scoutPercent + " must be shares of 100");
        }
    }
}
