package io.interregnum.suite.survive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Rounds, counted by backend, and why they do not show that the harness can be killed at any moment. For one thread.
 *
 * <p>A round counts only if a harness was killed in it; and rounds count for nothing if none of them came while something
 * was cut, which is when there is something to outlive the harness.
 */
public final class Tally {
    private static final String FORM = "%-8s %6s %6s %11s %9s %12s %7s %6s";

    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

    /** @param backends on which rounds are to be, in the order of the table */
    public Tally(List<String> backends) {
        backends.forEach(backend -> rounds.put(backend, new ArrayList<>()));
    }

    /** Counts a round; of one that was tried several times, the last. */
    public void add(String backend, Round round) {
        rounds.computeIfAbsent(backend, any -> new ArrayList<>()).add(round);
    }

    /** A row for each backend, under a heading. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                FORM,
                "backend",
                "rounds",
                "kills",
                "with fault",
                "with cut",
                "links silent",
                "failed",
                "wrong"));
        rounds.forEach((backend, all) -> lines.add(String.format(
                Locale.ROOT,
                FORM,
                backend,
                all.size(),
                count(all, Tally::isKill),
                count(all, round -> round.faultCount() > 0),
                count(all, round -> round.cutCount() > 0),
                sum(all, Round::silentLinkCount),
                count(all, round -> round.outcome() == Round.Outcome.FAILED),
                count(all, round -> !round.wrong().isEmpty()))));
        return lines;
    }

    /** How many harnesses ended without a verdict before they were killed. */
    public long failed() {
        return countAll(round -> round.outcome() == Round.Outcome.FAILED);
    }

    /** In how many rounds something was not as it should be. */
    public long wrong() {
        return countAll(round -> !round.wrong().isEmpty());
    }

    /** Why nothing is shown although nothing was wrong; empty when enough was tried. */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        rounds.forEach((backend, all) -> {
            long kills = count(all, Tally::isKill);
            if (all.isEmpty() || kills < all.size()) {
                doubts.add(backend + ": " + kills + " kills in " + all.size() + " rounds");
            }
            if (count(all, round -> round.cutCount() > 0) == 0) {
                doubts.add(backend + ": no kill came while a cut was in effect");
            } else if (backend.equals("docker") && sum(all, Round::silentLinkCount) == 0) {
                doubts.add(backend + ": no link was seen to be silent after a kill, though some were cut");
            }
        });
        return doubts;
    }

    private static boolean isKill(Round round) {
        return round.outcome() == Round.Outcome.KILLED;
    }

    private static long count(List<Round> rounds, Predicate<Round> meant) {
        return rounds.stream().filter(meant).count();
    }

    private long countAll(Predicate<Round> meant) {
        return rounds.values().stream().mapToLong(all -> count(all, meant)).sum();
    }

    private static long sum(List<Round> rounds, ToLongFunction<Round> number) {
        return rounds.stream().mapToLong(number).sum();
    }
}
