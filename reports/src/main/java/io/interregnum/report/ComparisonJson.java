package io.interregnum.report;

import io.interregnum.history.Json;
import io.interregnum.metric.Difference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code comparison.json}: what differs between two measurements, for machines. */
final class ComparisonJson {
    private ComparisonJson() {}

    static String text(ComparisonReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", TrialsJson.FORMAT_VERSION);
        json.put("a", report.nameA());
        json.put("b", report.nameB());
        json.put("pairs", report.pairs().stream().map(ComparisonJson::pair).toList());
        return Plain.json(Json.writePretty(json));
    }

    private static Map<String, Object> pair(ComparisonReport.Pair pair) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", pair.name());
        json.put("sentence", pair.comparison().sentence());
        json.put("differs", pair.comparison().differs());
        Map<String, Object> differences = new LinkedHashMap<>();
        pair.comparison().differences().forEach(each -> differences.put(each.name(), difference(each)));
        json.put("differences", differences);
        return json;
    }

    private static Map<String, @Nullable Object> difference(Difference each) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("count-a", (long) each.a().count());
        json.put("count-b", (long) each.b().count());
        json.put("judged", each.judged().isPresent());
        each.judged().ifPresent(known -> {
            json.put("median-a", ResultsJson.duration(OptionalLong.of(known.medianANanos())));
            json.put("median-b", ResultsJson.duration(OptionalLong.of(known.medianBNanos())));
            json.put("difference", ResultsJson.duration(OptionalLong.of(known.nanos())));
            json.put("interval", TrialsJson.interval(Optional.of(known.interval())));
            json.put("p", known.chance());
            json.put("p-corrected", known.corrected());
            json.put("differs", each.differs());
        });
        return json;
    }
}
