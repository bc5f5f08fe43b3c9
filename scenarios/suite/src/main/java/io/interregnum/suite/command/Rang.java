package io.interregnum.suite.command;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.check.Verdict;
import io.interregnum.report.Report;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was found in a run, as far as another run can be said to show the same.
 *
 * @param verdict on the run
 * @param worst grade of split-brain among the violations; empty where none has one
 * @param alarms each checker that found a violation, with its grade where it has one, such as {@code fencing/2}
 */
record Rang(Verdict verdict, Optional<Grade> worst, NavigableSet<String> alarms) {

    static Rang of(Report report) {
        NavigableSet<String> alarms = new TreeSet<>();
        for (CheckResult result : report.judgement().results()) {
            result.violations().forEach(finding -> alarms.add(alarm(result, finding)));
        }
        Optional<Grade> worst = report.judgement().results().stream()
                .flatMap(result -> result.violations().stream())
                .flatMap(finding -> finding.grade().stream())
                .max(Comparator.naturalOrder());
        return new Rang(report.verdict(), worst, alarms);
    }

    /** How a violation is named among the alarms. */
    static String alarm(CheckResult result, Finding finding) {
        return result.checker()
                + finding.grade().map(grade -> "/" + grade.number()).orElse("");
    }

    /** The alarms that another run must show one of: those of the worst grade; all of them where none has a grade. */
    NavigableSet<String> decisive() {
        return worst.map(grade -> alarms.stream()
                        .filter(alarm -> alarm.endsWith("/" + grade.number()))
                        .collect(Collectors.toCollection(TreeSet::new)))
                .orElse(new TreeSet<>(alarms));
    }

    /**
     * Whether {@code other} shows the same: the same verdict, and for {@code INVALID} a violation of the worst grade by
     * a checker that found one of that grade here. What it shows beside, even worse, does not matter: the next write
     * that is lost may be one that somebody compares.
     */
    boolean isShownBy(Rang other) {
        return verdict == other.verdict
                && (decisive().isEmpty() || decisive().stream().anyMatch(other.alarms::contains));
    }

    /** Such as {@code INVALID, grade 2 effect overlap (fencing/2, linearizability/4)}. */
    String text() {
        return verdict
                + worst.map(grade -> ", grade " + grade.number() + " " + grade.words())
                        .orElse("")
                + (alarms.isEmpty() ? "" : " (" + String.join(", ", alarms) + ")");
    }
}
