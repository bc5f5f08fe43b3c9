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
    static final List<Format<Report>> FORMATS =
            List.of(new ResultsJson(), new HtmlPage(), new JunitXml.OfRun(), new SummaryMarkdown.OfRun());

    /** The files of a suite's report. */
    static final List<Format<Suite>> SUITE_FORMATS =
            List.of(new SuiteJson(), new SuitePage(), new JunitXml.OfSuite(), new SummaryMarkdown.OfSuite());

    /** The files of a report of trials. */
    static final List<Format<Trials>> TRIAL_FORMATS =
            List.of(new TrialsJson(), new TrialsCsv(), new TrialsPage(), new JunitXml.OfTrials(), new TrialsMarkdown());

    /** The files of a comparison. */
    static final List<Format<Compared>> COMPARISON_FORMATS =
            List.of(new ComparisonJson(), new ComparisonPage(), new ComparisonMarkdown());

    private Reports() {}

    /**
     * Writes {@code results.json}, {@code index.html}, {@code junit.xml} and {@code summary.md} into the run directory.
     *
     * @return the page, {@code index.html}
     * @throws RunDirectoryException when a file cannot be written
     */
    public static Path render(Report report) {
        return write(FORMATS, report, report.directory());
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
        return write(SUITE_FORMATS, suite, new RunDirectory(suite.directory()));
    }

    /**
     * Writes {@code trials.json}, {@code trials.csv}, {@code index.html}, {@code junit.xml} and {@code summary.md} of
     * trials into their directory, which is made when it does not exist. Links lead to the runs' own pages, see
     * {@link #render}.
     *
     * @return the page, {@code index.html}
     * @throws RunDirectoryException when the directory cannot be made or a file cannot be written
     */
    public static Path renderTrials(TrialReport report) {
        TrialReport real =
                new TrialReport(made(report.directory()), report.title(), report.command(), report.configurations());
        return write(TRIAL_FORMATS, Trials.of(real), new RunDirectory(real.directory()));
    }

    /**
     * Writes {@code comparison.json}, {@code index.html} and {@code summary.md} of a comparison into {@code directory},
     * which is made when it does not exist.
     *
     * @return the page, {@code index.html}
     * @throws RunDirectoryException when the directory cannot be made or a file cannot be written
     */
    public static Path renderComparison(ComparisonReport report, Path directory) {
        return write(COMPARISON_FORMATS, Compared.of(report), new RunDirectory(made(directory)));
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
            for (Format<Suite> format : SUITE_FORMATS) {
                Files.deleteIfExists(directory.resolve(format.fileName()));
            }
            return Optional.of(directory.resolve("index.html"));
        } catch (IOException e) {
            throw new RunDirectoryException("cannot remove the suite's report in " + directory + ": " + e, e);
        }
    }

    private static <T> Path write(List<Format<T>> formats, T subject, RunDirectory files) {
        for (Format<T> format : formats) {
            files.write(files.path().resolve(format.fileName()), format.text(subject));
        }
        return files.path().resolve("index.html");
    }

    private static Path made(Path directory) {
        try {
            // Real, like the path of a run that was opened: else links between the two would be wrong.
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new RunDirectoryException("cannot make " + directory + " for a report: " + e, e);
        }
    }
}
