package io.interregnum.suite.command;

import io.interregnum.check.Grade;
import io.interregnum.metric.Failover;
import io.interregnum.report.Report;
import java.util.List;
import java.util.Optional;

/**
 * One scenario in the closing table.
 *
 * @param report empty when the run did not get that far
 * @param exitCode of this scenario
 * @param durationNanos of the whole run with its report
 */
record SuiteRow(String scenario, Optional<Report> report, int exitCode, long durationNanos) {

    static SuiteRow of(String scenario, Report report, long durationNanos) {
        return new SuiteRow(scenario, Optional.of(report), ExitCode.of(report.verdict()), durationNanos);
    }

    static SuiteRow failed(String scenario, int exitCode, long durationNanos) {
        return new SuiteRow(scenario, Optional.empty(), exitCode, durationNanos);
    }

    SuiteRow withExitCode(int other) {
        return new SuiteRow(scenario, report, other, durationNanos);
    }

    String verdict() {
        return switch (exitCode) {
            case ExitCode.HARNESS -> "HARNESS FAILED";
            case ExitCode.OVER_BUDGET -> "OVER BUDGET";
            case ExitCode.UNKNOWN -> "UNKNOWN";
            default -> report.map(judged -> judged.verdict().name()).orElse("CAN'T RUN");
        };
    }

    String grade() {
        return report.flatMap(judged -> judged.judgement().worstGrade())
                .map(grade -> grade.number() + " " + grade.words() + (grade == Grade.CLAIM_OVERLAP ? "" : "!"))
                .orElse("-");
    }

    /** Latencies of the failovers whose both ends were observed, in nanoseconds, ascending. */
    List<Long> latencies() {
        return report.stream()
                .flatMap(judged -> judged.failovers().stream())
                .map(Failover::latencyNanos)
                .filter(java.util.OptionalLong::isPresent)
                .map(java.util.OptionalLong::getAsLong)
                .sorted()
                .toList();
    }

    int failoverCount() {
        return report.map(judged -> judged.failovers().size()).orElse(0);
    }
}
