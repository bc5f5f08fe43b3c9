package io.interregnum.report;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.history.Json;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.SessionFloor;
import io.interregnum.metric.Unavailability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code results.json}: everything that was concluded, for machines. What was not observed is null, never 0. */
final class ResultsJson implements Format<Report> {
    /** Version of the format of {@code results.json} and {@code suite.json}. */
    static final long FORMAT_VERSION = 1;

    /** Names of the milestones of a failover, in their order. */
    static final List<String> MILESTONES =
            List.of("fault-effective", "election-node-gone", "new-leader-claims", "registry-accepted", "client-served");

    @Override
    public String fileName() {
        return "results.json";
    }

    @Override
    public String text(Report report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT_VERSION);
        json.putAll(heading(report));
        json.put("command", report.info().command());
        json.put(
                "checks",
                report.judgement().results().stream().map(ResultsJson::check).toList());
        json.put(
                "failovers",
                FailoverView.of(report).stream().map(ResultsJson::failover).toList());
        json.put("unavailability", unavailability(Unavailability.of(report.history())));
        return Plain.json(Json.writePretty(json));
    }

    /** What a run's results and a suite's row have in common. */
    static Map<String, @Nullable Object> heading(Report report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("scenario", report.info().scenario());
        json.put("seed", report.info().seed());
        json.put("backend", report.info().backend());
        json.put("started-at", report.info().startedAt());
        json.put("complete", report.info().complete());
        json.put("verdict", Headline.word(report.verdict()));
        json.put("sentence", Headline.sentence(report));
        json.put("worst-grade", grade(report.judgement().worstGrade()));
        json.put("duration-ns", report.durationNanos());
        json.put("events", (long) report.history().events().size());
        json.put("client-operations", Headline.clientOperations(report));
        return json;
    }

    private static @Nullable Object grade(Optional<Grade> grade) {
        return grade.map(worst -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("number", (long) worst.number());
                    json.put("words", worst.words());
                    return json;
                })
                .orElse(null);
    }

    private static Map<String, Object> check(CheckResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("checker", result.checker());
        json.put("verdict", Headline.word(result.verdict()));
        json.put("reason", result.reason());
        json.put(
                "violations",
                result.violations().stream().map(ResultsJson::finding).toList());
        json.put(
                "observations",
                result.observations().stream().map(ResultsJson::finding).toList());
        json.put("measures", result.measures());
        return json;
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("summary", finding.summary());
        json.put("grade", grade(finding.grade()));
        json.put("nodes", finding.nodes());
        json.put("epochs", finding.epochs());
        json.put("events", finding.events());
        json.put("details", finding.details());
        return json;
    }

    private static Map<String, @Nullable Object> failover(FailoverView view) {
        Map<String, @Nullable Object> json = failover(view.failover());
        json.put("floor", view.floor().map(ResultsJson::floor).orElse(null));
        json.put("beyond-floor-min", duration(view.beyondFloorNanosMin()));
        json.put("beyond-floor-max", duration(view.beyondFloorNanosMax()));
        return json;
    }

    /** What was seen of a failover, without its floor; may be added to. */
    static Map<String, @Nullable Object> failover(Failover failover) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fault", failover.fault().orElse(null));
        json.put("old-leader", failover.oldLeader());
        json.put(
                "old-epoch",
                failover.oldEpoch().isPresent() ? failover.oldEpoch().getAsLong() : null);
        json.put("new-leader", failover.newLeader());
        json.put("new-epoch", failover.newEpoch());
        Map<String, @Nullable Object> milestones = new LinkedHashMap<>();
        for (int i = 0; i < MILESTONES.size(); i++) {
            milestones.put(
                    MILESTONES.get(i),
                    failover.milestones().get(i).map(ResultsJson::milestone).orElse(null));
        }
        json.put("milestones", milestones);
        Map<String, @Nullable Object> phases = new LinkedHashMap<>();
        for (Failover.Phase phase : Failover.Phase.values()) {
            phases.put(phase.name().toLowerCase(Locale.ROOT), duration(failover.nanos(phase)));
        }
        json.put("phases", phases);
        json.put("latency", duration(failover.latencyNanos()));
        return json;
    }

    /** May be added to. */
    static Map<String, @Nullable Object> floor(SessionFloor floor) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("above", duration(OptionalLong.of(floor.aboveNanos())));
        json.put("at-most", duration(OptionalLong.of(floor.atMostNanos())));
        return json;
    }

    private static Map<String, Object> milestone(Milestone milestone) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("earliest-ns", milestone.earliestNanos());
        json.put("latest-ns", milestone.latestNanos());
        json.put("earliest-ms", Figures.ms(milestone.earliestNanos()));
        json.put("latest-ms", Figures.ms(milestone.latestNanos()));
        return json;
    }

    private static Map<String, Object> unavailability(Unavailability unavailability) {
        Map<String, Object> clients = new LinkedHashMap<>();
        unavailability.byClient().forEach((client, gaps) -> clients.put(client, gaps(gaps)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("all", gaps(unavailability.all()));
        json.put("clients", clients);
        return json;
    }

    private static Map<String, Object> gaps(Unavailability.Gaps gaps) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("longest-ns", gaps.longestNanos());
        json.put("longest-ms", Figures.ms(gaps.longestNanos()));
        json.put("longest-from-ns", gaps.longestFromNanos());
        json.put("total-ns", gaps.totalNanos());
        json.put("total-ms", Figures.ms(gaps.totalNanos()));
        json.put("count", gaps.count());
        return json;
    }

    static @Nullable Object duration(OptionalLong nanos) {
        if (nanos.isEmpty()) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ns", nanos.getAsLong());
        json.put("ms", Figures.ms(nanos.getAsLong()));
        return json;
    }
}
