package io.interregnum.report;

import io.interregnum.check.CheckResult;
import io.interregnum.metric.Failover;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code summary.md}: what a pull request or a job's page shows. */
final class SummaryMarkdown {
    static final String FILE_NAME = "summary.md";
    private static final int FINDINGS_MAX = 20;

    private SummaryMarkdown() {}

    /** The file of one run. */
    static final class OfRun implements Format<Report> {
        @Override
        public String fileName() {
            return FILE_NAME;
        }

        @Override
        public String text(Report report) {
            return Plain.visible(run(report));
        }
    }

    /** The file of a suite. */
    static final class OfSuite implements Format<Suite> {
        @Override
        public String fileName() {
            return FILE_NAME;
        }

        @Override
        public String text(Suite suite) {
            return Plain.visible(suite(suite));
        }
    }

    private static String run(Report report) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(report.verdict())
                .append(": ")
                .append(escape(report.info().scenario()));
        text.append(", seed ").append(report.info().seed()).append("\n\n");
        text.append(escape(Headline.sentence(report))).append("\n\n");
        if (!report.info().complete()) {
            text.append("**").append(Headline.CUT_SHORT).append("**\n\n");
        }
        text.append("Asked: ").append(escape(report.info().question())).append("  \n");
        text.append("Split-brain: ")
                .append(Figures.grade(report.judgement().worstGrade()))
                .append("  \n");
        text.append("Backend: ").append(escape(report.info().backend())).append("  \n");
        text.append("Length: ").append(Figures.duration(report.durationNanos())).append("  \n");
        text.append("Run again: ").append(code(report.info().command())).append("\n");
        findings(text, "Violations", Headline.violations(report));
        findings(text, "Observations", Headline.observations(report));
        failovers(text, FailoverView.of(report));
        checks(text, report.judgement().results());
        return text.toString();
    }

    private static void findings(StringBuilder text, String heading, List<Headline.Violation> findings) {
        if (findings.isEmpty()) {
            return;
        }
        text.append("\n## ").append(heading).append("\n\n");
        findings.stream().limit(FINDINGS_MAX).forEach(found -> {
            text.append("- **").append(escape(found.checker())).append("**");
            found.finding()
                    .grade()
                    .ifPresent(grade ->
                            text.append(" (").append(Figures.grade(grade)).append(")"));
            text.append(": ").append(escape(found.finding().summary())).append("\n");
        });
        if (findings.size() > FINDINGS_MAX) {
            text.append("- and ").append(findings.size() - FINDINGS_MAX).append(" more in results.json\n");
        }
    }

    private static void failovers(StringBuilder text, List<FailoverView> failovers) {
        text.append("\n## Failovers\n\n");
        if (failovers.isEmpty()) {
            text.append("None was observed.\n");
            return;
        }
        row(
                text,
                List.of(
                        "Fault",
                        "Old leader",
                        "New leader",
                        "Detection",
                        "Election",
                        "Recovery",
                        "Rediscovery",
                        "Latency",
                        "Floor",
                        "Latency less floor"));
        row(text, Collections.nCopies(10, "---"));
        for (FailoverView view : failovers) {
            Failover failover = view.failover();
            List<String> cells = new ArrayList<>();
            cells.add(escape(view.fault()));
            cells.add(failover.oldLeader().isEmpty() ? "nobody" : escape(failover.oldLeader()));
            cells.add(escape(failover.newLeader()) + " (epoch " + failover.newEpoch() + ")");
            for (Failover.Phase phase : Failover.Phase.values()) {
                cells.add(Figures.duration(failover.nanos(phase)));
            }
            cells.add(Figures.duration(failover.latencyNanos()));
            cells.add(view.floorWords());
            cells.add(view.beyondFloorWords());
            row(text, cells);
        }
    }

    private static void checks(StringBuilder text, List<CheckResult> results) {
        text.append("\n## Checks\n\n");
        row(text, List.of("Check", "Verdict", "Violations", "Observations", "Reason"));
        row(text, List.of("---", "---", "---:", "---:", "---"));
        for (CheckResult result : results) {
            row(
                    text,
                    List.of(
                            escape(result.checker()),
                            Headline.word(result.verdict()),
                            String.valueOf(result.violations().size()),
                            String.valueOf(result.observations().size()),
                            escape(result.reason())));
        }
    }

    private static String suite(Suite suite) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(suite.verdict()).append(": suite\n\n");
        text.append(suite.sentence()).append("\n\n");
        row(text, List.of("Verdict", "Scenario", "Seed", "Grade", "Failovers", "Median", "Max", "Length", "Why"));
        row(text, List.of("---", "---", "---:", "---", "---:", "---:", "---:", "---:", "---"));
        for (Report report : suite.reports()) {
            row(
                    text,
                    List.of(
                            report.verdict().name(),
                            "[" + escape(report.info().scenario()) + "](<" + suite.link(report) + ">)",
                            String.valueOf(report.info().seed()),
                            Figures.grade(report.judgement().worstGrade()),
                            String.valueOf(report.failovers().size()),
                            Figures.duration(Suite.median(report)),
                            Figures.duration(Suite.max(report)),
                            Figures.duration(report.durationNanos()),
                            escape(Figures.shortened(Headline.sentence(report), 300))));
        }
        return text.toString();
    }

    static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Text that Markdown shows as it is, on one line: everything that could begin markup gets a backslash. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t') {
                escaped.append(' ');
            } else if (c == '&') {
                escaped.append("&amp;");
            } else if (c == '<') {
                escaped.append("&lt;");
            } else if (c == '>') {
                escaped.append("&gt;");
            } else if ("\\`*_{}[]#|~!@".indexOf(c) >= 0) {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Text as code, on one line; fenced by more backticks than it holds. Not for tables. */
    static String code(String text) {
        String line = text.replaceAll("[\\r\\n\\t]", " ");
        String fence = "`";
        while (line.contains(fence)) {
            fence += "`";
        }
        return fence + " " + line + " " + fence;
    }
}
