package io.interregnum.metric;

import java.util.Locale;

/**
 * How often something happened in a number of trials.
 *
 * @param hits from 0 to {@code trials}
 * @param trials not negative
 */
public record Proportion(int hits, int trials) {
    /** The 97.5th percentile of the standard normal distribution: 95 % lie within it on both sides. */
    private static final double Z = 1.959963984540054;

    public Proportion {
        if (trials < 0 || hits < 0 || hits > trials) {
            throw new IllegalArgumentException("hits=" + hits + " must be from 0 to trials=" + trials);
        }
    }

    /** The share, from 0 to 1; NaN of no trials. */
    public double share() {
        return (double) hits / trials;
    }

    /**
     * The lower end of the 95 % score interval (E. B. Wilson, "Probable inference, the law of succession, and
     * statistical inference", Journal of the American Statistical Association 22, 1927), from 0 to 1. It holds for few
     * trials and for shares near 0 and 1, where the usual interval does not. 0 of no trials.
     */
    public double lower() {
        return trials == 0 ? 0 : Math.max(0, center() - halfWidth());
    }

    /** The upper end of the same interval; 1 of no trials. */
    public double upper() {
        return trials == 0 ? 1 : Math.min(1, center() + halfWidth());
    }

    private double center() {
        return (share() + Z * Z / (2 * trials)) / (1 + Z * Z / trials);
    }

    private double halfWidth() {
        double spread = Math.sqrt(share() * (1 - share()) / trials + Z * Z / (4.0 * trials * trials));
        return Z * spread / (1 + Z * Z / trials);
    }

    /** Such as {@code 18 of 20 (90 %, 95 % interval 70 % to 97 %)}. */
    public String text() {
        return trials == 0
                ? "0 of 0"
                : String.format(
                        Locale.ROOT,
                        "%d of %d (%.0f %%, 95 %% interval %.0f %% to %.0f %%)",
                        hits,
                        trials,
                        100 * share(),
                        100 * lower(),
                        100 * upper());
    }
}
