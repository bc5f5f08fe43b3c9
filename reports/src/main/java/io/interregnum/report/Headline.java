package io.interregnum.report;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.check.Verdict;
import io.interregnum.history.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sentences that explain a verdict. */
final class Headline {
    static final String CUT_SHORT = "The run was cut short: what it did not come to do was not tested.";

    private Headline() {}

    /** The one sentence that stands beside the verdict. */
    static String sentence(Report report) {
        return switch (report.verdict()) {
            case VALID -> valid(report);
            case UNKNOWN -> unknown(report);
            case INVALID -> invalid(report);
        };
    }

    private static String valid(Report report) {
        return "No violation was found by "
                + Figures.count(report.judgement().results().size(), "check") + " over "
                + Figures.count(clientOperations(report), "client operation") + " and "
                + Figures.count(report.failovers().size(), "failover") + ".";
    }

    private static String unknown(Report report) {
        List<CheckResult> undecided = report.judgement().results().stream()
                .filter(result -> result.verdict() == Verdict.UNKNOWN)
                .toList();
        if (undecided.isEmpty()) {
            return report.info().complete() ? "Nothing was checked, so nothing is known." : CUT_SHORT;
        }
        int violations = violations(report).size();
        String more = undecided.size() == 1
                ? ""
                : " (and " + Figures.count(undecided.size() - 1, "more check") + " without a conclusion)";
        String doubt = violations == 0
                ? ""
                : " " + Figures.count(violations, "violation") + " found in this history "
                        + (violations == 1 ? "is" : "are") + " listed, but cannot be relied on.";
        return ended(undecided.get(0).checker() + " came to no conclusion: "
                        + undecided.get(0).reason() + more)
                + doubt;
    }

    private static String invalid(Report report) {
        List<Violation> all = violations(report);
        Violation worst = worst(all).orElseThrow();
        String more = all.size() == 1 ? "" : " (and " + Figures.count(all.size() - 1, "more violation") + ")";
        return ended(worst.finding().summary() + more);
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    /** Of the worst grade, the earliest. */
    private static Optional<Violation> worst(List<Violation> all) {
        return all.stream()
                .min(Comparator.comparingInt((Violation violation) -> -violation
                                .finding()
                                .grade()
                                .map(grade -> grade.number())
                                .orElse(0))
                        .thenComparingInt(all::indexOf));
    }

    /** A violation and the checker that found it. */
    record Violation(String checker, Finding finding) {}

    /** All violations, in the order in which their proof was complete; those without events last. */
    static List<Violation> violations(Report report) {
        return report.judgement().results().stream()
                .flatMap(
                        result -> result.violations().stream().map(finding -> new Violation(result.checker(), finding)))
                .sorted(Comparator.comparingLong(violation -> lastEvent(violation.finding())))
                .toList();
    }

    private static long lastEvent(Finding finding) {
        List<Long> events = finding.events();
        return events.isEmpty() ? Long.MAX_VALUE : events.get(events.size() - 1);
    }

    static List<Violation> observations(Report report) {
        return report.judgement().results().stream()
                .flatMap(result ->
                        result.observations().stream().map(finding -> new Violation(result.checker(), finding)))
                .toList();
    }

    /** Why checks came to no conclusion, one sentence each; that the run was cut short comes first. */
    static List<String> doubts(Report report) {
        List<String> doubts = new ArrayList<>();
        if (!report.info().complete()) {
            doubts.add(CUT_SHORT);
        }
        report.judgement().results().stream()
                .filter(result -> result.verdict() == Verdict.UNKNOWN)
                .forEach(result -> doubts.add(result.checker() + ": " + result.reason()));
        return List.copyOf(doubts);
    }

    /** {@code invalid}, {@code unknown} or {@code valid}. */
    static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    static long clientOperations(Report report) {
        return report.history().events().stream()
                .filter(event -> event.isClient() && event.type() == Event.Type.INVOKE)
                .count();
    }
}
