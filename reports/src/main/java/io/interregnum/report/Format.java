package io.interregnum.report;

/** One file of a run's report. Pure: the same report gives the same text. */
interface Format {

    /** The file's name within the run directory. */
    String fileName();

    /** The whole text of the file. */
    String text(Report report);
}
