package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.HistoryFile;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportsTest {
    private static final List<String> FILES = List.of("results.json", "index.html", "junit.xml", "summary.md");

    @TempDir
    Path root;

    @Test
    void writesAllFilesOfAReport() {
        Report report = Runs.valid(root);

        Path page = Reports.render(report);

        assertThat(page).isRegularFile();
        assertThat(FILES)
                .allSatisfy(file ->
                        assertThat(report.directory().path().resolve(file)).isNotEmptyFile());
    }

    @Test
    void rendersTheSameBytesTwice() throws IOException {
        Report report = Runs.invalid(root);

        for (String file : FILES) {
            Reports.render(report);
            String first = Files.readString(report.directory().path().resolve(file));
            Reports.render(report);

            assertThat(report.directory().path().resolve(file)).as(file).hasContent(first);
        }
    }

    @Test
    void saysTheSentenceOfAValidRun() {
        assertThat(Headline.sentence(Runs.valid(root)))
                .isEqualTo("No violation was found by 2 checks over 1,350 client operations and 1 failover.");
    }

    @Test
    void saysWhyNothingIsKnown() {
        assertThat(Headline.sentence(Runs.unknown(root)))
                .isEqualTo("fencing came to no conclusion: no operation had an effect.");
    }

    @Test
    void putsTheWorstViolationIntoTheSentence() {
        assertThat(Headline.sentence(Runs.invalid(root)))
                .isEqualTo("write 12 was acknowledged and is gone (and 1 more violation).");
    }

    @Test
    void callsARunThatWasCutShortUnknownAtBest() throws IOException {
        Report report = Runs.cutShort(root);

        Reports.render(report);

        assertThat(report.judgement().verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(Headline.sentence(report)).isEqualTo(Headline.CUT_SHORT);
        assertThat(read(report, "index.html")).contains(Headline.CUT_SHORT);
        assertThat(read(report, "junit.xml")).contains(Headline.CUT_SHORT);
        assertThat(read(report, "summary.md")).contains(Headline.CUT_SHORT);
    }

    @Test
    void keepsAnInvalidVerdictOfARunThatWasCutShort() {
        Report report = Runs.report(root, "pause-leader", 1, List.of(Runs.twoViolations()), false);

        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void doesNotRelyOnViolationsOfAHistoryThatIsBroken() {
        CheckResult broken = CheckResult.unknown("assumptions", "event 5 follows event 3");
        Report invalid = Runs.report(root, "pause-leader", 1, List.of(broken, Runs.twoViolations()), true);
        Report report = new Report(
                invalid.directory(),
                invalid.info(),
                invalid.history(),
                new Judgement(Verdict.UNKNOWN, invalid.judgement().results()),
                invalid.failovers());

        assertThat(Headline.sentence(report))
                .isEqualTo("assumptions came to no conclusion: event 5 follows event 3. 2 violations found in this "
                        + "history are listed, but cannot be relied on.");
    }

    @Test
    void writesViolationsWithTheirEvidenceAsJson() throws IOException {
        Report report = Runs.invalid(root);

        Reports.render(report);

        JsonTree json = json(report);
        assertThat(json.at("format")).isEqualTo(1L);
        assertThat(json.at("verdict")).isEqualTo("invalid");
        assertThat(json.at("seed")).isEqualTo(44L);
        assertThat(json.at("worst-grade")).isEqualTo(Map.of("number", 4L, "words", "state lost or forked"));
        assertThat(json.at("checks", 1, "checker")).isEqualTo("fencing");
        assertThat(json.at("checks", 1, "violations", 0, "events")).isEqualTo(List.of(1500L, 1540L));
    }

    @Test
    void writesValidAndUnknownAsJson() throws IOException {
        Report valid = Runs.valid(root);
        Report unknown = Runs.unknown(root);

        Reports.render(valid);
        Reports.render(unknown);

        assertThat(json(valid).at("verdict")).isEqualTo("valid");
        assertThat(json(unknown).at("verdict")).isEqualTo("unknown");
        assertThat(json(unknown).at("checks", 1, "reason")).isEqualTo("no operation had an effect");
    }

    @Test
    void writesPhasesOfAFailoverAndNullForWhatWasNotObserved() throws IOException {
        Report report = Runs.valid(root);

        Reports.render(report);

        JsonTree failover = new JsonTree(json(report).at("failovers", 0));
        assertThat(failover.at("phases", "detection")).isEqualTo(Map.of("ns", 3_960_000_000L, "ms", 3960.0));
        assertThat(failover.at("phases", "rediscovery")).isNull();
        assertThat(failover.at("latency")).isNull();
        assertThat(failover.at("milestones", "client-served")).isNull();
        assertThat(Jsoup.parse(read(report, "index.html")).body().text()).contains("not observed");
    }

    @Test
    void writesForHowLongClientsWereNotServed() throws IOException {
        Report report = Runs.valid(root);

        Reports.render(report);

        // The first operation after 4 s is due at 4.001 s; the first one that succeeds is answered at 9.207 s.
        assertThat(json(report).at("unavailability", "all", "count")).isEqualTo(1L);
        assertThat((Double) json(report).at("unavailability", "clients", "client-1", "longest-ms"))
                .isBetween(5190.0, 5230.0);
        assertThat(Jsoup.parse(read(report, "index.html"))
                        .select("#unavailability")
                        .next()
                        .text())
                .contains("client-1", "client-2");
    }

    @Test
    void countsFailuresAndErrorsForCiServers() throws Exception {
        List<Report> reports = List.of(Runs.valid(root), Runs.unknown(root), Runs.invalid(root));

        Reports.renderSuite(reports, root);

        Element all = xml(root.resolve("junit.xml")).getDocumentElement();
        assertThat(all.getAttribute("tests")).isEqualTo("3");
        assertThat(all.getAttribute("failures")).isEqualTo("1");
        assertThat(all.getAttribute("errors")).isEqualTo("1");
        assertThat(all.getAttribute("skipped")).isEqualTo("0");
        assertThat(all.getElementsByTagName("testsuite").getLength()).isEqualTo(1);
        assertThat(all.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        assertThat(all.getElementsByTagName("failure").item(0).getTextContent())
                .contains("epoch 4 was obeyed after epoch 5", "scripts/run pause-leader --seed 44");
        assertThat(all.getElementsByTagName("error").item(0).getTextContent())
                .contains("fencing: no operation had an effect", "scripts/run pause-leader --seed 43");
    }

    @Test
    void linksASuiteToItsRuns() throws IOException {
        Report valid = Runs.valid(root);
        Report invalid = Runs.report(root, "100% #1?", 7, List.of(Runs.twoViolations()), true);
        Reports.render(valid);
        Reports.render(invalid);

        Path page = Reports.renderSuite(List.of(valid, invalid), root);

        org.jsoup.nodes.Document html =
                Jsoup.parse(Files.readString(page), page.toUri().toString());
        assertThat(html.select("td a").eachAttr("abs:href"))
                .allSatisfy(link -> assertThat(Path.of(URI.create(link))).isRegularFile());
        assertThat(html.select("td a")).hasSize(2);
        assertThat(html.selectFirst("#sentence").text()).isEqualTo("2 runs: 1 valid, 1 invalid, 0 unknown.");
        JsonTree json = JsonTree.read(root.resolve("suite.json"));
        assertThat(json.at("verdict")).isEqualTo("invalid");
        assertThat((List<?>) json.at("runs")).hasSize(2);
        assertThat(root.resolve("summary.md")).content().contains("INVALID", "VALID");
    }

    @Test
    void callsAnEmptySuiteUnknown() throws IOException {
        Path page = Reports.renderSuite(List.of(), root.resolve("new"));

        assertThat(Files.readString(page)).contains("Nothing was run");
        assertThat(new Suite(root, List.of()).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void readsJudgesAndMeasuresADirectory() {
        Report written = Runs.valid(root);
        written.directory().writeInfo(written.info());
        try (HistoryFile.Writer writer =
                new HistoryFile.Writer(written.directory().historyFile())) {
            written.history().events().forEach(writer);
        }

        Report read = Report.of(written.directory());

        assertThat(read.history()).isEqualTo(written.history());
        assertThat(read.info()).isEqualTo(written.info());
        assertThat(read.judgement().results()).isNotEmpty();
    }

    private static JsonTree json(Report report) throws IOException {
        return JsonTree.read(report.directory().resultsFile());
    }

    static String read(Report report, String file) throws IOException {
        return Files.readString(report.directory().path().resolve(file));
    }

    static Document xml(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(file))));
    }
}
