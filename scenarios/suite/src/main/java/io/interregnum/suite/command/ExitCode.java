package io.interregnum.suite.command;

import io.interregnum.check.Verdict;
import java.util.Collection;
import java.util.List;

/** What the program ends with. Of several, the first in {@link #ORDER} counts. */
public final class ExitCode {
    public static final int VALID = 0;
    public static final int INVALID = 1;
    public static final int UNKNOWN = 2;
    /** A budget that the user set is exceeded. */
    public static final int OVER_BUDGET = 3;
    /** This machine cannot run it. */
    public static final int UNABLE = 4;
    /** Bad arguments. */
    public static final int USAGE = 254;
    /** The harness itself failed. */
    public static final int HARNESS = 255;

    private static final List<Integer> ORDER = List.of(HARNESS, USAGE, INVALID, UNKNOWN, UNABLE, OVER_BUDGET, VALID);

    private ExitCode() {}

    /** The code of a verdict. */
    public static int of(Verdict verdict) {
        return switch (verdict) {
            case VALID -> VALID;
            case UNKNOWN -> UNKNOWN;
            case INVALID -> INVALID;
        };
    }

    /** The one that counts of several; {@link #UNKNOWN} of none, since nothing was checked. */
    public static int worstOf(Collection<Integer> codes) {
        return ORDER.stream().filter(codes::contains).findFirst().orElse(UNKNOWN);
    }
}
