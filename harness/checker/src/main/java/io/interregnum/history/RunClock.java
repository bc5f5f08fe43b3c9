package io.interregnum.history;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The one clock of a run: nanoseconds since it began, monotonic.
 *
 * <p>Safe for many threads. The only reader of the system's clocks in the harness; tests pass a supplier.
 */
public final class RunClock {
    /** Nobody knows how fast a caller's ticker goes, so it is looked at again so soon. */
    private static final long NAP_NANOS = 1_000_000;

    private final LongSupplier ticker;
    private final long napNanos;
    private final long originNanos;

    private RunClock(LongSupplier ticker, long napNanos) {
        this.ticker = ticker;
        this.napNanos = napNanos;
        this.originNanos = ticker.getAsLong();
    }

    /** A clock that begins now. */
    public static RunClock startNow() {
        return new RunClock(System::nanoTime, Long.MAX_VALUE);
    }

    /** A clock on a ticker of the caller's, for tests; begins with the ticker's present value. */
    public static RunClock on(LongSupplier ticker) {
        return new RunClock(ticker, NAP_NANOS);
    }

    /** The wall clock, for names and for people; nothing is measured or judged by it. */
    public static Instant wallClock() {
        return Instant.now();
    }

    /** Nanoseconds since the run began. */
    public long nanos() {
        return ticker.getAsLong() - originNanos;
    }

    /**
     * The moment of this clock at which its ticker said {@code ticks}: of {@code System.nanoTime()}, by any process on the
     * same kernel, which has one monotonic clock for all of them.
     *
     * @return nanoseconds since the run began, negative for a moment before
     */
    public long of(long ticks) {
        return ticks - originNanos;
    }

    /**
     * Sleeps until a moment of this clock. Returns at once when it has passed.
     *
     * @param untilNanos nanoseconds since the run began
     * @throws InterruptedException when interrupted; nothing else happened
     */
    public void sleepUntil(long untilNanos) throws InterruptedException {
        for (long left = untilNanos - nanos(); left > 0; left = untilNanos - nanos()) {
            long nap = Math.min(left, napNanos);
            Thread.sleep(nap / 1_000_000, (int) (nap % 1_000_000));
        }
    }
}
