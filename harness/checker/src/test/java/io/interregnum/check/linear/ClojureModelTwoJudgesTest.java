package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.RandomHistories.Shape;
import io.interregnum.clojure.ClojureModel;
import io.interregnum.clojure.ClojureModels;
import io.interregnum.history.RunClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A register written in Clojure and the one in Java must agree on random histories. */
class ClojureModelTwoJudgesTest {
    private static final int HISTORIES = 1_000;
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));

    @Test
    void agree() {
        ClojureModel written = ClojureModels.fromNamespace("interregnum.samples.register");
        int linearizable = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            Shape shape = new Shape(12 + (int) (seed % 20), 2 + (int) (seed % 3), (int) (seed % 4), 15, 10);
            List<LinearOperation> history = RandomHistories.history(shape, seed);

            LinearOutcome expected = Linearizability.check(Models.CAS_REGISTER, history, LIMITS);
            LinearOutcome given = Linearizability.check(written, history, LIMITS);

            assertThat(given.answer()).as("seed %s: %s", seed, history).isEqualTo(expected.answer());
            assertThat(given.witness().map(Witness::stuck))
                    .as("seed %s", seed)
                    .isEqualTo(expected.witness().map(Witness::stuck));
            linearizable += given.answer() == LinearOutcome.Answer.LINEARIZABLE ? 1 : 0;
        }
        assertThat(linearizable).isBetween(HISTORIES / 6, HISTORIES * 5 / 6);
    }
}
