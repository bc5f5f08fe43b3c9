package io.interregnum.run;

import io.interregnum.fault.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a smaller and simpler schedule that still shows what the whole one showed. For one thread.
 *
 * <p>First it removes faults: the guesses that it is given, then by delta debugging (A. Zeller, R. Hildebrandt,
 * "Simplifying and isolating failure-inducing input", IEEE TSE 28, 2002): halves, their complements, then ever smaller
 * parts down to single faults. What is left needs each of its faults, as far as the oracle told the truth. Then it
 * simplifies each step ({@link Simpler}) as long as one of the proposals is accepted.
 *
 * <p>It only asks the oracle, which may be wrong: one that says no although the candidate would show it now and then
 * leaves more than is needed; one that never says yes without having seen it cannot lead it astray.
 */
public final class Shrink {
    private final Predicate<List<Step>> oracle;
    private final BooleanSupplier outOfTime;
    private final Consumer<Tried> listener;
    private final Set<String> refused = new LinkedHashSet<>(); // asked for membership only

    /**
     * One candidate that was tried.
     *
     * @param what was changed, a few words
     * @param steps the candidate
     * @param kept whether it showed the same, and is what the search goes on with
     */
    public record Tried(String what, List<Step> steps, boolean kept) {}

    /**
     * What was found.
     *
     * @param steps the smallest schedule that showed the same
     * @param complete whether the search came to its end; else its time was up
     */
    public record Found(List<Step> steps, boolean complete) {
        public Found {
            steps = List.copyOf(steps);
        }
    }

    /**
     * @param oracle whether a schedule shows the same as the whole one
     * @param outOfTime asked before each candidate; once it is true no more are tried
     * @param listener told after each
     */
    public Shrink(Predicate<List<Step>> oracle, BooleanSupplier outOfTime, Consumer<Tried> listener) {
        this.oracle = oracle;
        this.outOfTime = outOfTime;
        this.listener = listener;
    }

    /**
     * Searches. The whole schedule is taken to show it and not tried.
     *
     * @param steps one at least
     * @param guesses positions of steps that are likely to be enough, ascending each, the best guess first
     */
    public Found search(List<Step> steps, List<List<Integer>> guesses) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("no steps to shrink");
        }
        List<Step> fewer = fewer(guessed(steps, guesses));
        List<Step> simplest = simpler(fewer);
        return new Found(simplest, !outOfTime.getAsBoolean());
    }

    private List<Step> guessed(List<Step> steps, List<List<Integer>> guesses) {
        for (List<Integer> guess : guesses) {
            if (!guess.isEmpty() && guess.size() < steps.size()) {
                List<Step> some = Numbers.only(steps, guess);
                if (shows("only " + names(some), some)) {
                    return some;
                }
            }
        }
        return steps;
    }

    /** Delta debugging, with as many parts as {@code count} says at the moment. */
    private List<Step> fewer(List<Step> all) {
        List<Step> steps = all;
        int count = 2;
        while (steps.size() > 1 && !outOfTime.getAsBoolean()) {
            List<List<Integer>> parts = parts(steps.size(), count);
            List<Step> part = firstThatShows(steps, parts);
            if (part != null) {
                steps = part;
                count = 2;
                continue;
            }
            List<Step> complement = count == 2 ? null : firstThatShows(steps, complements(steps.size(), parts));
            if (complement != null) {
                steps = complement;
                count = Math.max(2, count - 1);
            } else if (count >= steps.size()) {
                break;
            } else {
                count = Math.min(steps.size(), 2 * count);
            }
        }
        return steps;
    }

    private @Nullable List<Step> firstThatShows(List<Step> steps, List<List<Integer>> candidates) {
        for (List<Integer> kept : candidates) {
            List<Step> some = Numbers.only(steps, kept);
            if (shows("only " + names(some), some)) {
                return some;
            }
        }
        return null;
    }

    private static List<List<Integer>> parts(int size, int count) {
        List<List<Integer>> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            parts.add(IntStream.range(part * size / count, (part + 1) * size / count)
                    .boxed()
                    .toList());
        }
        return parts;
    }

    private static List<List<Integer>> complements(int size, List<List<Integer>> parts) {
        return parts.stream()
                .map(part -> IntStream.range(0, size)
                        .filter(position -> !part.contains(position))
                        .boxed()
                        .toList())
                .toList();
    }

    private List<Step> simpler(List<Step> fewest) {
        List<Step> steps = fewest;
        boolean again = true;
        while (again) {
            again = false;
            for (int position = 0; position < steps.size(); position++) {
                List<Step> next = simpler(steps, position);
                again |= !next.equals(steps);
                steps = next;
            }
        }
        return steps;
    }

    /** Simplifies one step until no proposal is accepted; the same list when none was. */
    private List<Step> simpler(List<Step> from, int position) {
        List<Step> steps = from;
        boolean again = true;
        while (again) {
            again = false;
            for (Simpler.Proposal proposal : Simpler.proposals(steps.get(position))) {
                List<Step> candidate = new ArrayList<>(steps);
                candidate.set(position, proposal.step());
                if (shows(steps.get(position).fault().name() + ": " + proposal.what(), List.copyOf(candidate))) {
                    steps = List.copyOf(candidate);
                    again = true;
                    break;
                }
            }
        }
        return steps;
    }

    private boolean shows(String what, List<Step> candidate) {
        String text = candidate.stream().map(Shrink::text).toList().toString();
        if (refused.contains(text) || outOfTime.getAsBoolean()) {
            return false;
        }
        boolean shows = oracle.test(candidate);
        if (!shows) {
            refused.add(text);
        }
        listener.accept(new Tried(what, candidate, shows));
        return shows;
    }

    /** All that a step says, on one line. */
    static String text(Step step) {
        return step.trigger().text() + ": " + step.fault().name()
                + (step.fault().values().isEmpty() ? "" : " " + step.fault().values()) + " at "
                + step.aim().getClass().getSimpleName() + " " + step.aim().text() + " "
                + step.until().text() + ", heal " + step.heal().text();
    }

    private static String names(List<Step> steps) {
        return String.join(", ", steps.stream().map(step -> step.fault().name()).toList());
    }
}
