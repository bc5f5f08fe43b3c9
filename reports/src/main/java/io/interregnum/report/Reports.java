package io.interregnum.report;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunDirectoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes reports. The same run gives the same bytes: no time of rendering and no hash order gets into them. Each file is
 * replaced in one step; when writing fails, those written before are new and the others as they were.
 */
public final class Reports {
    /** The files of a run's report. A new format is one line here. */
    static final List<Format> FORMATS =
            List.of(new ResultsJson(), new HtmlPage(), new JunitXml.OfRun(), new SummaryMarkdown.OfRun());

    /** The files of a suite's report. */
    static final List<SuiteFormat> SUITE_FORMATS =
            List.of(new SuiteJson(), new SuitePage(), new JunitXml.OfSuite(), new SummaryMarkdown.OfSuite());

    private Reports() {}

    /**
     * Writes {@code results.json}, {@code index.html}, {@code junit.xml} and {@code summary.md} into the run directory.
     *
     * @return the page, {@code index.html}
     * @throws RunDirectoryException when a file cannot be written
     */
    public static Path render(Report report) {
        RunDirectory directory = report.directory();
        for (Format format : FORMATS) {
            directory.write(directory.path().resolve(format.fileName()), format.text(report));
        }
        return directory.path().resolve("index.html");
    }

    /**
     * Writes {@code suite.json}, {@code index.html}, {@code junit.xml} and {@code summary.md} of several runs into
     * {@code directory}, which is made when it does not exist. Links lead to the runs' own pages, see {@link #render}.
     *
     * @param reports in the order in which they are to be shown
     * @return the page, {@code index.html}
     * @throws RunDirectoryException when the directory cannot be made or a file cannot be written
     */
    public static Path renderSuite(List<Report> reports, Path directory) {
        Suite suite = new Suite(made(directory), reports);
        RunDirectory files = new RunDirectory(suite.directory());
        for (SuiteFormat format : SUITE_FORMATS) {
            files.write(files.path().resolve(format.fileName()), format.text(suite));
        }
        return files.path().resolve("index.html");
    }

    /**
     * Writes {@code trials.json}, {@code trials.csv}, {@code index.html}, {@code summary.md} and {@code junit.xml} of trials
     * into the report's directory, which is made when it does not exist. Links lead to the runs' own pages.
     *
     * @return the page, {@code index.html}
     * @throws RunDirectoryException when the directory cannot be made or a file cannot be written
     */
    public static Path renderTrials(TrialReport given) {
        Path directory = made(given.directory());
        TrialReport report = new TrialReport(directory, given.title(), given.command(), given.configurations());
        RunDirectory files = new RunDirectory(directory);
        files.write(directory.resolve(TrialsJson.NAME), TrialsJson.text(report));
        files.write(directory.resolve("trials.csv"), TrialsCsv.text(report));
        files.write(directory.resolve("summary.md"), TrialsMarkdown.text(report));
        files.write(directory.resolve("junit.xml"), JunitXml.ofTrials(report));
        files.write(directory.resolve("index.html"), TrialsPage.html(report));
        return directory.resolve("index.html");
    }

    /**
     * Writes {@code comparison.json}, {@code index.html} and {@code summary.md} of a comparison into {@code directory},
     * which is made when it does not exist.
     *
     * @return the page, {@code index.html}
     * @throws RunDirectoryException when the directory cannot be made or a file cannot be written
     */
    public static Path renderComparison(ComparisonReport report, Path directory) {
        Path real = made(directory);
        RunDirectory files = new RunDirectory(real);
        files.write(real.resolve("comparison.json"), ComparisonJson.text(report));
        files.write(real.resolve("summary.md"), TrialsMarkdown.text(report));
        files.write(real.resolve("index.html"), ComparisonPage.html(report));
        return real.resolve("index.html");
    }

    /**
     * Removes the report of a suite when a run that it links to is gone: a table with dead links tells of evidence that
     * nobody can look at. Any other file is left alone.
     *
     * @param directory where {@link #renderSuite} wrote it
     * @return the page that was removed; empty when there is none or every run is there
     * @throws RunDirectoryException when it cannot be read or removed
     */
    public static Optional<Path> removeStaleSuite(Path directory) {
        Path json = directory.resolve(SuiteJson.NAME);
        try {
            if (!Files.isRegularFile(json)
                    || SuiteJson.pages(Files.readString(json)).stream()
                            .allMatch(page -> Files.exists(directory.resolve(page)))) {
                return Optional.empty();
            }
            for (SuiteFormat format : SUITE_FORMATS) {
                Files.deleteIfExists(directory.resolve(format.fileName()));
            }
            return Optional.of(directory.resolve("index.html"));
        } catch (IOException e) {
            throw new RunDirectoryException("cannot remove the suite's report in " + directory + ": " + e, e);
        }
    }

    private static Path made(Path directory) {
        try {
            // Real, like the path of a run that was opened: else links between the two would be wrong.
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new RunDirectoryException("cannot make " + directory + " for the report: " + e, e);
        }
    }
}
