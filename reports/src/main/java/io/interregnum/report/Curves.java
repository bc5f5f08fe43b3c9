package io.interregnum.report;

import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Interval;
import io.interregnum.metric.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A chart of distribution functions: for each duration, which share took no longer. Places are in thousandths of its
 * width and height, since it is stretched to the page.
 *
 * @param title what is shown
 * @param caption its figures in words, beside the title
 * @param axis of durations
 * @param curves in the order in which they are drawn
 * @param floor from where to where ZooKeeper's floor reaches
 * @param median in which the median lies with 95 %
 */
record Curves(
        String title, String caption, Axis axis, List<Curve> curves, Optional<Floor> floor, Optional<Interval> median) {
    /** More steps than this nobody can see. */
    private static final int STEPS_MAX = 200;

    private static final int FLOOR_POINTS = 64;

    /** Shares that have a line, in percent. */
    static final List<Integer> SHARES = List.of(0, 25, 50, 75, 100);

    private static final int TOP_PX = 6;
    private static final int HEIGHT_PX = 170;

    Curves {
        curves = List.copyOf(curves);
    }

    /**
     * One function.
     *
     * @param css its class, which gives it its dash
     * @param path from the left end to the right one
     * @param title that is told when it is pointed at
     * @param label beside it, where there are several; empty for none
     */
    record Curve(String css, String path, String title, Optional<Label> label) {}

    /**
     * A short name beside a curve.
     *
     * @param x in percent
     * @param y in pixels, from the top
     * @param dx away from the curve, in pixels
     * @param anchor which end of the text is there
     */
    record Label(String text, double x, double y, int dx, String anchor) {}

    /**
     * A band that reaches over the whole height.
     *
     * @param x where it begins, in percent
     * @param width in percent
     */
    record Floor(double x, double width, String title) {}

    /** A measure of one configuration, with ZooKeeper's floor where it has one. */
    static Curves ofTrials(Measure measure, Spread spread, Optional<FloorDistribution> floor) {
        List<Long> shown = new ArrayList<>(spread.sortedNanos());
        if (!shown.isEmpty()) {
            floor.ifPresent(known -> shown.addAll(
                    List.of(known.bounds().aboveNanos(), known.bounds().atMostNanos())));
        }
        Axis axis = Axis.around(shown);
        List<Curve> curves = new ArrayList<>();
        if (spread.count() > 0) {
            floor.ifPresent(known -> curves.add(new Curve(
                    "curve-floor", path(axis, known), "ZooKeeper's floor: " + words(known), Optional.empty())));
            curves.add(new Curve(
                    "curve-measured",
                    path(axis, spread.sortedNanos()),
                    "measured: " + words(spread),
                    Optional.empty()));
        }
        return new Curves(
                measure.title(),
                words(spread),
                axis,
                curves,
                floor.filter(known -> spread.count() > 0).map(known -> band(axis, known)),
                spread.medianInterval());
    }

    /** A measure on both sides, each with its letter. */
    static Curves ofComparison(Measure measure, Sample a, Sample b) {
        List<Long> sortedA = a.nanos().stream().sorted().toList();
        List<Long> sortedB = b.nanos().stream().sorted().toList();
        List<Long> shown = new ArrayList<>(sortedA);
        shown.addAll(sortedB);
        Axis axis = Axis.around(shown);
        boolean firstIsLeft = middle(sortedA) <= middle(sortedB);
        List<Curve> curves = new ArrayList<>();
        curve("A", axis, a, sortedA, firstIsLeft).ifPresent(curves::add);
        curve("B", axis, b, sortedB, !firstIsLeft).ifPresent(curves::add);
        return new Curves(
                measure.title(),
                "A: " + words(a) + "; B: " + words(b),
                axis,
                curves,
                Optional.empty(),
                Optional.empty());
    }

    private static long middle(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
    }

    private static Optional<Curve> curve(String letter, Axis axis, Sample sample, List<Long> sorted, boolean left) {
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Curve(
                        "curve-" + letter.toLowerCase(Locale.ROOT),
                        path(axis, sorted),
                        letter + ": " + words(sample),
                        Optional.of(label(letter, axis, sorted, left))));
    }

    /**
     * High on the left of the curve that is further to the left, low on the right of the other: so no label stands
     * between two curves, and they do not meet where curves coincide.
     */
    private static Label label(String text, Axis axis, List<Long> sorted, boolean left) {
        int percent = left ? 75 : 25;
        long nanos = sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
        return new Label(text, axis.percent(nanos), y(percent) + 4, left ? -6 : 6, left ? "end" : "start");
    }

    private static String words(Spread spread) {
        if (spread.count() == 0) {
            return Figures.NOT_OBSERVED;
        }
        return "median " + Figures.duration(spread.medianNanos()) + ", p95 " + Figures.duration(spread.p95Nanos())
                + ", " + observed(spread.count(), spread.missingCount());
    }

    private static String words(Sample sample) {
        return observed(sample.nanos().size(), sample.missingCount());
    }

    private static String observed(long count, long missing) {
        return count + " observed" + (missing == 0 ? "" : ", " + missing + " not");
    }

    private static String words(FloorDistribution floor) {
        return Figures.range(floor.bounds().aboveNanos(), floor.bounds().atMostNanos()) + ", median "
                + Figures.duration(floor.medianNanos());
    }

    private static Floor band(Axis axis, FloorDistribution floor) {
        long from = floor.bounds().aboveNanos();
        long to = floor.bounds().atMostNanos();
        return new Floor(axis.percent(from), axis.width(from, to), "ZooKeeper's floor: " + words(floor));
    }

    /** Steps at what was measured; of many, at so many of them that are evenly apart in rank. */
    private static String path(Axis axis, List<Long> sorted) {
        int steps = Math.min(sorted.size(), STEPS_MAX);
        StringBuilder path = new StringBuilder("M0 1000");
        for (int step = 1; step <= steps; step++) {
            int rank = (int) (((long) sorted.size() * step + steps - 1) / steps); // from 1, rounded up
            path.append('H').append(axis.thousandths(sorted.get(rank - 1)));
            path.append('V').append(height((double) rank / sorted.size()));
        }
        return path.append("H1000").toString();
    }

    private static String path(Axis axis, FloorDistribution floor) {
        long from = floor.bounds().aboveNanos();
        long to = floor.bounds().atMostNanos();
        StringBuilder path = new StringBuilder("M0 1000");
        for (int point = 0; point <= FLOOR_POINTS; point++) {
            long nanos = from + (to - from) / FLOOR_POINTS * point;
            path.append('L').append(axis.thousandths(nanos)).append(' ').append(height(floor.shareUpTo(nanos)));
        }
        return path.append('L').append(axis.thousandths(to)).append(" 0H1000").toString();
    }

    private static double height(double share) {
        return Math.round((1 - share) * 10_000) / 10.0;
    }

    /** Where a share of so many percent stands, in pixels from the top. */
    static double y(double percent) {
        return TOP_PX + HEIGHT_PX * (100 - percent) / 100;
    }

    /** Where the interval of the median begins, in percent. */
    double medianX(Interval interval) {
        return axis.percent(interval.lowerNanos());
    }

    double medianWidth(Interval interval) {
        return axis.width(interval.lowerNanos(), interval.upperNanos());
    }
}
