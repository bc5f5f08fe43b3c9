package io.interregnum.check.linear;

import io.interregnum.history.RunClock;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** What is left of some {@link Limits} for one search. One thread. */
final class Budget {
    private static final int LOOKS_PER_CLOCK_READING = 32;
    private static final int STEPS_PER_LOOK = 1 << 8; // 2^13 steps of a few hundred ns from one reading to the next

    private final Limits limits;
    private final long startNanos;
    private final long bytesMax;
    private final int shares;
    private final BooleanSupplier stopped;
    private long configurations;
    private long bytes;
    private int looks;
    private String cause = "";

    /** For work that is bounded by something else: it has time, and cannot be cancelled. */
    static Budget withoutEnd() {
        return new Budget(Limits.on(RunClock.on(() -> 0)));
    }

    /** All of {@code limits}, from now on. */
    Budget(Limits limits) {
        this(limits, limits.clock().nanos(), 1, () -> false);
    }

    /**
     * A share of {@code limits}.
     *
     * @param startNanos when the time began to run, by the clock of {@code limits}
     * @param shares the bytes are divided by this, for searches that run side by side
     * @param stopped asked as often as the clock is read; true from the moment when nobody needs the answer
     */
    Budget(Limits limits, long startNanos, int shares, BooleanSupplier stopped) {
        this.limits = limits;
        this.startNanos = startNanos;
        this.shares = shares;
        this.stopped = stopped;
        // What is counted are the large arrays; as much again is left to everything else.
        this.bytesMax = Math.min(limits.cacheBytesMax(), Runtime.getRuntime().maxMemory() / 2) / shares;
    }

    /** Counts a configuration that is entered. */
    void remember() {
        configurations++;
    }

    /** Counts a configuration that is remembered from now on. */
    void remember(long sizeBytes) {
        configurations++;
        bytes += sizeBytes;
    }

    /** Counts bytes that are in use from now on; negative ones are given back. */
    void use(long sizeBytes) {
        bytes += sizeBytes;
    }

    /** True if {@code sizeBytes} more would not be more than half of what is allowed: room for what is only useful. */
    boolean canSpare(long sizeBytes) {
        return bytes + sizeBytes < bytesMax / 2;
    }

    long bytes() {
        return bytes;
    }

    long configurations() {
        return configurations;
    }

    /** Gives up for a reason of the search's own. */
    void giveUp(String why) {
        if (cause.isEmpty()) {
            cause = why;
        }
    }

    /**
     * To be asked at each step of a long loop.
     *
     * @param step its number, from 0
     * @throws OverBudget when there is nothing left
     */
    void demand(int step) {
        if ((step & (STEPS_PER_LOOK - 1)) == 0 && !cause().isEmpty()) {
            throw new OverBudget(cause);
        }
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
        if (bytes > bytesMax) {
            return "out of memory budget: " + configurations + " configurations need more than " + bytesMax
                    + (shares > 1 ? " bytes, a share of " + bytesMax * shares : "") + " bytes";
        }
        if (looks++ % LOOKS_PER_CLOCK_READING != 0) {
            return "";
        }
        if (stopped.getAsBoolean() || limits.cancelled().getAsBoolean()) {
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
