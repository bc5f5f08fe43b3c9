package io.interregnum.report;

import io.interregnum.check.Verdict;
import io.interregnum.metric.Budget;
import io.interregnum.metric.Budget.Status;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml}, as CI servers read it: a suite for each scenario, a case for each seed. Invalid is a failure;
 * unknown is an error, never a pass and never skipped.
 */
final class JunitXml {
    private static final String FILE_NAME = "junit.xml";
    /** More sentences than this help nobody in a CI server's window; all of them are in results.json. */
    private static final int SENTENCES_MAX = 100;

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private JunitXml() throws XMLStreamException {
        this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    /** The file of one run. */
    static final class OfRun implements Format {
        @Override
        public String fileName() {
            return FILE_NAME;
        }

        @Override
        public String text(Report report) {
            return write(List.of(report));
        }
    }

    /** The file of a suite. */
    static final class OfSuite implements SuiteFormat {
        @Override
        public String fileName() {
            return FILE_NAME;
        }

        @Override
        public String text(Suite suite) {
            return write(suite.reports());
        }
    }

    private static String write(List<Report> reports) {
        try {
            return new JunitXml().document(reports);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
    }

    /** The file of trials: a case for each run, and one for each budget, of which one that is exceeded is a failure. */
    static String ofTrials(TrialReport report) {
        try {
            return new JunitXml().trials(report);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
    }

    private String trials(TrialReport report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        for (TrialReport.Configuration each : report.configurations()) {
            line(1);
            xml.writeStartElement("testsuite");
            attribute("name", report.title() + ", " + each.name());
            attribute("tests", String.valueOf(1 + each.budgets().size()));
            attribute(
                    "failures",
                    String.valueOf(count(List.of(each.report()), Verdict.INVALID) + count(each, Status.EXCEEDED)));
            attribute(
                    "errors",
                    String.valueOf(count(List.of(each.report()), Verdict.UNKNOWN) + count(each, Status.UNKNOWN)));
            attribute("skipped", "0");
            attribute("time", seconds(each.report().durationNanos()));
            testCase("seed " + each.report().info().seed(), each.report());
            for (Budget.Outcome outcome : each.budgets()) {
                budget(report, outcome);
            }
            line(1);
            xml.writeEndElement();
        }
        line(0);
        xml.writeEndElement();
        line(0);
        xml.writeEndDocument();
        xml.close();
        return text.toString();
    }

    private static long count(TrialReport.Configuration each, Status status) {
        return each.budgets().stream()
                .filter(outcome -> outcome.status() == status)
                .count();
    }

    private void budget(TrialReport report, Budget.Outcome outcome) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", "interregnum.budgets");
        attribute("name", outcome.budget().text());
        attribute("time", "0.000");
        if (outcome.status() != Status.KEPT) {
            line(3);
            xml.writeStartElement(outcome.status() == Status.EXCEEDED ? "failure" : "error");
            attribute("type", outcome.status().name().toLowerCase(Locale.ROOT));
            attribute("message", outcome.reason());
            xml.writeCharacters(Plain.xml("\nmeasure again: " + report.command() + "\n"));
            xml.writeEndElement();
        }
        line(2);
        xml.writeEndElement();
    }

    private String document(List<Report> reports) throws XMLStreamException {
        Map<String, List<Report>> byScenario = new LinkedHashMap<>();
        reports.forEach(report -> byScenario
                .computeIfAbsent(report.info().scenario(), name -> new ArrayList<>())
                .add(report));
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        counts(reports);
        for (Map.Entry<String, List<Report>> scenario : byScenario.entrySet()) {
            suite(scenario.getKey(), scenario.getValue());
        }
        line(0);
        xml.writeEndElement();
        line(0);
        xml.writeEndDocument();
        xml.close();
        return text.toString();
    }

    private void suite(String scenario, List<Report> reports) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", scenario);
        counts(reports);
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (Report report : reports) {
            String name = "seed " + report.info().seed();
            int repetition = seen.merge(name, 1, Integer::sum);
            testCase(repetition == 1 ? name : name + " (" + repetition + ")", report);
        }
        line(1);
        xml.writeEndElement();
    }

    private void counts(List<Report> reports) throws XMLStreamException {
        attribute("tests", String.valueOf(reports.size()));
        attribute("failures", String.valueOf(count(reports, Verdict.INVALID)));
        attribute("errors", String.valueOf(count(reports, Verdict.UNKNOWN)));
        attribute("skipped", "0");
        attribute(
                "time",
                seconds(reports.stream().mapToLong(Report::durationNanos).sum()));
    }

    private static long count(List<Report> reports, Verdict verdict) {
        return reports.stream().filter(report -> report.verdict() == verdict).count();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    private void testCase(String name, Report report) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", "interregnum." + report.info().scenario());
        attribute("name", name);
        attribute("time", seconds(report.durationNanos()));
        if (report.verdict() == Verdict.INVALID) {
            problem(
                    "failure",
                    report,
                    Headline.violations(report).stream()
                            .map(violation -> violation.checker() + ": "
                                    + violation.finding().summary())
                            .toList());
        } else if (report.verdict() == Verdict.UNKNOWN) {
            problem("error", report, Headline.doubts(report));
        }
        line(2);
        xml.writeEndElement();
    }

    private void problem(String element, Report report, List<String> sentences) throws XMLStreamException {
        line(3);
        xml.writeStartElement(element);
        attribute("type", Headline.word(report.verdict()));
        attribute("message", Headline.sentence(report));
        StringBuilder body = new StringBuilder("\n");
        sentences.stream()
                .limit(SENTENCES_MAX)
                .forEach(sentence -> body.append(sentence).append('\n'));
        if (sentences.size() > SENTENCES_MAX) {
            body.append("and ").append(sentences.size() - SENTENCES_MAX).append(" more in results.json\n");
        }
        body.append("run again: ").append(report.info().command()).append('\n');
        body.append("evidence: ").append(report.directory().path()).append('\n');
        xml.writeCharacters(Plain.xml(body.toString()));
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Plain.xml(value));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
