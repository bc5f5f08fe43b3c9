package io.interregnum.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Places moments of the run's clock on the timeline, in percent of its width.
 *
 * @param endNanos moment at 100 percent, in nanoseconds since the run began; positive
 */
record Scale(long endNanos) {
    private static final int TICKS_MAX = 12;
    private static final List<Long> STEPS_MS = List.of(
            1L,
            2L,
            5L,
            10L,
            20L,
            50L,
            100L,
            200L,
            500L,
            1000L,
            2000L,
            5000L,
            10_000L,
            20_000L,
            30_000L,
            60_000L,
            120_000L,
            300_000L,
            600_000L,
            1_800_000L,
            3_600_000L);

    Scale {
        if (endNanos <= 0) {
            throw new IllegalArgumentException("endNanos=" + endNanos + " must be positive");
        }
    }

    /** The scale on which a whole run fits. */
    static Scale of(Report report) {
        return new Scale(Math.max(1, report.durationNanos()));
    }

    /** From 0 to 100, to a thousandth; moments outside the run are drawn at its ends. */
    double percent(long nanos) {
        long inside = Math.max(0, Math.min(nanos, endNanos));
        return Math.round(inside * 100_000.0 / endNanos) / 1000.0;
    }

    /** Distance between two moments, in percent; never negative. */
    double width(long fromNanos, long toNanos) {
        return Math.max(0, Math.round((percent(toNanos) - percent(fromNanos)) * 1000) / 1000.0);
    }

    /** Round moments to label, in nanoseconds, ascending, at most a dozen. */
    List<Long> ticks() {
        long stepNanos = STEPS_MS.stream()
                .map(ms -> ms * 1_000_000)
                .filter(step -> endNanos / step < TICKS_MAX)
                .findFirst()
                .orElse(endNanos);
        List<Long> ticks = new ArrayList<>();
        for (long tick = 0; tick <= endNanos; tick += stepNanos) {
            ticks.add(tick);
        }
        return List.copyOf(ticks);
    }
}
