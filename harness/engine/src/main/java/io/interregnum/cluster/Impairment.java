package io.interregnum.cluster;

import java.time.Duration;
import java.util.Locale;

/** What makes a direction between two nodes worse without cutting it. A link has at most one of each kind. */
public sealed interface Impairment {

    /** The kind in one lower case word, such as {@code delay}. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * Packets vanish by chance.
     *
     * @param percent of them, from 0.1 to 100; counted in tenths
     */
    record Loss(double percent) implements Impairment {
        public Loss {
            check(percent);
        }
    }

    /**
     * Packets arrive twice by chance.
     *
     * @param percent of them, from 0.1 to 100
     */
    record Duplicate(double percent) implements Impairment {
        public Duplicate {
            check(percent);
        }
    }

    /**
     * Packets overtake others by chance.
     *
     * @param percent of them, from 0.1 to 100
     * @param by how much later the others are, from 1 ms to 10 s
     */
    record Reorder(double percent, Duration by) implements Impairment {
        public Reorder {
            check(percent);
            check("by", by, Duration.ofMillis(1));
        }
    }

    /**
     * A bit is flipped in packets by chance.
     *
     * @param percent of them, from 0.1 to 100
     */
    record Corrupt(double percent) implements Impairment {
        public Corrupt {
            check(percent);
        }
    }

    /**
     * Everything arrives later, in the same order.
     *
     * @param mean how much later, from 1 ms to 10 s
     * @param jitter by how much it varies either way, up to {@code mean}
     */
    record Delay(Duration mean, Duration jitter) implements Impairment {
        public Delay {
            check("mean", mean, Duration.ofMillis(1));
            if (jitter.isNegative() || jitter.compareTo(mean) > 0) {
                throw new IllegalArgumentException(
                        "jitter=" + jitter.toMillis() + " ms must be from 0 to the mean, " + mean.toMillis() + " ms");
            }
        }
    }

    /**
     * No more than so much passes.
     *
     * @param kilobitsPerSecond from 8 to 10,000,000
     */
    record Rate(long kilobitsPerSecond) implements Impairment {
        public Rate {
            if (kilobitsPerSecond < 8 || kilobitsPerSecond > 10_000_000) {
                throw new IllegalArgumentException(
                        "kilobitsPerSecond=" + kilobitsPerSecond + " must be from 8 to 10000000");
            }
        }
    }

    private static void check(double percent) {
        // Below a tenth nothing would be left of it.
        if (!(percent >= 0.1 && percent <= 100)) {
            throw new IllegalArgumentException("percent=" + percent + " must be from 0.1 to 100");
        }
    }

    private static void check(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException(
                    name + "=" + value.toMillis() + " ms must be from " + least.toMillis() + " to 10000 ms");
        }
    }
}
