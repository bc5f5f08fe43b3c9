package io.interregnum.suite.command;

import io.interregnum.metric.Bootstrap;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Interval;
import io.interregnum.metric.LatencySummary;
import io.interregnum.metric.Sample;
import io.interregnum.report.TrialReport;
import java.util.Locale;
import java.util.Optional;

/** What trials came to, for the console. */
final class TrialsText {
    private TrialsText() {}

    static void show(TrialReport report, Console console) {
        for (TrialReport.Configuration one : report.configurations()) {
            console.line("");
            console.line(one.name() + ": " + one.report().verdict() + ", "
                    + one.trials().count() + " trials"
                    + (one.trials().withoutFailover() == 0
                            ? ""
                            : ", after " + one.trials().withoutFailover() + " of which nobody took over"));
            console.line(row("in seconds", "seen", "median", "95 % interval", "p90", "p95", "p99", "max"));
            console.line(row("latency", one.trials().latency()));
            for (Failover.Phase phase : Failover.Phase.values()) {
                console.line(
                        row(phase.name().toLowerCase(Locale.ROOT), one.trials().phase(phase)));
            }
            one.floor().ifPresent(floor -> console.line(row(floor)));
            one.budgets().forEach(outcome -> console.line("  " + BudgetOption.line(outcome)));
        }
        console.line("");
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-12s %6s %9s %21s %9s %9s %9s %9s", cells)
                .stripTrailing();
    }

    private static String row(String name, Sample sample) {
        Optional<LatencySummary> summary = sample.summary();
        if (summary.isEmpty()) {
            return row(name, "0", "-", "-", "-", "-", "-", "-");
        }
        LatencySummary known = summary.get();
        return row(
                name,
                known.count(),
                seconds(known.medianNanos()),
                Bootstrap.of(sample, Bootstrap::median, 1)
                        .map(TrialsText::interval)
                        .orElse("-"),
                seconds(sample.percentile(90).orElseThrow()),
                seconds(known.p95Nanos()),
                seconds(known.p99Nanos()),
                seconds(known.maxNanos()));
    }

    private static String row(FloorDistribution floor) {
        return row(
                "floor",
                "",
                seconds(floor.medianNanos()),
                interval(new Interval(
                                floor.bounds().aboveNanos(), floor.bounds().atMostNanos()))
                        .replaceFirst("\\[", "("),
                seconds(floor.quantileNanos(0.90)),
                seconds(floor.quantileNanos(0.95)),
                seconds(floor.quantileNanos(0.99)),
                seconds(floor.bounds().atMostNanos()));
    }

    private static String interval(Interval interval) {
        return "[" + seconds(interval.lowerNanos()) + ", " + seconds(interval.upperNanos()) + "]";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }
}
