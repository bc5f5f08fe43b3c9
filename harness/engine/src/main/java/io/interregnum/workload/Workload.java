package io.interregnum.workload;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What clients do.
 *
 * @param opsPerSecond of all clients together
 * @param keyCount on how many registers; each is judged apart
 * @param readPercent how many of a hundred operations are reads
 * @param casPercent how many are compare-and-sets; the rest are writes
 * @param scoutPercent how many are sent to a master drawn by chance instead of the one that the client believes in, so
 *     that a deposed leader that still serves is found out
 * @param timeout after which a client gives up waiting
 * @param processesPerClientMax how many operations of one client node may be in flight; later ones wait, and their
 *     intended times say so
 * @param content what operations are about
 */
public record Workload(
        double opsPerSecond,
        int keyCount,
        int readPercent,
        int casPercent,
        int scoutPercent,
        Duration timeout,
        int processesPerClientMax,
        Content content) {

    /** 160 operations a second on 20 keys, 40 % reads and 20 % compare-and-sets. */
    public static final Workload DEFAULT = new Workload(160, 20, 40, 20, 8, Duration.ofMillis(500), 64);

    /** What operations are about. */
    public enum Content {
        /** Registers: read, write and compare-and-set. */
        REGISTERS,
        /** Sets, to which elements are added and which are read whole; registers when all sets are full. */
        SET,
        /** About half of the one and half of the other. */
        MIXED;

        /** The word for it on the command line and in {@code run.json}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The content of that word.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Content parse(String text) {
            return Stream.of(values())
                    .filter(content -> content.text().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("unknown workload \"" + text + "\"; expected one of "
                                    + Stream.of(values()).map(Content::text).collect(Collectors.joining(", "))));
        }
    }

    /** On registers. */
    public Workload(
            double opsPerSecond,
            int keyCount,
            int readPercent,
            int casPercent,
            int scoutPercent,
            Duration timeout,
            int processesPerClientMax) {
        this(
                opsPerSecond,
                keyCount,
                readPercent,
                casPercent,
                scoutPercent,
                timeout,
                processesPerClientMax,
                Content.REGISTERS);
    }

    /** The same about something else. */
    public Workload withContent(Content other) {
        return new Workload(
                opsPerSecond, keyCount, readPercent, casPercent, scoutPercent, timeout, processesPerClientMax, other);
    }

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
