package io.interregnum.check.linear;

import java.util.Locale;

/** What is left of some {@link Limits}. One thread. */
final class Budget {
    private static final int LOOKS_PER_CLOCK_READING = 256;

    private final Limits limits;
    private final long startNanos;
    private long configurations;
    private long bytes;
    private int looks;
    private String cause = "";

    Budget(Limits limits) {
        this.limits = limits;
        this.startNanos = limits.clock().nanos();
    }

    /** Counts a configuration that is remembered from now on. */
    void remember(long sizeBytes) {
        configurations++;
        bytes += sizeBytes;
    }

    long configurations() {
        return configurations;
    }

    /** Why to give up; empty text while there is something left. Once spent, it stays spent. Cheap enough to ask often. */
    String cause() {
        if (cause.isEmpty()) {
            cause = look();
        }
        return cause;
    }

    private String look() {
        if (configurations > limits.configurationsMax()) {
            return "out of memory budget: more than " + limits.configurationsMax() + " configurations";
        }
        if (bytes > limits.cacheBytesMax()) {
            return "out of memory budget: " + configurations + " configurations need more than "
                    + limits.cacheBytesMax() + " bytes";
        }
        if (looks++ % LOOKS_PER_CLOCK_READING != 0) {
            return "";
        }
        if (limits.cancelled().getAsBoolean()) {
            return "cancelled after " + configurations + " configurations";
        }
        if (limits.clock().nanos() - startNanos > limits.timeMax().toNanos()) {
            return String.format(
                    Locale.ROOT,
                    "out of time: more than %.3f s and %d configurations",
                    limits.timeMax().toNanos() / 1e9,
                    configurations);
        }
        return "";
    }
}
