package io.interregnum.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the reports of a build say was left out, for whatever reason.
 *
 * @param countByClass how many tests of a class, by its simple name, in order; only of classes that left some out
 */
public record SkippedTests(Map<String, Integer> countByClass) {
    /** None, as where there are no reports. */
    public static final SkippedTests NONE = new SkippedTests(Map.of());

    public SkippedTests {
        countByClass = Collections.unmodifiableMap(new TreeMap<>(countByClass));
    }

    /**
     * Reads the XML reports of Surefire and Failsafe of every module.
     *
     * @param project directory of the parent; modules are one or two levels below it
     * @throws IllegalStateException when a file is no such report
     */
    public static SkippedTests below(Path project) {
        Map<String, Integer> countByClass = new TreeMap<>();
        try {
            for (Path module : modules(project)) {
                for (String reports : List.of("surefire-reports", "failsafe-reports")) {
                    for (Path file : xmlFiles(module.resolve("target").resolve(reports))) {
                        count(file, countByClass);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the reports of tests below " + project, e);
        }
        return new SkippedTests(countByClass);
    }

    private static List<Path> modules(Path project) throws IOException {
        try (Stream<Path> directories = Files.walk(project, 2)) {
            return directories
                    .filter(directory -> Files.isRegularFile(directory.resolve("pom.xml")))
                    .toList();
        }
    }

    private static List<Path> xmlFiles(Path reports) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(reports)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(reports, "TEST-*.xml")) {
                found.forEach(files::add);
            }
        }
        return files;
    }

    private static void count(Path file, Map<String, Integer> countByClass) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream stream = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            xml.nextTag();
            String name = String.valueOf(xml.getAttributeValue(null, "name"));
            int skipped = Integer.parseInt(String.valueOf(xml.getAttributeValue(null, "skipped")));
            if (skipped > 0) {
                countByClass.merge(name.replaceFirst(".*[.$]", ""), skipped, Integer::sum);
            }
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IllegalStateException(file + " is no report of tests: " + e.getMessage(), e);
        }
    }
}
