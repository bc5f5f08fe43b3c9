package io.interregnum.check;

import java.util.Collection;
import java.util.Comparator;

/** What a checker concluded. Declared from best to worst, so that the worst of several is their maximum. */
public enum Verdict {
    /** No violation exists in this history. Says nothing about histories that were not run. */
    VALID,
    /** The checker gave up: out of time, out of memory, or the run was too disturbed to judge. Never a pass. */
    UNKNOWN,
    /** A violation was found, and the result carries the evidence. */
    INVALID;

    /** The worst of several; {@link #UNKNOWN} of none, since nothing was checked. */
    public static Verdict worstOf(Collection<Verdict> verdicts) {
        return verdicts.stream().max(Comparator.naturalOrder()).orElse(UNKNOWN);
    }
}
