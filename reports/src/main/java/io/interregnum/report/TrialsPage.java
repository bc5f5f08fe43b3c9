package io.interregnum.report;

import io.interregnum.metric.Failover;
import io.interregnum.metric.FloorDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the page of some trials shows beside what the report says. */
record TrialsPage(TrialReport report) {
    private static final int BAR_PERCENT_MAX = 100;

    static String html(TrialReport report) {
        return HtmlPage.render("trials.jte", new TrialsPage(report));
    }

    /** A part of a bar. */
    record Part(String phase, double percent, String words) {}

    /** One sentence that says how it went. */
    String sentence() {
        List<String> parts = new ArrayList<>();
        for (TrialReport.Configuration each : report.configurations()) {
            parts.add((report.configurations().size() > 1 ? each.name() + ": " : "") + sentence(each));
        }
        return parts.isEmpty() ? "Nothing was run, so nothing is known." : String.join(" ", parts);
    }

    private static String sentence(TrialReport.Configuration each) {
        Measure latency = Measure.of(each.trials()).get(0);
        String count = Figures.count(each.trials().count(), "failover");
        if (latency.sample().count() == 0) {
            return count + ", of which none was seen to its end.";
        }
        return count + ": nobody was served under a new leader for " + Figures.duration(latency.percentile(50))
                + " in the median, " + Figures.duration(latency.max()) + " at most"
                + each.floor()
                        .map(floor -> "; ZooKeeper's time-outs alone take " + Figures.duration(floor.medianNanos())
                                + " in the median, "
                                + Figures.duration(floor.bounds().atMostNanos()) + " at most")
                        .orElse("")
                + ".";
    }

    String link(TrialReport.Configuration each) {
        return Suite.link(report.directory(), each.report());
    }

    List<Measure> measures(TrialReport.Configuration each) {
        return Measure.of(each.trials());
    }

    /** A plot for the latency and each phase. */
    List<Ecdf> plots(TrialReport.Configuration each) {
        return measures(each).stream()
                .map(measure -> Ecdf.of(
                        measure.name(),
                        List.of(new Ecdf.Series("curve-a", "measured", measure.sample())),
                        measure.hasFloor() ? each.floor() : Optional.<FloorDistribution>empty()))
                .toList();
    }

    /** How much of the longest bar each phase's median takes. */
    List<Part> stack(TrialReport.Configuration each) {
        long longest = report.configurations().stream()
                .mapToLong(TrialsPage::sumOfMedians)
                .max()
                .orElse(1);
        List<Part> parts = new ArrayList<>();
        for (Measure measure : measures(each)) {
            OptionalLong median = measure.percentile(50);
            if (!measure.isLatency() && median.isPresent()) {
                parts.add(new Part(
                        measure.name(),
                        (double) median.getAsLong() / Math.max(1, longest) * BAR_PERCENT_MAX,
                        measure.name() + " " + Figures.duration(median)));
            }
        }
        return parts;
    }

    private static long sumOfMedians(TrialReport.Configuration each) {
        return Measure.of(each.trials()).stream()
                .filter(measure -> !measure.isLatency())
                .mapToLong(measure -> measure.percentile(50).orElse(0))
                .sum();
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The figures of the floor, as cells of a table. */
    static List<String> floorCells(FloorDistribution floor) {
        List<String> cells = new ArrayList<>();
        cells.add(Figures.duration(floor.bounds().aboveNanos()));
        for (int percent : Measure.PERCENTS) {
            cells.add(Figures.duration(floor.quantileNanos(percent / 100.0)));
        }
        cells.add(Figures.duration(floor.bounds().atMostNanos()));
        return cells;
    }

    /** How much the medians of what it bounds lie above it. */
    static String excess(TrialReport.Configuration each) {
        return each.floor()
                .map(floor -> {
                    List<String> parts = new ArrayList<>();
                    for (Measure measure : Measure.of(each.trials())) {
                        if (measure.hasFloor() && measure.percentile(50).isPresent()) {
                            parts.add("the median " + measure.name() + " is "
                                    + Figures.duration(measure.percentile(50).getAsLong() - floor.medianNanos())
                                    + " above the floor's");
                        }
                    }
                    return parts.isEmpty() ? "" : "Measured less floor: " + String.join("; ", parts) + ".";
                })
                .orElse("");
    }

    static List<String> cells(Failover failover) {
        List<String> cells = new ArrayList<>();
        for (Failover.Phase phase : Failover.Phase.values()) {
            cells.add(Figures.duration(failover.nanos(phase)));
        }
        cells.add(Figures.duration(failover.latencyNanos()));
        return cells;
    }
}
