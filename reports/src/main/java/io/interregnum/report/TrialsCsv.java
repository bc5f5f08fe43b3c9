package io.interregnum.report;

import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code trials.csv}: one row a trial, for spreadsheets and notebooks (RFC 4180, UTF-8). Times are in nanoseconds since
 * the run began. A cell is empty where nothing was observed.
 */
final class TrialsCsv implements Format<Trials> {
    private static final String LINE_END = "\r\n";
    /** What makes a spreadsheet take a text for a formula; some take the wide forms as well. */
    private static final String FORMULA_FIRST = "=+-@\uff1d\uff0b\uff0d\uff20";

    @Override
    public String fileName() {
        return "trials.csv";
    }

    @Override
    public String text(Trials trials) {
        StringBuilder text = new StringBuilder(row(header()));
        for (ConfigurationView view : trials.configurations()) {
            int number = 1;
            for (Failover trial : view.trials()) {
                text.append(row(cells(view.name(), number, trial)));
                number++;
            }
        }
        return text.toString();
    }

    private static List<String> header() {
        List<String> names = new ArrayList<>(
                List.of("configuration", "trial", "fault", "old-leader", "old-epoch", "new-leader", "new-epoch"));
        for (String milestone : ResultsJson.MILESTONES) {
            names.add(milestone + "-earliest-ns");
            names.add(milestone + "-latest-ns");
        }
        for (Measure measure : Measure.values()) {
            names.add(measure.word() + "-ns");
        }
        return names;
    }

    private static List<String> cells(String configuration, int number, Failover trial) {
        List<String> cells = new ArrayList<>();
        cells.add(text(configuration));
        cells.add(String.valueOf(number));
        cells.add(text(trial.fault().orElse("")));
        cells.add(text(trial.oldLeader()));
        cells.add(number(trial.oldEpoch()));
        cells.add(text(trial.newLeader()));
        cells.add(String.valueOf(trial.newEpoch()));
        for (Optional<Milestone> milestone : trial.milestones()) {
            cells.add(
                    milestone.map(seen -> String.valueOf(seen.earliestNanos())).orElse(""));
            cells.add(milestone.map(seen -> String.valueOf(seen.latestNanos())).orElse(""));
        }
        for (Measure measure : Measure.values()) {
            cells.add(number(measure.of(trial)));
        }
        return cells;
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? String.valueOf(number.getAsLong()) : "";
    }

    /** Text of a run: visible, never a formula (also behind blanks, which some drop), quoted where it has to be. */
    static String text(String text) {
        String visible = Plain.visible(text);
        String begin = visible.strip();
        String cell = !begin.isEmpty() && FORMULA_FIRST.indexOf(begin.charAt(0)) >= 0 ? "'" + visible : visible;
        boolean quote = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';')
                || !cell.equals(cell.strip());
        return quote ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }

    private static String row(List<String> cells) {
        return String.join(",", cells) + LINE_END;
    }
}
