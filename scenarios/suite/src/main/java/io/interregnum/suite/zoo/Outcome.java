package io.interregnum.suite.zoo;

/** What came of a run of the zoo. */
public enum Outcome {
    /** The bug was found by the checker that must find it, with a witness that fits. */
    FOUND("found"),
    /** Nothing rang. */
    MISSED("missed"),
    /** Something rang, but not the right checker, or its witness speaks of something else. */
    OTHER("another"),
    /** Nothing rang, and nothing should. */
    GREEN("green"),
    /** Something rang, and nothing should. */
    FALSE_ALARM("false alarm"),
    /** Nothing can be concluded from the run. */
    UNKNOWN("unknown"),
    /** The harness failed, or this machine cannot do what is needed; there is nothing to judge. */
    FAILED("failed");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /** In words, in lower case. */
    public String words() {
        return words;
    }
}
