package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.LinearOutcome.Answer;
import io.interregnum.history.RunClock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each model says to the histories that were thought out for it. */
class GoldenTest {
    private static final Limits LIMITS = Limits.on(RunClock.on(() -> 0));

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void areJudgedAsTheySay(Model<?> model) {
        List<Golden> golden = Golden.of(model.name());

        for (Golden one : golden) {
            List<LinearOperation> operations = one.operations();
            LinearOutcome outcome = Linearizability.check(one.model(), operations, LIMITS);

            assertThat(outcome.answer())
                    .as("%s: %s", one, outcome)
                    .isEqualTo(one.isValid() ? Answer.LINEARIZABLE : Answer.NOT_LINEARIZABLE);
            outcome.witness().ifPresent(witness -> {
                assertThat(witness.stuck().id())
                        .as("%s: stuck", one)
                        .isEqualTo(one.stuck().orElseThrow());
                assertThat(witness.refusal()).as("%s: refusal", one).isNotEmpty();
            });
        }
        assertThat(golden).filteredOn(Golden::isValid).hasSizeGreaterThanOrEqualTo(3);
        assertThat(golden).filteredOn(one -> !one.isValid()).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.check.linear.Models#ALL")
    void areWhatBruteForceSays(Model<?> model) {
        for (Golden one : Golden.of(model.name())) {
            if (one.model() != model) {
                continue; // brute force knows one beginning only
            }
            List<LinearOperation> operations = one.operations();

            assertThat(BruteForce.isLinearizable(model, operations))
                    .as("%s", one)
                    .isEqualTo(one.isValid());
            assertThat(Agreement.firstStuck(model, operations).map(LinearOperation::id))
                    .as("%s: stuck", one)
                    .isEqualTo(one.stuck().stream().boxed().findFirst());
            assertThat(one.isValid()).isEqualTo(one.stuck().isEmpty());
        }
    }
}
