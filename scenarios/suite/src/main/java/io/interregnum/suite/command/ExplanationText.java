package io.interregnum.suite.command;

import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.Witness;
import io.interregnum.history.EdnHistory;
import io.interregnum.history.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was found about a file, for people. */
final class ExplanationText {
    private static final int OPERATIONS_MAX = 40;
    private static final int VALUE_CHARACTERS_MAX = 60;
    private static final int REACHED_MAX = 10;

    private final JudgedFile judged;
    private final String model;
    private final Map<Long, Event> events = new HashMap<>(); // by position in the history; order is never read
    private final List<String> lines = new ArrayList<>();

    private ExplanationText(JudgedFile judged, String model) {
        this.judged = judged;
        this.model = model;
    }

    /**
     * Explains {@code judged}; reads the file once more, for who did what.
     *
     * @throws io.interregnum.history.HistoryException when it cannot be read any more
     */
    static ExplanationText of(JudgedFile judged, FileJudge judge) {
        ExplanationText explanation = new ExplanationText(judged, judge.model().name());
        judged.witness().ifPresent(witness -> explanation.look(witness, judge));
        explanation.write();
        return explanation;
    }

    List<String> lines() {
        return lines;
    }

    private void look(Witness witness, FileJudge judge) {
        Set<Long> wanted = new HashSet<>(); // order is never read
        Stream.of(
                        Stream.of(witness.stuck()),
                        witness.before().stream(),
                        witness.order().stream(),
                        witness.core().stream())
                .flatMap(operations -> operations)
                .forEach(operation -> {
                    wanted.add(operation.invokedAt());
                    wanted.add(operation.completedAt());
                });
        long[] position = {0};
        judge.form(judged.file()).read(judged.file(), event -> {
            if (wanted.contains(position[0])) {
                events.put(position[0], event);
            }
            position[0]++;
        });
    }

    private void write() {
        String history = judged.file() + (judged.key().isEmpty() ? "" : ", key " + judged.key()) + ": ";
        String size = " (" + counted(judged.operations()) + ", " + judged.algorithm() + ", "
                + String.format(Locale.ROOT, "%.3f s", judged.nanos() / 1e9) + ")";
        switch (judged.decision().answer()) {
            case LINEARIZABLE -> lines.add(history + "linearizable by " + model + size);
            case UNDECIDED ->
                lines.add(history + "not decided" + size + ": "
                        + judged.decision().cause());
            case NOT_LINEARIZABLE -> {
                lines.add(history + "NOT linearizable by " + model + size);
                judged.witness().ifPresent(this::write);
            }
        }
        judged.second()
                .ifPresent(opinion ->
                        lines.add("  second opinion: " + JudgedFile.word(opinion) + "; " + opinion.detail()));
    }

    private static String some(List<String> states) {
        return states.stream().limit(REACHED_MAX).map(ExplanationText::cut).collect(Collectors.joining(", or "))
                + (states.size() > REACHED_MAX ? ", …" : "");
    }

    private static String cut(String text) {
        return text.length() <= VALUE_CHARACTERS_MAX ? text : text.substring(0, VALUE_CHARACTERS_MAX) + "…";
    }

    private static String counted(long operations) {
        return operations + (operations == 1 ? " operation" : " operations");
    }

    private void write(Witness witness) {
        lines.add("");
        lines.add("  " + sentence(witness.stuck()) + " cannot be linearized "
                + witness.before().map(before -> "after " + sentence(before)).orElse("as the first")
                + ": " + witness.refusal());
        lines.add("");
        int count = witness.core().size();
        if (!witness.from().isEmpty()) {
            lines.add("  before these, the object can only have been " + some(witness.from()) + ":");
        }
        lines.add("  " + counted(count) + (count == 1 ? " that has" : " that have")
                + " no order, whatever the others did:");
        table(witness.core(), witness.stuck());
        if (!witness.order().isEmpty()) {
            lines.add("");
            lines.add("  as far as they go in an order that the model accepts:");
            table(witness.order(), witness.stuck());
        }
        if (witness.reached().size() > 1) {
            lines.add("");
            lines.add("  where orders come to, and what the model says there:");
            witness.reached().stream()
                    .limit(REACHED_MAX)
                    .forEach(reached -> lines.add("    " + cut(reached.state()) + ": " + reached.refusal()));
        }
    }

    private void table(List<LinearOperation> operations, LinearOperation stuck) {
        // The last ones: what is stuck is among them or comes next.
        int from = Math.max(0, operations.size() - OPERATIONS_MAX);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("index", "process", "operation", "asked", "answered", ""));
        for (LinearOperation operation : operations.subList(from, operations.size())) {
            Event invoke = events.get(operation.invokedAt());
            rows.add(List.of(
                    Long.toString(operation.id()),
                    invoke == null ? "?" : invoke.process(),
                    what(operation),
                    at(invoke),
                    operation.isPending() ? "never" : at(events.get(operation.completedAt())),
                    operation.id() == stuck.id() ? "<- cannot be linearized" : ""));
        }
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row ->
                Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("   ");
            for (int i = 0; i < widths.length; i++) {
                line.append(' ')
                        .append(row.get(i))
                        .append(" ".repeat(1 + widths[i] - row.get(i).length()));
            }
            lines.add(line.toString().stripTrailing());
        }
        if (from > 0) {
            lines.add("    (the last " + OPERATIONS_MAX + " of " + operations.size() + ")");
        }
    }

    private static String at(@Nullable Event event) {
        return event == null
                ? "?"
                : event.index()
                        + (event.timeNanos() == 0
                                ? ""
                                : String.format(Locale.ROOT, " (%.6f s)", event.timeNanos() / 1e9));
    }

    private String sentence(LinearOperation operation) {
        Event invoke = events.get(operation.invokedAt());
        Event answer = events.get(operation.completedAt());
        return "process " + (invoke == null ? "?" : invoke.process()) + "'s " + what(operation) + " (index "
                + operation.id()
                + (operation.isPending()
                        ? ", never answered)"
                        : ", answered at index " + (answer == null ? "?" : answer.index()) + ")");
    }

    private static String what(LinearOperation operation) {
        return operation.f() + " " + cut(EdnHistory.text(operation.value()));
    }
}
