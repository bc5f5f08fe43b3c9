package io.interregnum.report;

import io.interregnum.history.Json;
import io.interregnum.metric.Sample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** {@code comparison.json}: every difference, for machines. What cannot be judged is null. */
final class ComparisonJson implements Format<Compared> {
    /** Version of the format. */
    private static final long FORMAT_VERSION = 1;

    @Override
    public String fileName() {
        return "comparison.json";
    }

    @Override
    public String text(Compared compared) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT_VERSION);
        json.put("a", compared.report().nameA());
        json.put("b", compared.report().nameB());
        json.put("sentence", compared.sentence());
        json.put("pairs", compared.pairs().stream().map(ComparisonJson::pair).toList());
        return Plain.json(Json.writePretty(json));
    }

    private static Map<String, @Nullable Object> pair(PairView pair) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", pair.name());
        json.put("sentence", pair.sentence());
        json.put("judged", pair.isJudged());
        json.put("differs", pair.differs());
        json.put("count-a", (long) pair.pair().a().count());
        json.put("count-b", (long) pair.pair().b().count());
        Map<String, @Nullable Object> measures = new LinkedHashMap<>();
        pair.rows().forEach(row -> measures.put(row.measure().word(), difference(row)));
        json.put("measures", measures);
        return json;
    }

    private static Map<String, @Nullable Object> difference(DifferenceView row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("observed-a", observed(row.a()));
        json.put("observed-b", observed(row.b()));
        json.put("median-a", ResultsJson.duration(row.medianANanos()));
        json.put("median-b", ResultsJson.duration(row.medianBNanos()));
        json.put("difference", ResultsJson.duration(row.differenceNanos()));
        json.put("difference-95-percent", TrialsJson.interval(row.interval()));
        json.put("p", number(row.chance()));
        json.put("p-corrected", number(row.corrected()));
        json.put("judged", row.isJudged());
        json.put("differs", row.differs());
        return json;
    }

    private static Map<String, Object> observed(Sample sample) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", (long) sample.nanos().size());
        json.put("not-observed", sample.missingCount());
        return json;
    }

    private static @Nullable Object number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
