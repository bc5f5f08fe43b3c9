package io.interregnum.suite.survive;

import java.util.List;
import java.util.Set;

/**
 * What a round showed.
 *
 * @param outcome whether the harness was killed
 * @param line for people
 * @param wrong what was not as it should be, a line each
 * @param faultCount how many faults were in effect when it was killed, or might have been
 * @param cutCount how many of those were cuts
 * @param silentLinkCount how many links were seen to be silent between the kill and the next start; 0 where links end with
 *     their harness
 */
public record Round(
        Outcome outcome, String line, List<String> wrong, long faultCount, long cutCount, long silentLinkCount) {
    /** A run that came to a verdict: it was over before the moment came. */
    private static final Set<Integer> VERDICTS = Set.of(0, 1, 2);

    /** Whether a harness was killed. */
    public enum Outcome {
        /** It was. */
        KILLED,
        /** Its run was over before: nothing was tried. */
        ENDED,
        /** It had ended without a verdict: nothing was tried, and nothing can be. */
        FAILED
    }

    public Round {
        wrong = List.copyOf(wrong);
    }

    static Round killed(String line, List<String> wrong, List<Pending> pending, long silentLinkCount) {
        return new Round(
                Outcome.KILLED,
                line,
                wrong,
                pending.size(),
                pending.stream().filter(Pending::isCut).count(),
                silentLinkCount);
    }

    static Round ended(int exitCode, String line) {
        return new Round(VERDICTS.contains(exitCode) ? Outcome.ENDED : Outcome.FAILED, line, List.of(), 0, 0, 0);
    }
}
