package io.interregnum.suite.command;

import io.interregnum.check.linear.Algorithm;
import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.Witness;
import io.interregnum.history.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one file.
 *
 * @param key of the part of the history that the outcome is about; empty text where it has no parts
 * @param outcome of the worst part; of several that are not linearizable, the one that was so first
 * @param operations how many were judged, in all parts
 * @param nanos how long reading and judging took
 */
record JudgedFile(Path file, String key, LinearOutcome outcome, Algorithm algorithm, long operations, long nanos) {

    JudgedFile with(long operationCount, long tookNanos) {
        return new JudgedFile(file, key, outcome, algorithm, operationCount, tookNanos);
    }

    boolean isWorseThan(JudgedFile other) {
        int by = outcome.answer().compareTo(other.outcome.answer());
        return by > 0 || (by == 0 && stuckAt() < other.stuckAt());
    }

    private long stuckAt() {
        return outcome.witness()
                .map(Witness::stuck)
                .map(LinearOperation::completedAt)
                .orElse(LinearOperation.NEVER);
    }

    int exitCode() {
        return switch (outcome.answer()) {
            case LINEARIZABLE -> ExitCode.VALID;
            case UNDECIDED -> ExitCode.UNKNOWN;
            case NOT_LINEARIZABLE -> ExitCode.INVALID;
        };
    }

    /** One line of JSON. */
    String json() {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", file.toString());
        line.put(
                "valid",
                switch (outcome.answer()) {
                    case LINEARIZABLE -> true;
                    case UNDECIDED -> "unknown";
                    case NOT_LINEARIZABLE -> false;
                });
        outcome.witness().ifPresent(witness -> line.put("op", witness.stuck().id()));
        if (!key.isEmpty()) {
            line.put("key", key);
        }
        if (!outcome.cause().isEmpty()) {
            line.put("cause", outcome.cause());
        }
        line.put("algorithm", algorithm.name().toLowerCase(Locale.ROOT));
        line.put("operations", operations);
        line.put("millis", nanos / 1_000_000);
        return Json.write(line);
    }
}
