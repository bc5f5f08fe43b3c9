package io.interregnum.report;

/**
 * One file of a report. Pure: the same subject gives the same text.
 *
 * @param <T> what is reported: a run, a suite, trials, a comparison
 */
interface Format<T> {

    /** The file's name within the report's directory. */
    String fileName();

    /** The whole text of the file. */
    String text(T subject);
}
