package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.RandomHistories.Shape;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about long histories, of which most does not matter. */
class ExplanationTest {
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));

    /** 1,000 operations on five values, then a write of 3, read once, and a read of 4 that comes too late. */
    private static List<LinearOperation> staleAtTheEnd() {
        List<LinearOperation> history = new ArrayList<>(RandomHistories.history(new Shape(1_000, 4, 3, 0, 0), 7));
        history.add(new LinearOperation(2_001, "write", 4L, 20_000, 20_001));
        history.add(new LinearOperation(2_002, "write", 3L, 20_002, 20_003));
        history.add(new LinearOperation(2_003, "read", 3L, 20_004, 20_008));
        history.add(new LinearOperation(2_004, "read", 4L, 20_005, 20_006));
        return history;
    }

    @Test
    void beginsWhereTheStuckOperationWasLastRight() {
        Witness witness = Linearizability.check(Models.CAS_REGISTER, staleAtTheEnd(), LIMITS)
                .witness()
                .orElseThrow();

        assertThat(witness.stuck().id()).isEqualTo(2_004);
        assertThat(witness.from()).containsExactly("4");
        assertThat(witness.core()).extracting(LinearOperation::id).containsExactly(2_002L, 2_004L);
        assertThat(witness.refusal()).isEqualTo("the register holds 3, so a read cannot return 4");
        assertThat(witness.order()).extracting(LinearOperation::id).containsExactly(2_002L);
        assertThat(witness.before()).map(LinearOperation::id).contains(2_002L);
        assertThat(witness.reached()).singleElement().satisfies(reached -> {
            assertThat(reached.state()).isEqualTo("3");
            assertThat(reached.ahead()).isEmpty(); // 2,003 was not answered yet: it demands nothing
            assertThat(reached.open()).extracting(LinearOperation::id).containsExactly(2_004L);
        });
    }

    @Test
    void whatItShowsHasNoOrderFromAnyOfTheStatesThatItNames() {
        for (long seed = 0; seed < 60; seed++) {
            List<LinearOperation> history = RandomHistories.history(new Shape(300, 4, 4, 2, 1), seed);
            Linearizability.check(Models.CAS_REGISTER, history, LIMITS)
                    .witness()
                    .ifPresent(witness -> {
                        assertThat(witness.core()).contains(witness.stuck()).hasSizeLessThanOrEqualTo(12);
                        assertThat(witness.reached()).isNotEmpty();
                        for (String from : witness.from()) {
                            Object state = from.equals("no value") ? null : Long.valueOf(from);
                            assertThat(BruteForce.isLinearizable(
                                            Models.CAS_REGISTER.withInitial(state), witness.core()))
                                    .as("from %s: %s", from, witness.core())
                                    .isFalse();
                        }
                    });
        }
    }

    /** Of unique values, so that the read alone is enough to see that it is wrong; but not to see what was there. */
    @Test
    void saysWhatWasThereInsteadOfAValueThatNobodyWrote() {
        List<LinearOperation> history = List.of(
                new LinearOperation(0, "write", 0L, 0, 1),
                new LinearOperation(2, "read", 3L, 2, 4),
                new LinearOperation(3, "write", 4L, 3, 5),
                new LinearOperation(6, "read", 4L, 6, 7));

        Witness witness = Linearizability.check(Models.CAS_REGISTER, history, Limits.on(RunClock.on(() -> 0)))
                .witness()
                .orElseThrow();

        assertThat(witness.stuck().id()).isEqualTo(2);
        assertThat(witness.before()).map(LinearOperation::id).contains(0L);
        assertThat(witness.core()).extracting(LinearOperation::id).containsExactly(2L);
        assertThat(witness.reached())
                .extracting(Witness.Reached::refusal)
                .containsExactly("the register holds 0, so a read cannot return 3");
        assertThat(witness.refusal()).isEqualTo("the register holds 0, so a read cannot return 3");
    }
}
