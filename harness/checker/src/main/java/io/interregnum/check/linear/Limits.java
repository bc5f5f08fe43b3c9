package io.interregnum.check.linear;

import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long and how large a search may grow before it gives up. Deciding linearizability is NP-complete (Gibbons and
 * Korach, "Testing shared memories", SIAM Journal on Computing 26(4), 1997), so every search needs all of them.
 *
 * @param timeMax time for one call of {@link Linearizability#check}, by {@code clock}. Shorter or slower machines give
 *     up earlier; a verdict that was reached is the same on all
 * @param configurationsMax number of configurations that may be remembered; the limit that repeats exactly
 * @param cacheBytesMax estimated size of what is remembered, without the states' own size
 * @param clock tells the time
 * @param cancelled asked often, by the calling thread; once true, the search gives up
 */
public record Limits(
        Duration timeMax, long configurationsMax, long cacheBytesMax, RunClock clock, BooleanSupplier cancelled) {
    /** Default of {@code timeMax}. */
    public static final Duration TIME_MAX = Duration.ofSeconds(10);
    /** Default of {@code configurationsMax}: as many as fit. */
    public static final long CONFIGURATIONS_MAX = Long.MAX_VALUE;
    /** Default of {@code cacheBytesMax}: 1 GiB. Never more than half of the heap is used. */
    public static final long CACHE_BYTES_MAX = 1L << 30;

    public Limits {
        if (timeMax.isNegative() || configurationsMax < 0 || cacheBytesMax < 0) {
            throw new IllegalArgumentException("timeMax=" + timeMax + " configurationsMax=" + configurationsMax
                    + " cacheBytesMax=" + cacheBytesMax + " must not be negative");
        }
    }

    /** The defaults, by {@code clock}. */
    public static Limits on(RunClock clock) {
        return new Limits(TIME_MAX, CONFIGURATIONS_MAX, CACHE_BYTES_MAX, clock, () -> false);
    }

    /** The same with another time. */
    public Limits withTimeMax(Duration max) {
        return new Limits(max, configurationsMax, cacheBytesMax, clock, cancelled);
    }

    /** The same with another number of configurations. */
    public Limits withConfigurationsMax(long max) {
        return new Limits(timeMax, max, cacheBytesMax, clock, cancelled);
    }

    /** The same with another size. */
    public Limits withCacheBytesMax(long max) {
        return new Limits(timeMax, configurationsMax, max, clock, cancelled);
    }

    /** The same, given up as soon as {@code cancel} says so. */
    public Limits withCancelled(BooleanSupplier cancel) {
        return new Limits(timeMax, configurationsMax, cacheBytesMax, clock, cancel);
    }
}
