package io.interregnum.report;

import io.interregnum.history.Json;
import io.interregnum.metric.Budget;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Interval;
import io.interregnum.metric.Unavailability;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code trials.json}: every figure and every trial, for machines; {@link TrialsFile} reads the trials back. */
final class TrialsJson implements Format<Trials> {
    static final String NAME = "trials.json";
    /** Version of the format. */
    static final long FORMAT_VERSION = 1;

    static final String CONFIGURATIONS = "configurations";
    static final String WITHOUT_FAILOVER = "without-failover";
    static final String TRIALS = "trials";

    @Override
    public String fileName() {
        return NAME;
    }

    @Override
    public String text(Trials trials) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT_VERSION);
        json.put("title", trials.report().title());
        json.put("verdict", Headline.word(trials.verdict()));
        json.put("sentence", trials.sentence());
        json.put("command", trials.report().command());
        json.put("count", trials.trialCount());
        json.put(
                CONFIGURATIONS,
                trials.configurations().stream().map(TrialsJson::configuration).toList());
        return Plain.json(Json.writePretty(json));
    }

    private static Map<String, @Nullable Object> configuration(ConfigurationView view) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", view.name());
        json.put("page", view.link());
        json.put("verdict", Headline.word(view.configuration().report().verdict()));
        json.put("count", (long) view.trialCount());
        json.put(WITHOUT_FAILOVER, view.configuration().trials().withoutFailover());
        Map<String, @Nullable Object> measures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            measures.put(measure.word(), spread(view.spread(measure)));
        }
        json.put("measures", measures);
        json.put("floor", view.floor().map(TrialsJson::floor).orElse(null));
        json.put("excess-over-floor", excess(view));
        json.put(
                "unavailability",
                view.unavailability().map(TrialsJson::unavailability).orElse(null));
        json.put(
                "budgets",
                view.configuration().budgets().stream().map(TrialsJson::budget).toList());
        json.put(TRIALS, view.trials().stream().map(ResultsJson::failover).toList());
        return json;
    }

    /** Figures of what was observed; each is null where nothing was, an interval also for too few values. */
    private static Map<String, @Nullable Object> spread(Spread spread) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("count", spread.count());
        json.put("not-observed", spread.missingCount());
        json.put("min", ResultsJson.duration(spread.minNanos()));
        json.put("median", ResultsJson.duration(spread.medianNanos()));
        json.put("p90", ResultsJson.duration(spread.p90Nanos()));
        json.put("p95", ResultsJson.duration(spread.p95Nanos()));
        json.put("p99", ResultsJson.duration(spread.p99Nanos()));
        json.put("max", ResultsJson.duration(spread.maxNanos()));
        json.put("median-95-percent", interval(spread.medianInterval()));
        json.put("p95-95-percent", interval(spread.p95Interval()));
        return json;
    }

    /** Both ends, which belong to it. */
    static @Nullable Object interval(Optional<Interval> interval) {
        return interval.map(known -> {
                    Map<String, @Nullable Object> json = new LinkedHashMap<>();
                    json.put("lower", ResultsJson.duration(OptionalLong.of(known.lowerNanos())));
                    json.put("upper", ResultsJson.duration(OptionalLong.of(known.upperNanos())));
                    return json;
                })
                .orElse(null);
    }

    private static Map<String, @Nullable Object> floor(FloorDistribution floor) {
        Map<String, @Nullable Object> json = ResultsJson.floor(floor.bounds());
        json.put("median", ResultsJson.duration(OptionalLong.of(floor.medianNanos())));
        json.put("p95", ResultsJson.duration(OptionalLong.of(floor.quantileNanos(0.95))));
        json.put("p99", ResultsJson.duration(OptionalLong.of(floor.quantileNanos(0.99))));
        return json;
    }

    private static @Nullable Object excess(ConfigurationView view) {
        if (view.floor().isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            if (measure.hasFloor()) {
                json.put(measure.word(), ResultsJson.duration(view.excessNanos(measure)));
            }
        }
        return json;
    }

    private static Map<String, @Nullable Object> unavailability(Unavailability.Gaps gaps) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("longest", ResultsJson.duration(OptionalLong.of(gaps.longestNanos())));
        json.put("total", ResultsJson.duration(OptionalLong.of(gaps.totalNanos())));
        json.put("gaps", gaps.count());
        return json;
    }

    private static Map<String, @Nullable Object> budget(Budget.Outcome outcome) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("text", outcome.budget().text());
        json.put("status", ConfigurationView.word(outcome.status()));
        json.put("figure", ResultsJson.duration(outcome.figureNanos()));
        json.put("bound", ResultsJson.duration(outcome.boundNanos()));
        json.put("reason", outcome.reason());
        return json;
    }
}
