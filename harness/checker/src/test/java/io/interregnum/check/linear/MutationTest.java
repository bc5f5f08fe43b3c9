package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.LinearOutcome.Answer;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Would a mistake in a model be seen? Each mutant must disagree with brute force about some random history. */
class MutationTest {
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));
    private static final int HISTORIES_MAX = 20_000;

    /** A history, and what brute force says. */
    private record Judged(List<LinearOperation> history, boolean isLinearizable) {}

    private final Map<String, List<Judged>> histories = new TreeMap<>(); // by model, as far as they were needed

    @Test
    void everyMutantIsCaught() {
        List<String> survivors = new ArrayList<>();
        List<String> harmless = new ArrayList<>();
        Map<String, Integer> caught = new TreeMap<>();

        for (Mutant<?> mutant : Mutants.all()) {
            if (isCaught(mutant)) {
                caught.merge(mutant.name(), 1, Integer::sum);
            } else {
                (mutant.showed() ? survivors : harmless).add(mutant.toString());
            }
        }

        assertThat(survivors).isEmpty();
        assertThat(harmless).as("mistakes that are none").allMatch(MutationTest::cannotShow);
        assertThat(caught)
                .hasSize(Models.ALL.size())
                .allSatisfy((model, count) -> assertThat(count).as(model).isGreaterThanOrEqualTo(5));
    }

    /** What is never refused cannot be accepted wrongly, and what changes nothing cannot be forgotten. */
    private static boolean cannotShow(String mutant) {
        return mutant.contains(": accepts any answered ")
                || mutant.contains(": forgets what each ")
                || mutant.contains(": refuses each pending ");
    }

    private boolean isCaught(Mutant<?> mutant) {
        for (int seed = 0; seed < HISTORIES_MAX; seed++) {
            Judged judged = judged(mutant, seed);
            Answer answer = Linearizability.decide(mutant, judged.history(), LIMITS, Algorithm.WGL)
                    .answer();
            if (judged.isLinearizable() != (answer == Answer.LINEARIZABLE)) {
                return true;
            }
            if (seed == 2_000 && !mutant.showed()) {
                return false;
            }
        }
        return false;
    }

    private Judged judged(Model<?> model, int seed) {
        List<Judged> known = histories.computeIfAbsent(model.name(), name -> new ArrayList<>());
        if (seed == known.size()) {
            List<LinearOperation> history = List.copyOf(Spoiler.history(model, seed));
            known.add(new Judged(history, BruteForce.isLinearizable(model, history)));
        }
        return known.get(seed);
    }
}
