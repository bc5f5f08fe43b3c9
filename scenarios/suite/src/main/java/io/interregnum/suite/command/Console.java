package io.interregnum.suite.command;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.check.Verdict;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.report.Report;
import io.interregnum.run.RunListener;
import io.interregnum.run.Scenario;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What people see while scenarios run. Safe for many threads: a line at a time. */
final class Console implements RunListener {
    private static final int SENTENCES_MAX = 3;

    private final PrintWriter out;

    Console(PrintWriter out) {
        this.out = out;
    }

    synchronized void line(String text) {
        out.println(Printable.of(text));
        out.flush();
    }

    void scenario(Scenario scenario) {
        line("");
        line(scenario.name() + ": " + scenario.question());
    }

    @Override
    public void phase(long timeNanos, String phase) {
        at(timeNanos, phase);
    }

    @Override
    public void leader(long timeNanos, String node, long epoch) {
        at(timeNanos, "  " + node + " leads, epoch " + epoch);
    }

    @Override
    public void exited(long timeNanos, String node, int exitCode) {
        at(timeNanos, "  " + node + " ended, exit code " + exitCode);
    }

    @Override
    public void fault(Event event) {
        FaultEvent.of(event)
                .ifPresent(fault -> at(
                        event.timeNanos(),
                        "  " + event.f() + " " + String.join(" ", fault.targets()) + ": "
                                + fault.stage().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                                + (fault.detail().isEmpty() ? "" : " (" + fault.detail() + ")")));
    }

    private void at(long timeNanos, String text) {
        line(String.format(Locale.ROOT, "  %7.3f s  %s", timeNanos / 1e9, text));
    }

    /** The verdict with the sentences that explain it. */
    void judged(Report report) {
        line("  " + report.verdict());
        for (CheckResult result : report.judgement().results()) {
            if (result.verdict() == Verdict.UNKNOWN) {
                line("    " + result.checker() + " unknown: " + result.reason());
            }
            result.violations().stream().limit(SENTENCES_MAX).forEach(finding -> sentence("", result, finding));
            int more = result.violations().size() - SENTENCES_MAX;
            if (more > 0) {
                line("    " + result.checker() + ": " + more + " more in the report");
            }
            result.observations().stream()
                    .filter(finding -> finding.grade().isPresent())
                    .limit(SENTENCES_MAX)
                    .forEach(finding -> sentence("observed, no violation: ", result, finding));
        }
    }

    private void sentence(String kind, CheckResult result, Finding finding) {
        line("    " + kind + result.checker()
                + finding.grade()
                        .map(grade -> ", grade " + grade.number() + " (" + grade.words() + ")")
                        .orElse("")
                + ": " + finding.summary());
    }

    /** The closing table. */
    void table(List<SuiteRow> rows) {
        line("");
        row("scenario", "verdict", "split-brain", "failovers", "median", "max", "duration");
        for (SuiteRow row : rows) {
            List<Long> latencies = row.latencies();
            row(
                    row.scenario(),
                    row.verdict(),
                    row.grade(),
                    Integer.toString(row.failoverCount()),
                    latencies.isEmpty() ? "-" : Durations.seconds(latencies.get((latencies.size() - 1) / 2)),
                    latencies.isEmpty() ? "-" : Durations.seconds(latencies.get(latencies.size() - 1)),
                    String.format(Locale.ROOT, "%.1f s", row.durationNanos() / 1e9));
        }
    }

    private void row(String... cells) {
        line(String.format(Locale.ROOT, "%-26s %-15s %-26s %9s %9s %9s %9s", (Object[]) cells)
                .stripTrailing());
    }
}
