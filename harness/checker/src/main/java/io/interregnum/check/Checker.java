package io.interregnum.check;

import io.interregnum.history.History;

/** Judges a history. Pure: the same history gives the same result, and nothing else is touched. */
public interface Checker {

    /** Short name in lower case, such as {@code leadership}. */
    String name();

    /**
     * Judges {@code history}. Works for as long as it needs unless it says otherwise.
     *
     * @throws RuntimeException when the checker itself is at fault; {@link Judgement} makes that {@code UNKNOWN}
     */
    CheckResult check(History history);
}
