package io.interregnum.junit;

import io.interregnum.report.Report;
import io.interregnum.rundir.RunDirectory;

/** Where assertions on runs begin: {@code assertThat(report).hadNoSplitBrain()}. */
public final class InterregnumAssertions {
    private InterregnumAssertions() {}

    /** Assertions on a run that has been judged. */
    public static RunAssert assertThat(Report report) {
        return new RunAssert(report);
    }

    /**
     * Judges a stored run and returns assertions on it. Blocks for as long as the checkers need.
     *
     * @throws io.interregnum.rundir.RunDirectoryException when it has no readable {@code run.json}
     * @throws io.interregnum.history.HistoryException when its history cannot be read
     */
    public static RunAssert assertThat(RunDirectory directory) {
        return assertThat(Report.of(directory));
    }
}
