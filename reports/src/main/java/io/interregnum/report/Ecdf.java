package io.interregnum.report;

import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Distribution functions in one plot: for each length of time the share of trials that took no longer.
 *
 * @param title what is plotted
 * @param curves in the order in which they are drawn
 * @param ticks of the axis of time
 */
record Ecdf(String title, List<Curve> curves, List<Tick> ticks) {
    static final int WIDTH_PX = 520;
    static final int HEIGHT_PX = 190;
    private static final int LEFT_PX = 40;
    private static final int BOTTOM_PX = 160;
    private static final int TOP_PX = 12;
    private static final int RIGHT_PX = 505;
    private static final int FLOOR_POINTS = 60;

    /**
     * A curve.
     *
     * @param style of the stylesheet: curves are told apart by dashes, not by colour alone
     * @param label for the legend
     * @param path as SVG wants it
     */
    record Curve(String style, String label, String path) {}

    /** A place on the axis of time. */
    record Tick(double x, String label) {}

    /** Values and how they are drawn. */
    record Series(String style, String label, Sample sample) {
        long[] sorted() {
            return sample.nanos().stream().mapToLong(Long::longValue).sorted().toArray();
        }

        boolean isEmpty() {
            return sample.count() == 0;
        }
    }

    /**
     * A plot of one or several sets of values, with the floor below them where there is one.
     *
     * @param series the values; those without a value are left out
     */
    static Ecdf of(String title, List<Series> series, Optional<FloorDistribution> floor) {
        long highest = series.stream()
                .flatMap(each -> each.sample().nanos().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        long end = Math.max(
                1_000_000,
                Math.max(
                                highest,
                                floor.map(known -> known.bounds().atMostNanos()).orElse(0L))
                        / 100
                        * 105);
        List<Curve> curves = new ArrayList<>();
        floor.ifPresent(
                known -> curves.add(new Curve("curve-floor", "the floor of ZooKeeper's time-outs", path(known, end))));
        series.stream()
                .filter(each -> !each.isEmpty())
                .forEach(each -> curves.add(new Curve(each.style(), each.label(), path(each.sorted(), end))));
        return new Ecdf(title, curves, ticks(end));
    }

    private static double x(long nanos, long end) {
        return LEFT_PX + (double) nanos / end * (RIGHT_PX - LEFT_PX);
    }

    private static double y(double share) {
        return BOTTOM_PX - share * (BOTTOM_PX - TOP_PX);
    }

    private static String path(long[] sorted, long end) {
        StringBuilder path = new StringBuilder(point("M", x(0, end), y(0)));
        for (int i = 0; i < sorted.length; i++) {
            path.append(point("L", x(sorted[i], end), y((double) i / sorted.length)));
            path.append(point("L", x(sorted[i], end), y((i + 1.0) / sorted.length)));
        }
        return path.append(point("L", RIGHT_PX, y(1))).toString();
    }

    private static String path(FloorDistribution floor, long end) {
        long from = floor.bounds().aboveNanos();
        long to = floor.bounds().atMostNanos();
        StringBuilder path = new StringBuilder(point("M", x(0, end), y(0)));
        for (int i = 0; i <= FLOOR_POINTS; i++) {
            long nanos = from + (to - from) / FLOOR_POINTS * i;
            path.append(point("L", x(nanos, end), y(i == FLOOR_POINTS ? 1 : floor.shareUpTo(nanos))));
        }
        return path.append(point("L", RIGHT_PX, y(1))).toString();
    }

    private static String point(String command, double x, double y) {
        return String.format(Locale.ROOT, "%s%.1f %.1f", command, x, y);
    }

    /** Four to eight round numbers. */
    private static List<Tick> ticks(long end) {
        long step = 100_000;
        for (int i = 0; end / step > 8; i++) {
            step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        }
        List<Tick> ticks = new ArrayList<>();
        for (long nanos = 0; nanos <= end; nanos += step) {
            ticks.add(new Tick(
                    x(nanos, end),
                    end >= 1_000_000_000
                            ? Figures.axis(nanos)
                            : String.format(Locale.ROOT, "%.4g", nanos / 1e6).replaceAll("\\.?0+$", "") + " ms"));
        }
        return ticks;
    }

    /** For those who do not see the plot. */
    String words() {
        return title + ": share of trials (up) that took no longer than a time (right)";
    }
}
