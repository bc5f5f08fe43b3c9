package io.interregnum.junit;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.check.Verdict;
import io.interregnum.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the judges of a run say for and against a claim, in sentences. Immutable. */
final class Evidence {
    private static final String ASSUMPTIONS = "assumptions";
    private static final int SENTENCES_MAX = 5;

    private final Report report;

    Evidence(Report report) {
        this.report = report;
    }

    /** A violation and who found it. */
    private record Found(String checker, Finding finding) {
        int gradeNumber() {
            return finding.grade().map(Grade::number).orElse(0);
        }

        String sentence() {
            return checker + Evidence.grade(finding) + ": " + finding.summary();
        }
    }

    /**
     * Sentences of the violations that {@code speaksAgainst} picks.
     *
     * @return the worst grade of split-brain first, then in the order of the catalogue and of time
     */
    List<String> against(Predicate<Finding> speaksAgainst) {
        List<Found> all = new ArrayList<>();
        for (CheckResult result : report.judgement().results()) {
            result.violations().stream()
                    .filter(speaksAgainst)
                    .forEach(finding -> all.add(new Found(result.checker(), finding)));
        }
        return all.stream()
                .sorted(Comparator.comparingInt(Found::gradeNumber).reversed())
                .map(Found::sentence)
                .toList();
    }

    private static String grade(Finding finding) {
        return finding.grade()
                .map(grade -> ", grade " + grade.number() + " (" + grade.words() + ")")
                .orElse("");
    }

    /** True when nothing that the history says may be held against the system. */
    boolean isUnsound() {
        return report.judgement().results().stream()
                .anyMatch(result -> result.checker().equals(ASSUMPTIONS) && result.verdict() != Verdict.VALID);
    }

    /**
     * Why nothing can be concluded: every checker that did not conclude, and each of {@code needed} that was not asked.
     *
     * @return in the order of the catalogue, then by name; empty when all concluded
     */
    List<String> unknowns(Set<String> needed) {
        List<String> reasons = new ArrayList<>();
        Set<String> notAsked = new TreeSet<>(needed);
        for (CheckResult result : report.judgement().results()) {
            notAsked.remove(result.checker());
            if (result.verdict() == Verdict.UNKNOWN) {
                reasons.add(result.checker() + ": " + result.reason());
            }
        }
        notAsked.forEach(name -> reasons.add(name + ": no such checker judged this run"));
        return List.copyOf(reasons);
    }

    /** A message: what was claimed, the sentences, and how to look and run again. */
    String message(String headline, List<String> sentences) {
        StringBuilder text = new StringBuilder(headline);
        sentences.stream()
                .limit(SENTENCES_MAX)
                .forEach(sentence -> text.append("\n  ").append(sentence));
        if (sentences.size() > SENTENCES_MAX) {
            text.append("\n  and ").append(sentences.size() - SENTENCES_MAX).append(" more");
        }
        text.append("\nrun: ").append(report.directory().path());
        text.append("\nrun again: ").append(report.info().command());
        return text.toString();
    }

    /** Picks violations that are about split-brain. */
    static boolean isSplitBrain(Finding finding) {
        return finding.grade().isPresent();
    }

    /** Picks violations in which acknowledged state is gone or forked. */
    static boolean isLostState(Finding finding) {
        return finding.grade().filter(Grade.STATE_LOST_OR_FORKED::equals).isPresent();
    }
}
