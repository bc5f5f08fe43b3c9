package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Expectations;
import io.interregnum.check.Finding;
import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import io.interregnum.history.Json;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import io.interregnum.metric.Budget;
import io.interregnum.metric.Comparison;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.TrialSet;
import io.interregnum.rundir.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever a run holds is shown as text and never understood as markup. */
class HostileTextTest {
    static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "</title></script></style><script src=//evil></script>",
            "\"]]><img src=x onerror=alert(1)>",
            "' onload='alert(1)",
            "javascript:alert(1)",
            "\u001b[31mred\u001b[0m",
            "\u0000\u0001\u0007\b\f\u007f",
            "lone \ud800 high and \udc00 low",
            "a|b`c``d\ne\r\nf",
            "[link](javascript:alert(1)) ![i](http://evil) *b* _c_ # h",
            "\u202eevil\u2066",
            "${7*7} @if(true) &lt;b&gt; &amp;",
            "\ufffe\uffff");

    @TempDir
    Path root;

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void isTextInThePage(String hostile) throws Exception {
        Report report = hostile(hostile);

        Reports.render(report);

        Document page = Jsoup.parse(ReportsTest.read(report, "index.html"));
        Document harmless = Jsoup.parse(new HtmlPage().text(hostile("harmless")));
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("script").html())
                .isEqualTo(harmless.select("script").html());
        assertThat(page.select("style").html())
                .isEqualTo(harmless.select("style").html());
        assertThat(page.select("img, iframe, object, link, base, form, script[src], meta[http-equiv]"))
                .isEmpty();
        assertThat(page.getAllElements())
                .allSatisfy(element -> assertThat(element.attributes())
                        .noneMatch(attribute -> attribute.getKey().startsWith("on")));
        assertThat(page.select("a[href]").eachAttr("href")).allMatch(link -> link.startsWith("#"));
        String shown = Plain.visible(hostile);
        assertThat(page.selectFirst("#command").wholeText()).isEqualTo(shown);
        assertThat(page.selectFirst("#sentence").wholeText()).contains(shown);
        assertThat(page.selectFirst("#violation-1").wholeText()).contains(shown);
        assertThat(page.selectFirst("#ghosts").wholeText()).contains(shown);
        assertThat(page.select("svg title").stream().map(Element::wholeText)).anyMatch(title -> title.contains(shown));
        assertThat(page.select("svg.lane-plot").eachAttr("data-lane")).contains(shown);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void comesBackFromJsonUnchanged(String hostile) throws Exception {
        Report report = hostile(hostile);

        Reports.render(report);

        JsonTree json = JsonTree.read(report.directory().resultsFile());
        assertThat(json.at("command")).isEqualTo(hostile);
        assertThat(json.at("scenario")).isEqualTo(hostile);
        assertThat(json.at("checks", 0, "violations", 0, "summary")).isEqualTo(hostile);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void comesBackFromXmlWithoutWhatXmlDoesNotAllow(String hostile) throws Exception {
        Report report = hostile(hostile);

        Reports.render(report);

        org.w3c.dom.Document xml = ReportsTest.xml(report.directory().path().resolve("junit.xml"));
        String body = xml.getElementsByTagName("failure").item(0).getTextContent();
        assertThat(body).contains(Plain.xml(hostile).replace("\r\n", "\n"));
        assertThat(xml.getElementsByTagName("*").getLength()).isEqualTo(4);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void staysWithinItsLineAndCellInMarkdown(String hostile) throws Exception {
        Report report = hostile(hostile);
        Report harmless = hostile("harmless");

        Reports.render(report);
        Reports.render(harmless);
        String markdown = ReportsTest.read(report, "summary.md");

        assertThat(markdown.lines())
                .hasSameSizeAs(ReportsTest.read(harmless, "summary.md").lines().toList());
        assertThat(markdown.lines().filter(line -> !line.startsWith("Run again")))
                .noneMatch(line -> line.contains("<"))
                .allSatisfy(line -> assertThat(line.replaceAll("\\\\.", "")).doesNotContain("`", "]("));
        assertThat(markdown.lines().filter(line -> line.startsWith("|")))
                .allSatisfy(line -> assertThat(line.replaceAll("\\\\.", "")
                                .chars()
                                .filter(c -> c == '|')
                                .count())
                        .isIn(6L, 11L));
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void isTextInASuite(String hostile) throws Exception {
        Report report = hostile(hostile);

        Path page = Reports.renderSuite(List.of(report), root);

        Document html = Jsoup.parse(Files.readString(page));
        assertThat(html.select("script, img")).isEmpty();
        assertThat(html.select("td a").text()).isEqualTo(normal(Plain.visible(hostile)));
        assertThat(html.select("td a").attr("href")).startsWith("./");
        Json.read(Files.readString(root.resolve("suite.json")));
        ReportsTest.xml(root.resolve("junit.xml"));
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void isTextInTrials(String hostile) throws Exception {
        TrialReport report = hostileTrials(hostile);

        Path path = Reports.renderTrials(report);

        Document page = Jsoup.parse(Files.readString(path));
        isHarmless(page);
        String shown = Plain.visible(hostile);
        assertThat(page.select("style, script").html())
                .isEqualTo(Jsoup.parse(new TrialsPage().text(Trials.of(hostileTrials("harmless"))))
                        .select("style, script")
                        .html());
        assertThat(page.selectFirst("h1").wholeText()).isEqualTo(shown);
        assertThat(page.selectFirst("#configuration-1").wholeText()).isEqualTo(shown);
        assertThat(page.selectFirst("#command").wholeText()).isEqualTo(shown);
        assertThat(page.select("#medians a").get(0).wholeText()).isEqualTo(shown);
        assertThat(page.select("#medians svg").attr("aria-label")).contains(shown);
        assertThat(page.select("#budgets + .wide td").stream().map(Element::wholeText))
                .contains(shown);
        assertThat(page.select("details td").stream().map(Element::wholeText)).contains(shown);
        Path files = report.directory();
        assertThat(JsonTree.read(files.resolve("trials.json")).at("title")).isEqualTo(hostile);
        assertThat(TrialsFile.read(files.resolve("trials.json")))
                .containsExactly(new TrialsFile.NamedTrials(
                        hostile, report.configurations().get(0).trials()));
        assertThat(ReportsTest.xml(files.resolve("junit.xml"))
                        .getElementsByTagName("*")
                        .getLength())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void isACellInCsvAndALineInMarkdownOfTrials(String hostile) throws Exception {
        Path files = Reports.renderTrials(hostileTrials(hostile)).resolveSibling("");
        String markdown = Files.readString(files.resolve("summary.md"));
        List<List<String>> table = CsvTable.read(Files.readString(files.resolve("trials.csv")));
        Reports.renderTrials(hostileTrials("harmless"));

        assertThat(table).hasSize(2).allSatisfy(row -> assertThat(row).hasSize(22));
        assertThat(table.get(1).get(0)).isEqualTo(Plain.visible(hostile));
        assertThat(markdown.lines())
                .hasSameSizeAs(
                        Files.readString(files.resolve("summary.md")).lines().toList());
        isHarmlessMarkdown(markdown);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void isTextInAComparison(String hostile) throws Exception {
        ComparisonReport report = hostileComparison(hostile);

        Path path = Reports.renderComparison(report, root.resolve("comparison"));

        Document page = Jsoup.parse(Files.readString(path));
        String markdown = Files.readString(path.resolveSibling("summary.md"));
        isHarmless(page);
        String shown = Plain.visible(hostile);
        assertThat(page.selectFirst("#name-a").wholeText()).isEqualTo(shown);
        assertThat(page.selectFirst("#name-b").wholeText()).isEqualTo(shown);
        assertThat(page.selectFirst("#pair-1").wholeText()).isEqualTo(shown);
        assertThat(page.selectFirst("#sentence").wholeText()).contains(shown);
        JsonTree json = JsonTree.read(path.resolveSibling("comparison.json"));
        assertThat(json.at("a")).isEqualTo(hostile);
        assertThat(json.at("pairs", 0, "name")).isEqualTo(hostile);
        Reports.renderComparison(hostileComparison("harmless"), root.resolve("comparison"));
        assertThat(markdown.lines())
                .hasSameSizeAs(Files.readString(path.resolveSibling("summary.md"))
                        .lines()
                        .toList());
        isHarmlessMarkdown(markdown);
    }

    private static void isHarmless(Document page) {
        assertThat(page.select("script, img, iframe, object, link, base, form, meta[http-equiv]"))
                .isEmpty();
        assertThat(page.getAllElements())
                .allSatisfy(element -> assertThat(element.attributes())
                        .noneMatch(attribute -> attribute.getKey().startsWith("on")));
        assertThat(page.select("a[href]").eachAttr("href"))
                .allMatch(link -> link.startsWith("#") || link.startsWith("./"));
    }

    private static void isHarmlessMarkdown(String markdown) {
        assertThat(markdown.lines().filter(line -> !line.startsWith("Run again") && !line.contains("[run](<./")))
                .noneMatch(line -> line.contains("<"))
                .allSatisfy(line -> assertThat(line.replaceAll("\\\\.", "")).doesNotContain("`", "]("));
        assertThat(markdown.lines().filter(line -> line.startsWith("|")))
                .allSatisfy(line -> assertThat(line.replaceAll("\\\\.", "")
                                .chars()
                                .filter(c -> c == '|')
                                .count())
                        .isIn(7L, 9L, 10L));
    }

    private static ComparisonReport hostileComparison(String text) {
        TrialSet trials = TrialRuns.trials(5, 1);
        return new ComparisonReport(
                text, text, List.of(new ComparisonReport.Pair(text, trials, trials, Comparison.of(trials, trials, 1))));
    }

    /** Trials of one configuration in which every text is {@code text}. */
    private TrialReport hostileTrials(String text) {
        Report run = hostile(text);
        Budget.Outcome outcome = new Budget.Outcome(
                Budget.parse("failover.max=1s"),
                Budget.Status.EXCEEDED,
                OptionalLong.empty(),
                OptionalLong.empty(),
                text);
        TrialReport.Configuration configuration = new TrialReport.Configuration(
                text, run, TrialSet.of(run.failovers()), Optional.of(TrialRuns.floor()), List.of(outcome));
        return new TrialReport(root.resolve("trials"), text, text, List.of(configuration));
    }

    @Test
    void showsInvisibleCharactersAsPictures() {
        assertThat(Plain.visible("\u001b[0m\u0000\ud800\u202e\n")).isEqualTo("\u241b[0m\u2400\ufffd[U+202E]\n");
    }

    @Test
    void fencesCodeWithMoreBackticksThanItHolds() {
        assertThat(SummaryMarkdown.code("a``b")).isEqualTo("``` a``b ```");
    }

    private static String normal(String text) {
        return text.replaceAll("[ \\n\\t\\r\\f]+", " ").strip();
    }

    /** A report in which every text is {@code text}. */
    private Report hostile(String text) {
        Report plain = Runs.report(root, "plain", 1, List.of(Runs.twoViolations()), true);
        Map<String, Object> map = Map.of(text, text, text + "2", List.of(text));
        RunInfo info = new RunInfo(text, text, 1, text, text, text, expectations(text), map, map, map, true);
        Finding finding = new Finding(text, Optional.empty(), List.of(text), List.of(4L), List.of(0L, 1L, 2L, 3L), map);
        List<CheckResult> results = List.of(
                CheckResult.ofViolations(text, List.of(finding), List.of(finding), map),
                CheckResult.unknown(text + "-unknown", text + "."));
        Milestone moment = new Milestone(1, 2);
        Failover failover = new Failover(
                Optional.of(text),
                text + "1",
                OptionalLong.of(1),
                text + "2",
                2,
                Optional.of(moment),
                Optional.of(moment),
                Optional.of(moment),
                Optional.of(moment),
                Optional.of(moment));
        return new Report(
                plain.directory(), info, history(text), new Judgement(Verdict.INVALID, results), List.of(failover));
    }

    private static Expectations expectations(String text) {
        return new Expectations(
                List.of(text, text + "2"),
                List.of(text),
                true,
                1,
                Duration.ofMillis(100),
                Optional.empty(),
                Duration.ofSeconds(1),
                true);
    }

    private static History history(String text) {
        List<Event> events = new ArrayList<>();
        Object claim = new ProbeAnswer(true, OptionalLong.of(4), text, text).toValue();
        Map<String, Object> fields = Map.of("client", text, "error", text, text, text);
        Map<String, Object> ghost = Map.of(text, text, "ghost-flows", 1L, "ghost-from", 1L, "ghost-until", 2L);
        for (FaultEvent.Stage stage : FaultEvent.Stage.values()) {
            Object value = new FaultEvent(0, stage, FaultEvent.Harm.OTHER, List.of(text), text).toValue();
            events.add(event(events, Event.Type.INFO, Processes.NEMESIS, text, value, ghost));
        }
        for (int i = 0; i < 3; i++) {
            events.add(event(events, Event.Type.INVOKE, Processes.probeOf(text), "probe", text, Map.of()));
            events.add(event(events, Event.Type.OK, Processes.probeOf(text), "probe", claim, Map.of()));
        }
        events.add(event(events, Event.Type.INVOKE, "1", text, text, fields));
        events.add(event(events, Event.Type.FAIL, "1", text, text, fields));
        events.add(event(events, Event.Type.INFO, Processes.RUNNER, "phase", text, Map.of()));
        return new History(events);
    }

    private static Event event(
            List<Event> before, Event.Type type, String process, String f, Object value, Map<String, Object> fields) {
        return new Event(before.size(), before.size() * 1_000_000_000L, type, process, f, value, fields);
    }
}
