package io.interregnum.report;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunDirectoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    private static Path made(Path directory) {
        try {
            // Real, like the path of a run that was opened: else links between the two would be wrong.
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new RunDirectoryException("cannot make " + directory + " for the suite's report: " + e, e);
        }
    }
}
