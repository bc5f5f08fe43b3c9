package io.interregnum.report;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml}, as CI servers read it: of runs, a suite for each scenario and a case for each seed; of trials, a
 * case for each configuration and each budget. Invalid is a failure; unknown is an error, never a pass and never skipped.
 */
final class JunitXml {
    private static final String FILE_NAME = "junit.xml";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private JunitXml() throws XMLStreamException {
        this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    /** The file of one run. */
    static final class OfRun implements Format<Report> {
        @Override
        public String fileName() {
            return FILE_NAME;
        }

        @Override
        public String text(Report report) {
            return write(JunitCase.byScenario(List.of(report)));
        }
    }

    /** The file of a suite. */
    static final class OfSuite implements Format<Suite> {
        @Override
        public String fileName() {
            return FILE_NAME;
        }

        @Override
        public String text(Suite suite) {
            return write(JunitCase.byScenario(suite.reports()));
        }
    }

    /** The file of trials. */
    static final class OfTrials implements Format<Trials> {
        @Override
        public String fileName() {
            return FILE_NAME;
        }

        @Override
        public String text(Trials trials) {
            return write(Map.of(trials.report().title(), JunitCase.of(trials)));
        }
    }

    /** Suites by their names. */
    private static String write(Map<String, List<JunitCase>> suites) {
        try {
            return new JunitXml().document(suites);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
    }

    private String document(Map<String, List<JunitCase>> suites) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        counts(suites.values().stream().flatMap(List::stream).toList());
        for (Map.Entry<String, List<JunitCase>> suite : suites.entrySet()) {
            suite(suite.getKey(), suite.getValue());
        }
        line(0);
        xml.writeEndElement();
        line(0);
        xml.writeEndDocument();
        xml.close();
        return text.toString();
    }

    private void suite(String name, List<JunitCase> cases) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", name);
        counts(cases);
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (JunitCase each : cases) {
            int repetition = seen.merge(each.name(), 1, Integer::sum);
            testCase(repetition == 1 ? each.name() : each.name() + " (" + repetition + ")", each);
        }
        line(1);
        xml.writeEndElement();
    }

    private void counts(List<JunitCase> cases) throws XMLStreamException {
        attribute("tests", String.valueOf(cases.size()));
        attribute("failures", String.valueOf(JunitCase.count(cases, JunitCase.FAILURE)));
        attribute("errors", String.valueOf(JunitCase.count(cases, JunitCase.ERROR)));
        attribute("skipped", "0");
        attribute(
                "time",
                seconds(cases.stream().mapToLong(JunitCase::durationNanos).sum()));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    private void testCase(String name, JunitCase each) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", each.className());
        attribute("name", name);
        attribute("time", seconds(each.durationNanos()));
        if (each.problem().isPresent()) {
            JunitCase.Problem problem = each.problem().get();
            line(3);
            xml.writeStartElement(problem.element());
            attribute("type", problem.type());
            attribute("message", problem.message());
            xml.writeCharacters(Plain.xml(problem.body()));
            xml.writeEndElement();
        }
        line(2);
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Plain.xml(value));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
