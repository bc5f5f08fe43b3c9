package io.interregnum.report;

import io.interregnum.check.Grade;
import io.interregnum.metric.Interval;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Numbers as people read them. */
final class Figures {
    static final String NOT_OBSERVED = "not observed";

    private Figures() {}

    /** How long: {@code 0.25 ms}, {@code 340 ms}, {@code 12.35 s}. */
    static String duration(long nanos) {
        double ms = nanos / 1e6;
        if (Math.abs(ms) < 10) {
            return String.format(Locale.ROOT, "%.2f ms", ms);
        }
        return Math.abs(ms) < 10_000
                ? String.format(Locale.ROOT, "%.0f ms", ms)
                : String.format(Locale.ROOT, "%.2f s", ms / 1e3);
    }

    /** How long, within a sentence: {@code 340 ms}, {@code 2.10 s}, {@code 12.35 s}. */
    static String spoken(long nanos) {
        return Math.abs(nanos) < 1_000_000_000 ? duration(nanos) : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    static String duration(OptionalLong nanos) {
        return nanos.isPresent() ? duration(nanos.getAsLong()) : NOT_OBSERVED;
    }

    /** From how long to how long, in the unit of the longer: {@code -500 to 917 ms}, {@code 8.00 to 13.00 s}. */
    static String range(long nanosMin, long nanosMax) {
        double most = Math.max(Math.abs(nanosMin), Math.abs(nanosMax)) / 1e6;
        if (most < 10) {
            return String.format(Locale.ROOT, "%.2f to %.2f ms", nanosMin / 1e6, nanosMax / 1e6);
        }
        return most < 10_000
                ? String.format(Locale.ROOT, "%.0f to %.0f ms", nanosMin / 1e6, nanosMax / 1e6)
                : String.format(Locale.ROOT, "%.2f to %.2f s", nanosMin / 1e9, nanosMax / 1e9);
    }

    /** An interval of 95 %: {@code 1880 to 2010 ms}. */
    static String interval(Optional<Interval> interval) {
        return interval.map(known -> range(known.lowerNanos(), known.upperNanos()))
                .orElse("too few values");
    }

    /** What a budget allows; there is none where a floor is missing. */
    static String bound(OptionalLong nanos) {
        return nanos.isPresent() ? duration(nanos.getAsLong()) : "none";
    }

    /** When, on the run's clock: {@code 12.346 s}. */
    static String moment(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }

    /** When, as short as a label on the axis must be: {@code 2.5 s}. */
    static String axis(long nanos) {
        String text = String.format(Locale.ROOT, "%.3f", nanos / 1e9);
        return text.replaceAll("\\.?0+$", "") + " s";
    }

    /** Milliseconds for machines, to the microsecond. */
    static double ms(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }

    /** {@code 1 run}, {@code 2,000 runs}. */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d", count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code grade 2, effect overlap}. */
    static String grade(Grade grade) {
        return "grade " + grade.number() + ", " + grade.words();
    }

    static String grade(Optional<Grade> grade) {
        return grade.map(Figures::grade).orElse("none");
    }

    /** At most {@code charsMax} characters, the last of which says that there were more. */
    static String shortened(String text, int charsMax) {
        return text.length() <= charsMax ? text : text.substring(0, charsMax - 1) + "…";
    }
}
