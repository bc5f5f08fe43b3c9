package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.history.Json;
import io.interregnum.metric.LatencySummary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code suite.json}: one row for each run of a suite, for machines. */
final class SuiteJson implements SuiteFormat {

    @Override
    public String fileName() {
        return "suite.json";
    }

    @Override
    public String text(Suite suite) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", ResultsJson.FORMAT_VERSION);
        json.put("verdict", Headline.word(suite.verdict()));
        for (Verdict verdict : Verdict.values()) {
            json.put(Headline.word(verdict), suite.count(verdict));
        }
        json.put(
                "runs",
                suite.reports().stream().map(report -> row(suite, report)).toList());
        return Plain.json(Json.writePretty(json));
    }

    private static Map<String, @Nullable Object> row(Suite suite, Report report) {
        Map<String, @Nullable Object> json = ResultsJson.heading(report);
        json.put("failovers", (long) report.failovers().size());
        json.put(
                "latencies-observed",
                Suite.latencies(report).map(LatencySummary::count).orElse(0L));
        json.put("latency-median", ResultsJson.duration(Suite.median(report)));
        json.put("latency-max", ResultsJson.duration(Suite.max(report)));
        json.put("page", suite.link(report));
        return json;
    }
}
