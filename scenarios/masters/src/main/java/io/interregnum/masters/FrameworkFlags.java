package io.interregnum.masters;

import java.util.Map;

/** The command line of a framework. Immutable. */
record FrameworkFlags(NodeFlags node, Framework.Plan plan) {
    private static final int PORT = 5052;

    /** @throws IllegalArgumentException if a flag is unknown, repeated, missing or malformed; the message says which */
    static FrameworkFlags parse(String... arguments) {
        CommandLine line = CommandLine.parse(
                NodeFlags.USAGE
                        + " [--tasks 4] [--short-task-every-ms 500] [--short-task-ms 1000] [--short-tasks-max 8]",
                NodeFlags.REQUIRED,
                NodeFlags.defaults(
                        PORT,
                        Map.of(
                                "--tasks", "4",
                                "--short-task-every-ms", "500",
                                "--short-task-ms", "1000",
                                "--short-tasks-max", "8")),
                arguments);
        return new FrameworkFlags(
                NodeFlags.of(line),
                new Framework.Plan(
                        line.number("--tasks", 0, 1_000),
                        line.number("--short-task-every-ms", 3_600_000),
                        line.number("--short-task-ms", 3_600_000),
                        line.number("--short-tasks-max", 0, 1_000)));
    }

    /** What the names of this framework's work begin with: {@code w} for the first of its kind, else its number too. */
    String workPrefix() {
        String number = node.id().replaceAll(".*?([0-9]*)$", "$1");
        return number.isEmpty() || number.equals("1") ? "w" : "w" + number + "-";
    }
}
