package io.interregnum.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Places durations between two round ones, in percent of a chart's width.
 *
 * @param fromNanos at 0 percent; not negative
 * @param toNanos at 100 percent; greater than that
 * @param stepNanos from one label to the next
 */
record Axis(long fromNanos, long toNanos, long stepNanos) {
    private static final int STEPS_WANTED = 4;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** What is longer, 36 years, is drawn at the end: room for a step more without overflow. */
    private static final long NANOS_MAX = Long.MAX_VALUE / 8;

    Axis {
        if (fromNanos < 0 || toNanos <= fromNanos || stepNanos <= 0) {
            throw new IllegalArgumentException("fromNanos=" + fromNanos + " must be 0 or more, toNanos=" + toNanos
                    + " more than that, and stepNanos=" + stepNanos + " positive");
        }
    }

    /** From a round duration below all of {@code nanos} to one above; from 0 to 1 ms for none. */
    static Axis around(Collection<Long> nanos) {
        long least = nanos.stream().mapToLong(Axis::bounded).min().orElse(0);
        long most = nanos.stream().mapToLong(Axis::bounded).max().orElse(NANOS_PER_MS);
        return between(least, most);
    }

    /** From 0 to a round duration above all of {@code nanos}, for bars whose length is to be read. */
    static Axis fromZero(Collection<Long> nanos) {
        long most = nanos.stream().mapToLong(Axis::bounded).max().orElse(0);
        return between(0, most == 0 ? NANOS_PER_MS : most);
    }

    private static Axis between(long least, long most) {
        long room = Math.max(most - least, Math.max(most / 50, 1000)); // all alike: drawn near the middle
        long step = roundStep(room / STEPS_WANTED);
        long from = least / step * step;
        long to = (most / step + 1) * step;
        return new Axis(from == least && from > 0 ? from - step : from, to, step);
    }

    /** The smallest of 1, 2 and 5 times a power of ten that is not less. */
    private static long roundStep(long nanos) {
        long power = 1;
        while (power <= nanos / 10) {
            power *= 10;
        }
        for (long factor : new long[] {1, 2, 5, 10}) {
            if (factor * power >= nanos) {
                return factor * power;
            }
        }
        throw new IllegalStateException("no round step for " + nanos);
    }

    private static long bounded(long nanos) {
        return Math.max(0, Math.min(nanos, NANOS_MAX));
    }

    /** From 0 to 100, to a hundredth; durations outside are placed at the ends. */
    double percent(long nanos) {
        return Math.round(share(nanos) * 10_000) / 100.0;
    }

    /** From 0 to 1000, to a tenth, for the places of paths. */
    double thousandths(long nanos) {
        return Math.round(share(nanos) * 10_000) / 10.0;
    }

    private double share(long nanos) {
        long inside = Math.max(fromNanos, Math.min(nanos, toNanos));
        return (inside - fromNanos) / (double) (toNanos - fromNanos);
    }

    /** Distance between two durations, in percent; never negative. */
    double width(long fromNanos, long toNanos) {
        return Math.max(0, Math.round((percent(toNanos) - percent(fromNanos)) * 100) / 100.0);
    }

    /** Round durations to label, ascending, both ends among them. */
    List<Long> ticks() {
        List<Long> ticks = new ArrayList<>();
        for (long tick = fromNanos; tick <= toNanos; tick += stepNanos) {
            ticks.add(tick);
        }
        return List.copyOf(ticks);
    }

    /** Such as {@code 2.5 s} or {@code 340 ms}: seconds where the axis reaches one. */
    String label(long nanos) {
        boolean seconds = toNanos >= NANOS_PER_SECOND;
        BigDecimal number = BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(seconds ? NANOS_PER_SECOND : NANOS_PER_MS), 6, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return number.toPlainString() + (seconds ? " s" : " ms");
    }

    /** At the ends of the axis labels must not stick out. */
    String anchor(long nanos) {
        return nanos == fromNanos ? "start" : nanos == toNanos ? "end" : "middle";
    }
}
