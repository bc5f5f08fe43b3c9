package io.interregnum.report;

import io.interregnum.history.Json;
import io.interregnum.metric.Budget;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Interval;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.Unavailability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code trials.json}: figures and every single trial, for machines. What was not observed is null, never 0. */
final class TrialsJson {
    static final String NAME = "trials.json";
    /** Version of the format. */
    static final long FORMAT_VERSION = 1;
    /** In the order of {@link Failover#milestones}. */
    static final List<String> MILESTONES =
            List.of("fault-effective", "election-node-gone", "new-leader-claims", "registry-accepted", "client-served");

    private TrialsJson() {}

    static String text(TrialReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT_VERSION);
        json.put("title", report.title());
        json.put("command", report.command());
        json.put("verdict", Headline.word(report.verdict()));
        json.put(
                "configurations",
                report.configurations().stream()
                        .map(each -> configuration(report.directory(), each))
                        .toList());
        return Plain.json(Json.writePretty(json));
    }

    private static Map<String, @Nullable Object> configuration(Path directory, TrialReport.Configuration each) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", each.name());
        json.put("page", Suite.link(directory, each.report()));
        json.put("verdict", Headline.word(each.report().verdict()));
        json.put("trials-count", (long) each.trials().count());
        Map<String, Object> measures = new LinkedHashMap<>();
        Measure.of(each.trials()).forEach(measure -> measures.put(measure.name(), measure(measure)));
        json.put("measures", measures);
        json.put("floor", each.floor().map(TrialsJson::floor).orElse(null));
        Unavailability.Gaps gaps = Unavailability.of(each.report().history()).all();
        Map<String, Object> unavailability = new LinkedHashMap<>();
        unavailability.put("longest-ns", gaps.longestNanos());
        unavailability.put("total-ns", gaps.totalNanos());
        unavailability.put("count", gaps.count());
        json.put("unavailability", unavailability);
        json.put("budgets", each.budgets().stream().map(TrialsJson::budget).toList());
        json.put(
                "trials",
                each.trials().failovers().stream().map(TrialsJson::trial).toList());
        return json;
    }

    static Map<String, @Nullable Object> measure(Measure measure) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("count", (long) measure.sample().count());
        json.put("not-observed", measure.sample().missingCount());
        json.put("min", ResultsJson.duration(measure.min()));
        for (int percent : Measure.PERCENTS) {
            String name = percent == 50 ? "median" : "p" + percent;
            json.put(name, ResultsJson.duration(measure.percentile(percent)));
            json.put(name + "-interval", interval(measure.interval(percent)));
        }
        json.put("max", ResultsJson.duration(measure.max()));
        return json;
    }

    static @Nullable Object interval(Optional<Interval> interval) {
        return interval.map(known -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("lower-ns", known.lowerNanos());
                    json.put("upper-ns", known.upperNanos());
                    return json;
                })
                .orElse(null);
    }

    private static Map<String, @Nullable Object> floor(FloorDistribution floor) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("above", ResultsJson.duration(OptionalLong.of(floor.bounds().aboveNanos())));
        for (int percent : Measure.PERCENTS) {
            json.put(
                    percent == 50 ? "median" : "p" + percent,
                    ResultsJson.duration(OptionalLong.of(floor.quantileNanos(percent / 100.0))));
        }
        json.put("at-most", ResultsJson.duration(OptionalLong.of(floor.bounds().atMostNanos())));
        return json;
    }

    private static Map<String, @Nullable Object> budget(Budget.Outcome outcome) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("budget", outcome.budget().text());
        json.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
        json.put("figure", ResultsJson.duration(outcome.figureNanos()));
        json.put("bound", ResultsJson.duration(outcome.boundNanos()));
        json.put("reason", outcome.reason());
        return json;
    }

    private static Map<String, @Nullable Object> trial(Failover failover) {
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
                    failover.milestones().get(i).map(TrialsJson::milestone).orElse(null));
        }
        json.put("milestones", milestones);
        for (Failover.Phase phase : Failover.Phase.values()) {
            json.put(phase.name().toLowerCase(Locale.ROOT), ResultsJson.duration(failover.nanos(phase)));
        }
        json.put("latency", ResultsJson.duration(failover.latencyNanos()));
        return json;
    }

    private static List<Long> milestone(Milestone milestone) {
        List<Long> ends = new ArrayList<>();
        ends.add(milestone.earliestNanos());
        ends.add(milestone.latestNanos());
        return ends;
    }
}
