package io.interregnum.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * How far a figure of some trials may lie from that of all possible ones: 95 % intervals by resampling (Efron and
 * Tibshirani, "An introduction to the bootstrap", 1993, chapter 13, the percentile method).
 *
 * <p>It asks nothing of the distribution. Known to be weak: intervals of few values are too narrow, and those of a high
 * percentile of few values end at the largest value that was seen, which is no upper bound. 59 values are needed before
 * the largest one lies above the 95th percentile with 95 % confidence.
 */
public final class Bootstrap {
    /** Of fewer values nothing is said. */
    public static final int VALUES_MIN = 5;

    private static final int RESAMPLES = 2_000;

    private Bootstrap() {}

    /**
     * The interval of a figure; empty of fewer than {@link #VALUES_MIN} values.
     *
     * @param statistic gets values in ascending order, which it must not change
     * @param seed from which resamples are drawn: the same gives the same
     */
    public static Optional<Interval> of(Sample sample, ToLongFunction<long[]> statistic, long seed) {
        if (sample.count() < VALUES_MIN) {
            return Optional.empty();
        }
        long[] values = sample.sorted();
        RandomGenerator chance = new SplittableRandom(seed);
        return Optional.of(middle(() -> statistic.applyAsLong(resample(values, chance))));
    }

    /**
     * The interval of the figure of {@code b} less that of {@code a}; empty where either has fewer than
     * {@link #VALUES_MIN} values.
     */
    public static Optional<Interval> ofDifference(Sample a, Sample b, ToLongFunction<long[]> statistic, long seed) {
        if (a.count() < VALUES_MIN || b.count() < VALUES_MIN) {
            return Optional.empty();
        }
        long[] before = a.sorted();
        long[] after = b.sorted();
        RandomGenerator chance = new SplittableRandom(seed);
        return Optional.of(middle(() -> {
            long first = statistic.applyAsLong(resample(before, chance));
            return statistic.applyAsLong(resample(after, chance)) - first;
        }));
    }

    private static long[] resample(long[] sorted, RandomGenerator chance) {
        long[] drawn = new long[sorted.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = sorted[chance.nextInt(sorted.length)];
        }
        Arrays.sort(drawn);
        return drawn;
    }

    /** Between which the middle 95 % of figures lie, each of another resample. */
    private static Interval middle(LongSupplier figure) {
        long[] figures = LongStream.generate(figure).limit(RESAMPLES).sorted().toArray();
        return new Interval(percentile(figures, 2.5), percentile(figures, 97.5));
    }

    /**
     * A percentile by nearest rank: the smallest value such that at least so many of a hundred are not above it.
     *
     * @param sorted ascending, one value at least
     * @param percent above 0, at most 100
     */
    public static long percentile(long[] sorted, double percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100 - 1e-9); // from 1
        return sorted[Math.max(1, rank) - 1];
    }

    /** The 50th percentile. */
    public static long median(long[] sorted) {
        return percentile(sorted, 50);
    }
}
