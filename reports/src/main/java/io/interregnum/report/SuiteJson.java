package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.history.Json;
import io.interregnum.metric.LatencySummary;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code suite.json}: one row for each run of a suite, for machines. */
final class SuiteJson implements Format<Suite> {
    static final String NAME = "suite.json";

    @Override
    public String fileName() {
        return NAME;
    }

    /** Where the pages of the runs are, from the suite's directory; none of a text that is no report of a suite. */
    static List<String> pages(String text) {
        List<String> pages = new ArrayList<>();
        try {
            if (Json.read(text) instanceof Map<?, ?> suite && suite.get("runs") instanceof List<?> runs) {
                for (Object run : runs) {
                    if (run instanceof Map<?, ?> row && row.get("page") instanceof String page) {
                        pages.add(URI.create(page).getPath());
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        return pages;
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
