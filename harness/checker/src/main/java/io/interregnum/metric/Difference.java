package io.interregnum.metric;

import java.util.Locale;
import java.util.Optional;

/**
 * By how much the latency or a phase of it differs between two sets of trials.
 *
 * @param name {@code latency}, or of a phase in lower case
 * @param a values of the first set
 * @param b values of the second set
 * @param judged the figures; empty where either set has fewer than {@link Bootstrap#VALUES_MIN} values
 */
public record Difference(String name, Sample a, Sample b, Optional<Judged> judged) {
    /** A difference that chance would make in fewer cases counts. */
    public static final double SIGNIFICANT = 0.05;

    /**
     * What could be told.
     *
     * @param medianANanos median of the first set
     * @param medianBNanos median of the second set
     * @param interval of the second median less the first, 95 %
     * @param chance how likely such a difference or a greater one is if there is none, from above 0 to 1
     * @param corrected the same corrected for having looked at several differences
     */
    public record Judged(long medianANanos, long medianBNanos, Interval interval, double chance, double corrected) {

        /** The second median less the first. */
        public long nanos() {
            return medianBNanos - medianANanos;
        }

        Judged withCorrected(double other) {
            return new Judged(medianANanos, medianBNanos, interval, chance, other);
        }
    }

    /** Whether it can hardly be chance. */
    public boolean differs() {
        return judged.filter(known -> known.corrected() < SIGNIFICANT).isPresent();
    }

    /** Whether the second is certainly slower, and its median above the first by more than {@code share} of that. */
    public boolean isRegression(double share) {
        return differs()
                && judged.filter(known -> known.nanos() > 0 && known.nanos() > share * known.medianANanos())
                        .isPresent();
    }

    /** Such as {@code recovery is slower by 410 ms [350, 480]}; of one that differs. */
    String words() {
        Judged known = judged.orElseThrow();
        boolean slower = known.nanos() > 0;
        long low = slower ? known.interval().lowerNanos() : -known.interval().upperNanos();
        long high = slower ? known.interval().upperNanos() : -known.interval().lowerNanos();
        return name + " is " + (slower ? "slower" : "faster") + " by " + ms(Math.abs(known.nanos())) + " ms [" + ms(low)
                + ", " + ms(high) + "]";
    }

    private static String ms(long nanos) {
        return String.format(Locale.ROOT, Math.abs(nanos) < 10_000_000 ? "%.1f" : "%.0f", nanos / 1e6);
    }
}
