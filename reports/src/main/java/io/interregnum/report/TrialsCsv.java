package io.interregnum.report;

import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * {@code trials.csv}: a row for each trial, as RFC 4180 has it. Times are nanoseconds; a cell is empty where nothing was
 * observed. A text with which a spreadsheet would compute gets an apostrophe before it.
 */
final class TrialsCsv {
    private TrialsCsv() {}

    static String text(TrialReport report) {
        StringBuilder text = new StringBuilder();
        row(text, header());
        for (TrialReport.Configuration each : report.configurations()) {
            int number = 0;
            for (Failover failover : each.trials().failovers()) {
                row(text, cells(each, ++number, failover));
            }
        }
        return text.toString();
    }

    private static List<String> header() {
        List<String> names = new ArrayList<>(
                List.of("configuration", "trial", "fault", "old-leader", "old-epoch", "new-leader", "new-epoch"));
        for (String milestone : TrialsJson.MILESTONES) {
            names.add(milestone + "-earliest-ns");
            names.add(milestone + "-latest-ns");
        }
        for (Failover.Phase phase : Failover.Phase.values()) {
            names.add(phase.name().toLowerCase(Locale.ROOT) + "-ns");
        }
        names.add("latency-ns");
        names.add("floor-above-ns");
        names.add("floor-at-most-ns");
        return names;
    }

    private static List<String> cells(TrialReport.Configuration configuration, int number, Failover failover) {
        List<String> cells = new ArrayList<>(List.of(
                configuration.name(),
                String.valueOf(number),
                failover.fault().orElse(""),
                failover.oldLeader(),
                number(failover.oldEpoch()),
                failover.newLeader(),
                String.valueOf(failover.newEpoch())));
        for (Optional<Milestone> milestone : failover.milestones()) {
            cells.add(milestone
                    .map(known -> String.valueOf(known.earliestNanos()))
                    .orElse(""));
            cells.add(
                    milestone.map(known -> String.valueOf(known.latestNanos())).orElse(""));
        }
        for (Failover.Phase phase : Failover.Phase.values()) {
            cells.add(number(failover.nanos(phase)));
        }
        cells.add(number(failover.latencyNanos()));
        cells.add(configuration
                .floor()
                .map(known -> String.valueOf(known.bounds().aboveNanos()))
                .orElse(""));
        cells.add(configuration
                .floor()
                .map(known -> String.valueOf(known.bounds().atMostNanos()))
                .orElse(""));
        return cells;
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? String.valueOf(value.getAsLong()) : "";
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append(cells.stream().map(TrialsCsv::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String cell(String text) {
        String plain = Plain.visible(text);
        boolean computes = !plain.isEmpty() && "=+-@\t\r".indexOf(plain.charAt(0)) >= 0;
        String safe = computes ? "'" + plain : plain;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
