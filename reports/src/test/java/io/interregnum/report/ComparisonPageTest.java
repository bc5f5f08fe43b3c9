package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.metric.Comparison;
import io.interregnum.metric.TrialSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonPageTest {
    private static final long MS = 1_000_000;
    private static final List<String> FILES = List.of("comparison.json", "index.html", "summary.md");

    @TempDir
    Path root;

    static ComparisonReport.Pair pair(String name, TrialSet a, TrialSet b) {
        return new ComparisonReport.Pair(name, a, b, Comparison.of(a, b, 7));
    }

    private Document render(ComparisonReport.Pair... pairs) throws IOException {
        Path page = Reports.renderComparison(
                new ComparisonReport("before", "after", List.of(pairs)), root.resolve("comparison"));
        return Jsoup.parse(Files.readString(page));
    }

    private JsonTree json() throws IOException {
        return JsonTree.read(root.resolve("comparison/comparison.json"));
    }

    private String read(String file) throws IOException {
        return Files.readString(root.resolve("comparison").resolve(file));
    }

    private static List<String> judgements(Document page) {
        return page.select("tbody tr td:last-child").eachText();
    }

    @Test
    void saysWhichPartIsSlower() throws IOException {
        Document page = render(pair("3 masters", TrialRuns.trials(30, 1), TrialRuns.trials(30, 2, 400 * MS)));

        assertThat(page.selectFirst("#sentence").text())
                .startsWith("\u201cafter\u201d against \u201cbefore\u201d: ")
                .contains("recovery is slower by ")
                .contains("detection")
                .endsWith(".");
        assertThat(judgements(page).get(2)).isEqualTo("B is slower");
        assertThat(judgements(page).get(0)).isEqualTo("no difference found");
        assertThat(json().at("pairs", 0, "differs")).isEqualTo(true);
        assertThat(json().at("pairs", 0, "measures", "recovery", "differs")).isEqualTo(true);
        assertThat((Long) json().at("pairs", 0, "measures", "recovery", "difference", "ns"))
                .isBetween(
                        (Long) json().at("pairs", 0, "measures", "recovery", "difference-95-percent", "lower", "ns"),
                        (Long) json().at("pairs", 0, "measures", "recovery", "difference-95-percent", "upper", "ns"));
        assertThat(read("summary.md")).contains("| recovery | 30 | 30 |", "B is slower");
    }

    @Test
    void saysThatNothingDiffersBetweenEquals() throws IOException {
        Document page = render(pair("3 masters", TrialRuns.trials(30, 1), TrialRuns.trials(30, 1)));

        assertThat(judgements(page)).hasSize(5).containsOnly("no difference found");
        assertThat(json().at("pairs", 0, "differs")).isEqualTo(false);
        assertThat(json().at("pairs", 0, "judged")).isEqualTo(true);
    }

    @Test
    void drawsBothInOneChartToldApartByDashAndLetter() throws IOException {
        Document page = render(pair("3 masters", TrialRuns.trials(30, 1), TrialRuns.trials(30, 2)));

        assertThat(page.select("figure.chart")).hasSize(5).allSatisfy(chart -> {
            assertThat(chart.select("path").eachAttr("class")).containsExactly("curve-a", "curve-b");
            assertThat(chart.select("text.curve-label").eachText()).containsExactly("A", "B");
        });
        assertThat(page.select("style").html()).containsPattern("\\.curve-b \\{[^}]*stroke-dasharray");
        assertThat(page.selectFirst("#name-a").text()).isEqualTo("before");
    }

    @Test
    void putsNoLetterBetweenTheCurves() {
        TrialSet fast = TrialRuns.trials(30, 1);
        TrialSet slow = TrialRuns.trials(30, 1, 400 * MS);

        Curves slower = Curves.ofComparison(Measure.RECOVERY, Measure.RECOVERY.of(fast), Measure.RECOVERY.of(slow));
        Curves faster = Curves.ofComparison(Measure.RECOVERY, Measure.RECOVERY.of(slow), Measure.RECOVERY.of(fast));

        assertThat(slower.curves())
                .extracting(curve -> curve.label().orElseThrow().anchor())
                .containsExactly("end", "start");
        assertThat(faster.curves())
                .extracting(curve -> curve.label().orElseThrow().anchor())
                .containsExactly("start", "end");
    }

    @Test
    void rendersTheSameBytesTwice() throws IOException {
        ComparisonReport.Pair pair = pair("x", TrialRuns.trials(20, 1), TrialRuns.trials(20, 2));
        render(pair);
        List<String> first = new ArrayList<>();
        for (String file : FILES) {
            first.add(read(file));
        }

        render(pair("x", TrialRuns.trials(20, 1), TrialRuns.trials(20, 2)));

        for (int i = 0; i < FILES.size(); i++) {
            assertThat(read(FILES.get(i))).as(FILES.get(i)).isEqualTo(first.get(i));
        }
    }

    @Test
    void judgesNothingOfTooFewTrials() throws IOException {
        TrialSet none = TrialSet.of(List.of());
        TrialSet unseen = TrialRuns.withUnseen(none, 1);
        for (TrialSet few : List.of(none, TrialRuns.trials(1, 1), unseen)) {
            Document page = render(pair("x", few, TrialRuns.trials(30, 1)));

            assertThat(judgements(page)).containsOnly("not judged");
            assertThat(json().at("pairs", 0, "judged")).isEqualTo(false);
            assertThat(json().at("pairs", 0, "measures", "latency", "p-corrected"))
                    .isNull();
            assertThat(json().at("pairs", 0, "measures", "latency", "difference-95-percent"))
                    .isNull();
        }
        assertThat(json().at("pairs", 0, "measures", "latency", "median-a")).isNull();
        assertThat(read("index.html")).contains("0 (1 not)", "not observed");
    }

    @Test
    void countsTheConfigurationsThatDiffer() throws IOException {
        TrialSet before = TrialRuns.trials(20, 1);
        Document page = render(
                pair("same", before, before),
                pair("slower", before, TrialRuns.trials(20, 2, 400 * MS)),
                pair("empty", before, TrialSet.of(List.of())));

        assertThat(page.selectFirst("#sentence").text())
                .startsWith(
                        "\u201cafter\u201d against \u201cbefore\u201d: 1 of 3 configurations differs, 1 could not be"
                                + " judged. \u201cslower\u201d: ")
                .contains("recovery is slower by ");
        assertThat(page.select("h2[id^=pair-]").eachText()).containsExactly("same", "slower", "empty");
    }

    @Test
    void saysThatNothingWasCompared() throws IOException {
        assertThat(render().selectFirst("#sentence").text()).endsWith("nothing was compared, so nothing is known.");
    }

    @Test
    void drawsNoMoreForMoreTrials() throws IOException {
        int few = render(pair("x", TrialRuns.trials(200, 1), TrialRuns.trials(200, 2)))
                .selectFirst("path.curve-a")
                .attr("d")
                .length();

        Document many = render(pair("x", TrialRuns.trials(500, 1), TrialRuns.trials(500, 2)));

        assertThat(many.selectFirst("path.curve-a").attr("d").length()).isLessThan(few + 100);
        assertThat(many.select("tbody tr").first().text()).startsWith("detection 500 500");
    }
}
