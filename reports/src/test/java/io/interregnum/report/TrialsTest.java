package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.Verdict;
import io.interregnum.history.History;
import io.interregnum.metric.Failover;
import io.interregnum.metric.TrialSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
    private static final List<String> FILES =
            List.of("trials.json", "trials.csv", "index.html", "junit.xml", "summary.md");

    @TempDir
    Path root;

    private JsonTree json() throws IOException {
        return JsonTree.read(root.resolve("trials/trials.json"));
    }

    private Document page() throws IOException {
        return Jsoup.parse(read("index.html"));
    }

    private String read(String file) throws IOException {
        return Files.readString(root.resolve("trials").resolve(file));
    }

    @Test
    void makesTheDirectoryAndWritesAllFiles() {
        Path page = Reports.renderTrials(TrialRuns.two(root));

        assertThat(page).isEqualTo(root.resolve("trials/index.html")).isRegularFile();
        assertThat(FILES)
                .allSatisfy(
                        file -> assertThat(root.resolve("trials").resolve(file)).isNotEmptyFile());
    }

    @Test
    void rendersTheSameBytesTwice() throws IOException {
        TrialReport report = TrialRuns.two(root);

        for (String file : FILES) {
            Reports.renderTrials(report);
            String first = read(file);
            Reports.renderTrials(report);

            assertThat(root.resolve("trials").resolve(file)).as(file).hasContent(first);
        }
    }

    @Test
    void saysForHowLongALeaderWasMissing() {
        assertThat(Trials.of(TrialRuns.one(root, TrialRuns.trials(30, 1))).sentence())
                .matches(
                        "30 failovers: a leader was missing for 2\\.\\d\\d s in the median, 2\\.\\d\\d s at most; ZooKeeper"
                                + " cannot notice sooner than after 1\\.33 s, and takes \\d\\.\\d\\d s in the median\\.");
    }

    @Test
    void saysWhichConfigurationWasShortestAndWhichLongest() {
        String sentence = Trials.of(TrialRuns.two(root)).sentence();

        assertThat(sentence)
                .startsWith(
                        "Invalid under \u201c3 masters, session 4 s, tick 2 s\u201d: write 12 was acknowledged and is "
                                + "gone (and 1 more violation). 62 failovers under 2 configurations, 2 of which were not seen "
                                + "from end to end: a leader was missing for ")
                .contains("under \u201c3 masters, session 2 s, tick 500 ms\u201d, the shortest, and ")
                .endsWith(" at most. Of 3 budgets, 1 kept, 1 exceeded, 1 not decided.");
    }

    @Test
    void takesTheWorstVerdictOfTheRuns() throws IOException {
        TrialReport report = TrialRuns.two(root);

        Reports.renderTrials(report);

        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(page().selectFirst("#verdict").text()).isEqualTo("INVALID");
        assertThat(json().at("verdict")).isEqualTo("invalid");
        assertThat(json().at("configurations", 0, "verdict")).isEqualTo("valid");
        assertThat(TrialRuns.of(root, List.of()).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void refusesTheDirectoryOfARun() {
        Report run = Runs.valid(root);
        List<TrialReport.Configuration> configurations =
                List.of(TrialRuns.configuration("a", run, TrialRuns.trials(1, 1)));

        assertThatThrownBy(() -> new TrialReport(run.directory().path(), "t", "c", configurations))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index.html would be overwritten");
    }

    @Test
    void writesFiguresOfEachMeasure() throws IOException {
        Reports.renderTrials(TrialRuns.one(root, TrialRuns.withUnseen(TrialRuns.trials(30, 1), 2)));

        JsonTree latency = new JsonTree(json().at("configurations", 0, "measures", "latency"));
        assertThat(latency.at("count")).isEqualTo(30L);
        assertThat(latency.at("not-observed")).isEqualTo(2L);
        List<Long> ascending = new ArrayList<>();
        for (String figure : List.of("min", "median", "p90", "p95", "p99", "max")) {
            ascending.add((Long) latency.at(figure, "ns"));
        }
        assertThat(ascending).isSorted();
        assertThat((Long) latency.at("median", "ns"))
                .isBetween((Long) latency.at("median-95-percent", "lower", "ns"), (Long)
                        latency.at("median-95-percent", "upper", "ns"));
        assertThat((Map<?, ?>) json().at("configurations", 0, "measures"))
                .extracting(Map::keySet)
                .asString()
                .isEqualTo("[detection, election, recovery, rediscovery, latency]");
    }

    @Test
    void writesTheFloorAndWhatLiesAboveIt() throws IOException {
        Reports.renderTrials(TrialRuns.two(root));

        JsonTree first = new JsonTree(json().at("configurations", 0));
        long excess =
                number(first.at("measures", "latency", "median", "ns")) - number(first.at("floor", "median", "ns"));
        assertThat(first.at("floor", "at-most", "ns")).isEqualTo(2_750_000_000L);
        assertThat(first.at("excess-over-floor", "latency", "ns")).isEqualTo(excess);
        assertThat(json().at("configurations", 1, "floor")).isNull();
        assertThat(json().at("configurations", 1, "excess-over-floor")).isNull();
    }

    @Test
    void writesForHowLongNobodyWasServedOrThatNobodyAsked() throws IOException {
        Report asked = Runs.valid(root);
        Report silent =
                new Report(asked.directory(), asked.info(), new History(List.of()), asked.judgement(), List.of());
        Reports.renderTrials(TrialRuns.of(
                root,
                List.of(
                        TrialRuns.configuration("asked", asked, TrialRuns.trials(1, 1)),
                        TrialRuns.configuration("silent", silent, TrialRuns.trials(1, 1)))));

        assertThat((Long) json().at("configurations", 0, "unavailability", "longest", "ns"))
                .isGreaterThan(5_000_000_000L);
        assertThat(json().at("configurations", 1, "unavailability")).isNull();
        assertThat(page().text()).contains("was not observed");
    }

    @Test
    void writesBudgetsWithTheirReasons() throws IOException {
        Reports.renderTrials(TrialRuns.two(root));

        assertThat(json().at("configurations", 0, "budgets", 1, "text")).isEqualTo("detection.max=floor");
        assertThat(json().at("configurations", 0, "budgets", 1, "status")).isEqualTo("exceeded");
        assertThat(json().at("configurations", 0, "budgets", 2, "figure")).isNull();
        assertThat(page().select("#budgets + .wide tbody tr").eachText())
                .satisfiesExactly(
                        row -> assertThat(row).startsWith("KEPT failover.p95=12s"),
                        row -> assertThat(row).startsWith("EXCEEDED detection.max=floor"),
                        row -> assertThat(row)
                                .startsWith("UNKNOWN recovery.p99=300ms")
                                .contains("not observed"));
    }

    @Test
    void countsExceededBudgetsAsFailuresAndUndecidedOnesAsErrors() throws Exception {
        Reports.renderTrials(TrialRuns.two(root));

        org.w3c.dom.Element all =
                ReportsTest.xml(root.resolve("trials/junit.xml")).getDocumentElement();
        assertThat(all.getAttribute("tests")).isEqualTo("5");
        assertThat(all.getAttribute("failures")).isEqualTo("2");
        assertThat(all.getAttribute("errors")).isEqualTo("1");
        assertThat(all.getElementsByTagName("failure").item(0).getTextContent())
                .contains("the reason why it is EXCEEDED", "run again: scripts/run trials --seed 42");
        assertThat(all.getElementsByTagName("failure").item(1).getTextContent())
                .contains("write 12 was acknowledged and is gone");
        assertThat(all.getElementsByTagName("error")
                        .item(0)
                        .getParentNode()
                        .getAttributes()
                        .getNamedItem("name"))
                .extracting(org.w3c.dom.Node::getNodeValue)
                .isEqualTo("3 masters, session 2 s, tick 500 ms: recovery.p99=300ms");
    }

    @Test
    void drawsEveryMeasureWithinItsChart() throws IOException {
        Reports.renderTrials(TrialRuns.two(root));

        Document page = page();
        assertThat(page.select("figure.chart")).hasSize(10);
        assertThat(page.select("path.curve-measured")).hasSize(10);
        assertThat(page.select("path.curve-floor")).hasSize(2);
        assertThat(page.select("svg.curves .floor-band")).hasSize(2);
        assertThat(page.select("svg.curves path").eachAttr("d"))
                .allMatch(path -> path.matches("M0 1000([HVL]\\d+(\\.\\d)?( \\d+(\\.\\d)?)?)+H1000(\\.0)?"));
        assertThat(page.select("svg [x$=%]").eachAttr("x")).allMatch(x -> x.matches("\\d+(\\.\\d{1,2})?%"));
        assertThat(page.select("svg [x$=%], svg [width$=%]"))
                .allSatisfy(mark ->
                        assertThat(percent(mark, "x") + percent(mark, "width")).isBetween(0.0, 100.05));
    }

    private static long number(@Nullable Object json) {
        return (Long) Objects.requireNonNull(json);
    }

    private static double percent(Element mark, String name) {
        String value = mark.attr(name);
        return value.endsWith("%") ? Double.parseDouble(value.replace("%", "")) : 0;
    }

    @Test
    void stacksTheMediansOfAllConfigurationsOnOneAxis() throws IOException {
        Reports.renderTrials(TrialRuns.two(root));

        List<Element> bars = page().select("#medians svg.bar");
        assertThat(bars).hasSize(2).allSatisfy(bar -> {
            assertThat(bar.select("rect[class^=phase-]").eachAttr("class"))
                    .containsExactly("phase-detection", "phase-election", "phase-recovery", "phase-rediscovery");
            assertThat(bar.select(".total-mark")).hasSize(1);
        });
        assertThat(bars.get(0).select(".floor")).hasSize(1);
        assertThat(bars.get(1).select(".floor")).isEmpty();
    }

    @Test
    void linksToTheRunsAndToItsOwnParts() throws IOException {
        TrialReport report = TrialRuns.two(root);
        report.configurations().forEach(configuration -> Reports.render(configuration.report()));

        Path path = Reports.renderTrials(report);

        Document page = Jsoup.parse(Files.readString(path), path.toUri().toString());
        assertThat(page.select("a[href^=./]").eachAttr("abs:href"))
                .hasSize(4)
                .allSatisfy(link -> assertThat(Path.of(URI.create(link))).isRegularFile());
        assertThat(page.select("a[href^=#]").eachAttr("href"))
                .hasSize(2)
                .allSatisfy(link ->
                        assertThat(page.getElementById(link.substring(1))).isNotNull());
        assertThat(page.selectFirst("#command").text()).isEqualTo("scripts/run trials --seed 42");
    }

    @Test
    void tellsEveryTrialInTheFoldedTable() throws IOException {
        Reports.renderTrials(TrialRuns.one(root, TrialRuns.withUnseen(TrialRuns.trials(3, 1), 1)));

        assertThat(page().select("details tbody tr")).hasSize(4);
        assertThat(page().select("details tbody tr").get(3).text())
                .isEqualTo("4 none in effect nobody master-2 epoch 5" + " not observed".repeat(6));
    }

    @Test
    void saysThatNothingIsKnownOfNoTrials() throws IOException {
        Reports.renderTrials(TrialRuns.one(root, TrialSet.of(List.of())));

        assertThat(page().selectFirst("#sentence").text()).isEqualTo("No failover was seen, so nothing was measured.");
        assertThat(json().at("configurations", 0, "measures", "latency", "median"))
                .isNull();
        assertThat(read("trials.csv").lines()).hasSize(1);
    }

    @Test
    void saysThatNothingWasRun() throws IOException {
        Reports.renderTrials(TrialRuns.of(root, List.of()));

        assertThat(page().selectFirst("#sentence").text()).isEqualTo("Nothing was run, so nothing is known.");
        assertThat(page().selectFirst("#verdict").text()).isEqualTo("UNKNOWN");
    }

    @Test
    void reportsASingleTrialWithoutIntervals() throws IOException {
        Reports.renderTrials(TrialRuns.one(root, TrialRuns.trials(1, 1)));

        assertThat(page().selectFirst("#sentence").text()).startsWith("1 failover: a leader was missing for ");
        assertThat(json().at("configurations", 0, "measures", "latency", "median-95-percent"))
                .isNull();
        assertThat(page().select(".wide").text()).contains("too few values");
        assertThat(page().select("svg.curves .median-interval")).isEmpty();
    }

    @Test
    void neverTakesWhatWasNotObservedForZero() throws IOException {
        Reports.renderTrials(TrialRuns.one(root, TrialRuns.withUnseen(TrialSet.of(List.of()), 1)));

        assertThat(page().selectFirst("#sentence").text())
                .isEqualTo("1 failover, none of which was seen from end to end: how long a leader was missing is not "
                        + "known.");
        for (Measure measure : Measure.values()) {
            JsonTree figures = new JsonTree(json().at("configurations", 0, "measures", measure.word()));
            assertThat(figures.at("median")).isNull();
            assertThat(figures.at("not-observed")).isEqualTo(1L);
        }
        assertThat(page().select("figure.chart figcaption").eachText())
                .hasSize(5)
                .allMatch(text -> text.endsWith(": not observed"));
        assertThat(page().select("svg.curves, #medians rect[class^=phase-]")).isEmpty();
        assertThat(read("trials.csv").lines().skip(1))
                .singleElement()
                .asString()
                .isEqualTo("\"3 masters, session 2 s\",1,,,,master-2,5" + ",".repeat(15));
    }

    @Test
    void drawsNoMoreForMoreTrials() throws IOException {
        Reports.renderTrials(TrialRuns.one(root, TrialRuns.trials(500, 1)));
        int few = page().selectFirst("path.curve-measured").attr("d").length();
        int rows = page().select("details tbody tr").size();
        Reports.renderTrials(TrialRuns.one(root, TrialRuns.trials(1200, 1)));

        assertThat(rows).isEqualTo(500);
        assertThat(page().selectFirst("path.curve-measured").attr("d").length()).isLessThan(few + 100);
        assertThat(page().select("details tbody tr")).hasSize(1000);
        assertThat(page().text()).contains("200 more are in trials.csv");
        assertThat(read("trials.csv").lines()).hasSize(1201);
    }

    @Test
    void writesMilestonesAndPhasesOfEachTrial() throws IOException {
        TrialSet trials = TrialRuns.trials(2, 1);
        Failover second = trials.failovers().get(1);

        Reports.renderTrials(TrialRuns.one(root, trials));

        JsonTree trial = new JsonTree(json().at("configurations", 0, "trials", 1));
        assertThat(trial.at("old-leader")).isEqualTo("master-2");
        assertThat(trial.at("milestones", "client-served", "latest-ns"))
                .isEqualTo(second.clientServed().orElseThrow().latestNanos());
        assertThat(trial.at("phases", "detection", "ns"))
                .isEqualTo(second.nanos(Failover.Phase.DETECTION).orElseThrow());
        assertThat(trial.at("latency", "ns")).isEqualTo(second.latencyNanos().orElseThrow());
    }

    @Test
    void summarisesInMarkdown() throws IOException {
        Reports.renderTrials(TrialRuns.two(root));

        assertThat(read("summary.md"))
                .startsWith("# INVALID: Failover of three masters\n")
                .contains("| 3 masters, session 2 s, tick 500 ms | detection.max=floor | EXCEEDED |")
                .contains("ZooKeeper's floor: 1333 to 2750 ms")
                .contains("scripts/run trials --seed 42");
        assertThat(Optional.of(read("summary.md").lines().count()))
                .get()
                .satisfies(lines -> assertThat(lines).isLessThan(50));
    }
}
