package io.interregnum.suite.command;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.check.Verdict;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import io.interregnum.report.Report;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was found in a run, as far as another run can be said to show the same.
 *
 * @param verdict on the run
 * @param worst grade of split-brain among the violations; empty where none has one
 * @param alarms each checker that found a violation, with its grade where it has one, such as {@code fencing/2}
 * @param doubts why the verdict is {@code UNKNOWN}: checker and reason, without what differs from run to run, such as
 *     {@code vacuity: step # (kill on master-#) was not proven}; empty for other verdicts
 */
record Rang(Verdict verdict, Optional<Grade> worst, NavigableSet<String> alarms, NavigableSet<String> doubts) {
    /** Of a run that its checkers call valid and that did not come to its end. */
    private static final String CUT_SHORT = "the run was cut short";

    static Rang of(Report report) {
        NavigableSet<String> alarms = new TreeSet<>();
        for (CheckResult result : report.judgement().results()) {
            result.violations().forEach(finding -> alarms.add(alarm(result, finding)));
        }
        Optional<Grade> worst = report.judgement().results().stream()
                .flatMap(result -> result.violations().stream())
                .flatMap(finding -> finding.grade().stream())
                .max(Comparator.naturalOrder());
        return new Rang(report.verdict(), worst, alarms, doubts(report));
    }

    private static NavigableSet<String> doubts(Report report) {
        NavigableSet<String> doubts = new TreeSet<>();
        if (report.verdict() != Verdict.UNKNOWN) {
            return doubts;
        }
        List<String> details = details(report);
        for (CheckResult result : report.judgement().results()) {
            if (result.verdict() == Verdict.UNKNOWN) {
                reasons(result.reason(), details).forEach(reason -> doubts.add(result.checker() + ": " + reason));
            }
        }
        if (doubts.isEmpty()) {
            doubts.add(CUT_SHORT);
        }
        return doubts;
    }

    /** What was seen of faults that were not proven, which says as much about the run as about the fault. */
    private static List<String> details(Report report) {
        return FaultStep.of(report.history()).stream()
                .flatMap(step ->
                        Stream.of(Stage.UNPROVEN, Stage.HEAL_UNPROVEN).flatMap(stage -> step.told(stage).stream()))
                .map(told -> told.fault().detail())
                .filter(detail -> !detail.isBlank())
                .toList();
    }

    /** The parts of a reason, each up to its details and with its numbers blotted out. */
    static List<String> reasons(String reason, List<String> details) {
        String plain = reason;
        for (String detail : details) {
            plain = plain.replace(detail, "");
        }
        return Stream.of(plain.split("; ", -1))
                .map(part -> part.replaceFirst("(?s): .*", "").replaceAll("\\d+", "#"))
                .map(part -> part.replaceFirst(":\\s*$", "").strip())
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
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
     * a checker that found one of that grade here, for {@code UNKNOWN} one of the reasons. What it shows beside, even
     * worse, does not matter: the next write that is lost may be one that somebody compares.
     */
    boolean isShownBy(Rang other) {
        if (verdict != other.verdict) {
            return false;
        }
        return switch (verdict) {
            case VALID -> true;
            case UNKNOWN -> doubts.stream().anyMatch(other.doubts::contains);
            case INVALID -> decisive().stream().anyMatch(other.alarms::contains);
        };
    }

    /** Such as {@code INVALID, grade 2 effect overlap (fencing/2, linearizability/4)}. */
    String text() {
        NavigableSet<String> why = verdict == Verdict.UNKNOWN ? doubts : alarms;
        return verdict
                + worst.map(grade -> ", grade " + grade.number() + " " + grade.words())
                        .orElse("")
                + (why.isEmpty() ? "" : " (" + String.join(verdict == Verdict.UNKNOWN ? "; " : ", ", why) + ")");
    }
}
