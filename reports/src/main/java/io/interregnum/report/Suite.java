package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.metric.LatencySummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Several runs that are reported together. Immutable.
 *
 * @param directory where the suite's report goes
 * @param reports in the order in which they are shown
 */
record Suite(Path directory, List<Report> reports) {

    Suite {
        reports = List.copyOf(reports);
    }

    Verdict verdict() {
        return Verdict.worstOf(reports.stream().map(Report::verdict).toList());
    }

    long count(Verdict verdict) {
        return reports.stream().filter(report -> report.verdict() == verdict).count();
    }

    /** One sentence that says how it went. */
    String sentence() {
        if (reports.isEmpty()) {
            return "Nothing was run, so nothing is known.";
        }
        return Figures.count(reports.size(), "run") + ": " + count(Verdict.VALID) + " valid, " + count(Verdict.INVALID)
                + " invalid, " + count(Verdict.UNKNOWN) + " unknown.";
    }

    /** Link from the suite's page to the page of one run; relative, so that the tree can be moved. */
    String link(Report report) {
        return Links.toRun(directory, report);
    }

    /** The latencies of a run's failovers, as far as they were observed; empty where none was. */
    static Optional<LatencySummary> latencies(Report report) {
        return LatencySummary.of(report.failovers().stream()
                .map(failover -> failover.latencyNanos())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList());
    }

    static OptionalLong median(Report report) {
        return latencies(report)
                .map(known -> OptionalLong.of(known.medianNanos()))
                .orElse(OptionalLong.empty());
    }

    static OptionalLong max(Report report) {
        return latencies(report).map(known -> OptionalLong.of(known.maxNanos())).orElse(OptionalLong.empty());
    }
}
