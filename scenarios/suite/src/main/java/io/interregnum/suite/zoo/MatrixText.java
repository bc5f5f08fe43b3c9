package io.interregnum.suite.zoo;

import io.interregnum.history.Json;
import io.interregnum.metric.Proportion;
import io.interregnum.suite.zoo.Cell.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A matrix for people, and for programs.
 *
 * @param matrix what it tells
 * @param command that made it
 * @param machine on what it was made, one line
 * @param took all of it
 */
public record MatrixText(Matrix matrix, String command, String machine, Duration took) {

    /** A column: its head, and what it shows of a row. */
    private record Column(String head, Function<Row, String> cell) {}

    private static final Column RUNS =
            new Column("runs", row -> Integer.toString(row.sightings().size()));
    private static final Column SIZE =
            new Column("masters/ensemble", row -> row.cell().size());
    private static final Column TRIGGER =
            new Column("scenario", row -> row.cell().scenario().name());
    private static final Column UNKNOWN = new Column("unknown", row -> number(row, Outcome.UNKNOWN));
    private static final Column FAILED = new Column("failed", row -> number(row, Outcome.FAILED));
    private static final Column GREEN = new Column("green", row -> number(row, Outcome.GREEN));
    private static final Column ALARMS = new Column("false alarms", row -> number(row, Outcome.FALSE_ALARM));

    private static String number(Row row, Outcome outcome) {
        return Integer.toString(row.count(outcome));
    }

    private static List<Column> bugColumns() {
        return List.of(
                new Column("bug", row -> "`" + row.cell().entry().name() + "`"),
                SIZE,
                TRIGGER,
                RUNS,
                new Column("found", row -> number(row, Outcome.FOUND)),
                new Column("another rang", row -> number(row, Outcome.OTHER)),
                new Column("missed", row -> number(row, Outcome.MISSED)),
                UNKNOWN,
                FAILED,
                new Column("found, 95 %", row -> interval(row.found())),
                new Column("median time to detection", row -> seconds(row.medianDetectionNanos())),
                new Column("expected", row -> row.cell().entry().sign().text()),
                new Column("rang in runs", MatrixText::rang));
    }

    private static String interval(Proportion found) {
        return String.format(Locale.ROOT, "%.0f to %.0f %%", 100 * found.lower(), 100 * found.upper());
    }

    private static String seconds(OptionalLong nanos) {
        return nanos.isPresent() ? String.format(Locale.ROOT, "%.2f s", nanos.getAsLong() / 1e9) : "-";
    }

    private static String rang(Row row) {
        return row.rang().isEmpty()
                ? "-"
                : row.rang().entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** As Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# Planted bugs and false alarms\n\n`")
                .append(command)
                .append("`, ")
                .append(machine)
                .append(", ")
                .append(matrix.rows().stream()
                        .mapToInt(row -> row.sightings().size())
                        .sum())
                .append(" runs in ")
                .append(minutes(took))
                .append(".\n");
        table(text, "Planted bugs", Part.BUG, bugColumns());
        table(
                text,
                "Controls: the same systems without what sets them off",
                Part.CONTROL,
                List.of(
                        new Column("bug", row -> "`" + row.cell().entry().name() + "`"),
                        SIZE,
                        TRIGGER,
                        RUNS,
                        GREEN,
                        ALARMS,
                        UNKNOWN,
                        FAILED));
        table(
                text,
                "Correct systems",
                Part.CORRECT,
                List.of(
                        new Column("system", row -> row.cell().entry().subject().family()),
                        SIZE,
                        TRIGGER,
                        RUNS,
                        GREEN,
                        ALARMS,
                        UNKNOWN,
                        FAILED));
        List<String> remarks = remarks();
        if (!remarks.isEmpty()) {
            text.append("\n## What was not as it should be\n\n");
            remarks.forEach(remark -> text.append("* ").append(remark).append('\n'));
        }
        return text.toString();
    }

    /** One line for each run that did not go as it should. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (Row row : matrix.rows()) {
            for (Sighting sighting : row.sightings()) {
                if (sighting.outcome() != Outcome.FOUND && sighting.outcome() != Outcome.GREEN) {
                    remarks.add(row.cell().text() + " (" + row.cell().size() + "): "
                            + sighting.outcome().words()
                            + (sighting.rang().isEmpty() ? "" : " [" + String.join(", ", sighting.rang()) + "]") + ": "
                            + sighting.words());
                }
            }
        }
        return remarks;
    }

    private void table(StringBuilder text, String title, Part part, List<Column> columns) {
        List<Row> rows = matrix.rows(part);
        if (rows.isEmpty()) {
            return;
        }
        text.append("\n## ").append(title).append("\n\n");
        line(text, columns.stream().map(Column::head).toList());
        line(text, columns.stream().map(column -> "---").toList());
        rows.forEach(row -> line(
                text, columns.stream().map(column -> column.cell().apply(row)).toList()));
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Such as {@code 38 min 12 s}. */
    public static String minutes(Duration time) {
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /** As JSON. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", 1L);
        all.put("command", command);
        all.put("machine", machine);
        all.put("took-ms", took.toMillis());
        all.put("least", matrix.least());
        all.put("conclusion", matrix.conclusion().name());
        all.put("rows", matrix.rows().stream().map(MatrixText::row).toList());
        return Json.write(all);
    }

    private static Map<String, Object> row(Row row) {
        Entry entry = row.cell().entry();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", entry.name());
        value.put("part", row.cell().part().name().toLowerCase(Locale.ROOT));
        value.put("scenario", row.cell().scenario().name());
        value.put("masters", (long) row.cell().spec().masterCount());
        value.put("ensemble", (long) row.cell().spec().ensembleCount());
        value.put("runs", (long) row.sightings().size());
        for (Outcome outcome : Outcome.values()) {
            value.put(outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'), (long) row.count(outcome));
        }
        if (row.cell().part() == Part.BUG) {
            value.put("expected", entry.sign().text());
            value.put("found-lower", row.found().lower());
            value.put("found-upper", row.found().upper());
            row.medianDetectionNanos().ifPresent(nanos -> value.put("median-detection-ms", nanos / 1_000_000));
        }
        Map<String, Object> rang = new LinkedHashMap<>();
        row.rang().forEach((checker, count) -> rang.put(checker, (long) count));
        value.put("rang", rang);
        return value;
    }
}
