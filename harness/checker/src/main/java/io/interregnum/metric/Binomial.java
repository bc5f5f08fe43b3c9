package io.interregnum.metric;

/** How likely so many hits are in so many independent trials. Exact but for rounding. */
final class Binomial {
    private Binomial() {}

    /**
     * At most {@code hits}.
     *
     * @param share of hits, above 0 and below 1
     */
    static double atMost(int trials, int hits, double share) {
        double sum = 0;
        for (int k = 0; k <= Math.min(hits, trials); k++) {
            sum += Math.exp(log(trials, k, share));
        }
        return Math.min(1, sum);
    }

    /** At least {@code hits}. */
    static double atLeast(int trials, int hits, double share) {
        return atMost(trials, trials - hits, 1 - share);
    }

    private static double log(int trials, int hits, double share) {
        double ways = 0;
        for (int i = 1; i <= hits; i++) {
            ways += Math.log(trials - hits + i) - Math.log(i);
        }
        return ways + hits * Math.log(share) + (trials - hits) * Math.log1p(-share);
    }
}
