package io.interregnum.report;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Claim;
import io.interregnum.check.Claims;
import io.interregnum.history.Event;
import io.interregnum.metric.Unavailability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code index.html} of a run shows.
 *
 * @param violationCount how many there are; {@code violations} may be fewer
 * @param observationCount how many there are; {@code observations} may be fewer
 */
record Page(
        Report report,
        String sentence,
        List<FindingView> violations,
        int violationCount,
        List<FindingView> observations,
        int observationCount,
        List<Claim> claims,
        Unavailability unavailability,
        Timeline timeline) {
    private static final int FINDINGS_MAX = 50;
    private static final int CLAIMS_MAX = 200;

    /** A name and what belongs to it. */
    record Entry(String name, String value) {}

    /** For how long whom nobody served. */
    record Gap(String whom, Unavailability.Gaps gaps) {}

    static Page of(Report report) {
        Map<Long, Event> byIndex = new HashMap<>(); // order is never read
        report.history().events().forEach(event -> byIndex.putIfAbsent(event.index(), event));
        List<Headline.Violation> violations = Headline.violations(report);
        List<Headline.Violation> observations = Headline.observations(report);
        List<FindingView> shown = FindingView.of(violations, byIndex, FINDINGS_MAX);
        return new Page(
                report,
                Headline.sentence(report),
                shown,
                violations.size(),
                FindingView.of(observations, byIndex, FINDINGS_MAX),
                observations.size(),
                claims(report),
                Unavailability.of(report.history()),
                Timeline.of(report, shown));
    }

    private static List<Claim> claims(Report report) {
        return Claims.of(report.history(), report.info().expectations().probeInterval()).stream()
                .limit(CLAIMS_MAX)
                .toList();
    }

    String verdict() {
        return report.verdict().name();
    }

    String word() {
        return Headline.word(report.verdict());
    }

    List<String> doubts() {
        return Headline.doubts(report);
    }

    List<FailoverView> failovers() {
        return FailoverView.of(report);
    }

    List<CheckResult> checks() {
        return report.judgement().results();
    }

    String bucket() {
        return Figures.duration(ClientChart.bucketNanos(timeline.scale()));
    }

    /** Clients with their gaps; all of them together first. */
    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        gaps.add(new Gap("all together", unavailability.all()));
        unavailability.byClient().forEach((client, own) -> gaps.add(new Gap(client, own)));
        return List.copyOf(gaps);
    }

    static List<Entry> entries(Map<String, Object> map) {
        List<Entry> entries = new ArrayList<>();
        map.forEach((name, value) -> entries.add(new Entry(name, FindingView.words(value))));
        return List.copyOf(entries);
    }

    /** When it was claimed for sure, in order; empty after a single answer. */
    static List<Span> certain(Claim claim) {
        return claim.certain().stream()
                .map(piece -> new Span(piece.fromNanos(), piece.toNanos()))
                .toList();
    }

    static Span possible(Claim claim) {
        return new Span(claim.possibleFromNanos(), Math.max(claim.possibleFromNanos(), claim.possibleToNanos()));
    }

    /** From the first certain moment to the last, in words. */
    static String certainWords(Claim claim) {
        if (claim.certain().isEmpty()) {
            return "never";
        }
        return Figures.shortened(
                String.join("; ", certain(claim).stream().map(Page::span).toList()), 200);
    }

    static String span(Span span) {
        return Figures.moment(span.fromNanos()) + " to " + Figures.moment(span.toNanos());
    }
}
