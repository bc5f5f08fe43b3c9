package io.interregnum.check;

import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The opinion of all checkers about one history: the worst of their verdicts, except that a broken assumption makes it
 * {@code UNKNOWN}, even where a checker found a violation, since a recorder that lost or reordered events can invent one.
 * A fault that was not proven and a vacuous run are {@code UNKNOWN} by their own checker, which turns {@code VALID} into
 * {@code UNKNOWN} and leaves {@code INVALID} as it is. A checker that crashes is {@code UNKNOWN}, too: its failure is
 * ours, and is neither a pass nor the system's fault.
 *
 * @param verdict after these rules; {@code UNKNOWN} where nothing was checked
 * @param results one for each checker, in the order of the catalogue, as the checkers gave them
 */
public record Judgement(Verdict verdict, List<CheckResult> results) {

    public Judgement {
        results = List.copyOf(results);
    }

    /** Judges by the whole catalogue. */
    public static Judgement of(History history, Expectations expectations) {
        return by(Checkers.all(expectations), history);
    }

    /** Judges by some checkers. */
    public static Judgement by(List<Checker> checkers, History history) {
        List<CheckResult> results = new ArrayList<>();
        for (Checker checker : checkers) {
            results.add(ask(checker, history));
        }
        boolean sound = results.stream()
                .noneMatch(result ->
                        result.checker().equals(AssumptionsChecker.NAME) && result.verdict() != Verdict.VALID);
        Verdict verdict = sound
                ? Verdict.worstOf(results.stream().map(CheckResult::verdict).toList())
                : Verdict.UNKNOWN;
        return new Judgement(verdict, results);
    }

    private static CheckResult ask(Checker checker, History history) {
        try {
            return checker.check(history);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            // What a checker held is garbage by now, so there is memory to say that there was none.
            return CheckResult.unknown(checker.name(), "the checker itself failed: " + e);
        }
    }

    /** The worst grade of split-brain among violations and observations; empty where there was none. */
    public Optional<Grade> worstGrade() {
        return results.stream()
                .flatMap(result -> Stream.concat(result.violations().stream(), result.observations().stream()))
                .flatMap(finding -> finding.grade().stream())
                .max(Comparator.naturalOrder());
    }
}
