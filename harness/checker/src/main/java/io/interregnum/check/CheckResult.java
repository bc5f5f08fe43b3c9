package io.interregnum.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one checker says of a history. Refuses to exist with violations and another verdict than {@link Verdict#INVALID},
 * or the other way round; observations are free.
 *
 * @param checker its name
 * @param verdict what it concluded
 * @param reason why it is {@link Verdict#UNKNOWN}, in a sentence; empty text otherwise
 * @param violations in the order of time
 * @param observations worth knowing, no violations; in the order of time
 * @param measures plain JSON data, such as counts; in the order given
 */
public record CheckResult(
        String checker,
        Verdict verdict,
        String reason,
        List<Finding> violations,
        List<Finding> observations,
        Map<String, Object> measures) {

    public CheckResult {
        violations = List.copyOf(violations);
        observations = List.copyOf(observations);
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        if ((verdict == Verdict.INVALID) == violations.isEmpty()) {
            throw new IllegalArgumentException(checker + ": verdict=" + verdict + " with " + violations.size()
                    + " violations; INVALID needs one at least, anything else none");
        }
        if ((verdict == Verdict.UNKNOWN) == reason.isBlank()) {
            throw new IllegalArgumentException(checker + ": verdict=" + verdict + " with reason \"" + reason
                    + "\"; UNKNOWN, and only it, needs one");
        }
    }

    /** A result without violations. */
    public static CheckResult valid(String checker, List<Finding> observations, Map<String, Object> measures) {
        return new CheckResult(checker, Verdict.VALID, "", List.of(), observations, measures);
    }

    /** A result without a conclusion. */
    public static CheckResult unknown(String checker, String reason) {
        return new CheckResult(checker, Verdict.UNKNOWN, reason, List.of(), List.of(), Map.of());
    }

    /** {@code INVALID} if there is a violation, else {@code VALID}. */
    public static CheckResult ofViolations(
            String checker, List<Finding> violations, List<Finding> observations, Map<String, Object> measures) {
        Verdict verdict = violations.isEmpty() ? Verdict.VALID : Verdict.INVALID;
        return new CheckResult(checker, verdict, "", violations, observations, measures);
    }
}
