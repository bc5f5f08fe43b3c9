package io.interregnum.report;

import io.interregnum.metric.Difference;
import io.interregnum.metric.Interval;
import io.interregnum.metric.Sample;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One measure on both sides.
 *
 * @param difference what could be told of it; empty where it cannot be judged
 */
record DifferenceView(Measure measure, Sample a, Sample b, Optional<Difference.Judged> difference) {

    static DifferenceView of(Measure measure, Sample a, Sample b, Optional<Difference> difference) {
        return new DifferenceView(measure, a, b, difference.flatMap(Difference::judged));
    }

    OptionalLong medianANanos() {
        return median(a);
    }

    OptionalLong medianBNanos() {
        return median(b);
    }

    private static OptionalLong median(Sample sample) {
        return sample.summary()
                .map(known -> OptionalLong.of(known.medianNanos()))
                .orElse(OptionalLong.empty());
    }

    boolean isJudged() {
        return difference.isPresent();
    }

    boolean differs() {
        return difference
                .filter(known -> known.corrected() < Difference.SIGNIFICANT)
                .isPresent();
    }

    /** The median of B less that of A; empty where one of them was never observed. */
    OptionalLong differenceNanos() {
        OptionalLong before = medianANanos();
        OptionalLong after = medianBNanos();
        return before.isPresent() && after.isPresent()
                ? OptionalLong.of(after.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    /** In which the difference lies with 95 %; empty where it cannot be judged. */
    Optional<Interval> interval() {
        return difference.map(Difference.Judged::interval);
    }

    /** How likely so great a difference is between equals; empty where it cannot be judged. */
    OptionalDouble chance() {
        return difference.map(known -> OptionalDouble.of(known.chance())).orElse(OptionalDouble.empty());
    }

    /** The same, corrected for how many differences were looked at. */
    OptionalDouble corrected() {
        return difference.map(known -> OptionalDouble.of(known.corrected())).orElse(OptionalDouble.empty());
    }

    /** {@code B is slower}, {@code B is faster}, {@code no difference found} or {@code not judged}. */
    String words() {
        if (!isJudged()) {
            return "not judged";
        }
        if (!differs()) {
            return "no difference found";
        }
        return differenceNanos().orElse(0) < 0 ? "B is faster" : "B is slower";
    }

    /** A probability to three places; very small ones as a bound. */
    static String probability(OptionalDouble probability) {
        if (probability.isEmpty()) {
            return "not judged";
        }
        double value = probability.getAsDouble();
        return value < 0.001 ? "below 0.001" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** {@code 30} or {@code 28 (2 not)}. */
    static String observed(Sample sample) {
        return sample.nanos().size() + (sample.missingCount() == 0 ? "" : " (" + sample.missingCount() + " not)");
    }
}
