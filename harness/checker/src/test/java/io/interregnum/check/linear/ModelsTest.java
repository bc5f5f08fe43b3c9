package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.history.RunClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsTest {
    @Test
    void areFoundByName() {
        assertThat(Models.named("cas-register")).isSameAs(Models.CAS_REGISTER);
        assertThatThrownBy(() -> Models.named("regster"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no model is called \"regster\"; there are register, cas-register");
    }

    @Test
    void aRegisterBeginsWhereItIsTold() {
        List<LinearOperation> readsZero = List.of(new LinearOperation(0, "read", 0L, 0, 1));
        List<LinearOperation> writesZeroAgain =
                List.of(new LinearOperation(0, "write", 0L, 0, 1), new LinearOperation(1, "read", 1L, 2, 3));

        assertThat(judge(Models.REGISTER.withInitial(0L), readsZero)).isEqualTo(LinearOutcome.Answer.LINEARIZABLE);
        assertThat(judge(Models.REGISTER, readsZero)).isEqualTo(LinearOutcome.Answer.NOT_LINEARIZABLE);
        assertThat(judge(Models.REGISTER.withInitial(0L), writesZeroAgain))
                .isEqualTo(LinearOutcome.Answer.NOT_LINEARIZABLE);
    }

    private static LinearOutcome.Answer judge(Model<?> model, List<LinearOperation> operations) {
        return Linearizability.check(model, operations, Limits.on(RunClock.on(() -> 0)))
                .answer();
    }
}
