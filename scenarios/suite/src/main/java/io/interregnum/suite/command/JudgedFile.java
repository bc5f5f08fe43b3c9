package io.interregnum.suite.command;

import io.interregnum.check.linear.Decision;
import io.interregnum.check.linear.Witness;
import io.interregnum.clojure.SecondOpinion;
import io.interregnum.history.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one file.
 *
 * @param key of the part of the history that the decision is about; empty text where it has no parts
 * @param decision about the worst part; of several that are not linearizable, about the one that was so first
 * @param witness why it is not linearizable; empty if it is, or if there was no room to find out
 * @param operations how many were judged, in all parts
 * @param nanos how long reading and deciding took
 * @param second what somebody else says; empty if nobody was asked
 */
record JudgedFile(
        Path file,
        String key,
        Decision decision,
        Optional<Witness> witness,
        long operations,
        long nanos,
        Optional<SecondOpinion> second) {

    /** The same with what somebody else says. */
    JudgedFile withSecond(SecondOpinion opinion) {
        return new JudgedFile(file, key, decision, witness, operations, nanos, Optional.of(opinion));
    }

    /** What decided, or gave up last: a word. */
    String algorithm() {
        return decision.by().name().toLowerCase(Locale.ROOT);
    }

    /** If another judge disagrees, one of the two is wrong, and it may be this one. */
    int exitCode() {
        if (second.filter(opinion -> opinion.kind() == SecondOpinion.Kind.DISAGREES)
                .isPresent()) {
            return ExitCode.HARNESS;
        }
        return switch (decision.answer()) {
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
                switch (decision.answer()) {
                    case LINEARIZABLE -> true;
                    case UNDECIDED -> "unknown";
                    case NOT_LINEARIZABLE -> false;
                });
        witness.map(Witness::stuck).or(decision::stuck).ifPresent(stuck -> line.put("op", stuck.id()));
        if (!key.isEmpty()) {
            line.put("key", key);
        }
        if (!decision.cause().isEmpty()) {
            line.put("cause", decision.cause());
        }
        line.put("algorithm", algorithm());
        line.put("operations", operations);
        line.put("millis", nanos / 1_000_000);
        second.ifPresent(opinion -> {
            line.put("second-opinion", word(opinion));
            line.put("second-opinion-detail", opinion.detail());
        });
        return Json.write(line);
    }

    /** How an opinion compares, as a word. */
    static String word(SecondOpinion opinion) {
        return opinion.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
