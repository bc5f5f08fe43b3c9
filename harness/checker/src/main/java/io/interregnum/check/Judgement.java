package io.interregnum.check;

import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The opinion of all checkers about one history.
 *
 * @param verdict the worst of the results, after the rules below
 * @param results one for each checker, in the order of the catalogue
 *     <p>A broken assumption makes every verdict {@code UNKNOWN}, even {@code INVALID}: a recorder that lost or reordered
 *     events can invent a violation. A checker that crashes is {@code UNKNOWN}.
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
            try {
                results.add(checker.check(history));
            } catch (RuntimeException | StackOverflowError e) {
                results.add(CheckResult.unknown(checker.name(), "the checker itself failed: " + e));
            }
        }
        boolean sound = results.stream()
                .noneMatch(result ->
                        result.checker().equals(AssumptionsChecker.NAME) && result.verdict() != Verdict.VALID);
        Verdict verdict = sound
                ? Verdict.worstOf(results.stream().map(CheckResult::verdict).toList())
                : Verdict.UNKNOWN;
        return new Judgement(verdict, results);
    }

    /** The worst grade of split-brain among violations and observations; empty where there was none. */
    public Optional<Grade> worstGrade() {
        return results.stream()
                .flatMap(result ->
                        java.util.stream.Stream.concat(result.violations().stream(), result.observations().stream()))
                .flatMap(finding -> finding.grade().stream())
                .max(Comparator.naturalOrder());
    }
}
