package io.interregnum.report;

/** One file of a suite's report. Pure: the same suite gives the same text. */
interface SuiteFormat {

    /** The file's name within the suite's directory. */
    String fileName();

    /** The whole text of the file. */
    String text(Suite suite);
}
