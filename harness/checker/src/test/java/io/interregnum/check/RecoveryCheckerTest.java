package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The registry is seen to be taken over for epoch 5 at 3.000 s, and held epoch 4 at 2.990 s. */
class RecoveryCheckerTest {

    private static HistoryBuilder takenOver() {
        return new HistoryBuilder().registry(100, 4, 0).registry(3_000, 5, 2_990);
    }

    private static CheckResult check(HistoryBuilder history) {
        return new RecoveryChecker(Promise.DEFAULT).check(history.build());
    }

    @Test
    void refusesAnAnswerUnderAnEpochThatTheRegistryDoesNotHoldYet() {
        CheckResult result = check(
                takenOver().cas("k", 1, 2).on("master-2").epoch(5).asked(2_000).mismatch(2_010, 7));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.summary())
                .startsWith(
                        "master-2 (epoch 5) served before it had recovered: it carried out compare-and-set 1 to 2 on"
                                + " key k that found 7")
                .endsWith("but the registry /ref/registry held an earlier epoch until 2.990 s at least");
        assertThat(violation.nodes()).containsExactly("master-2");
        assertThat(violation.epochs()).containsExactly(5L);
        assertThat(violation.events()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void acceptsOneThatCameAfterOrShortlyBefore() {
        HistoryBuilder history = takenOver();
        history.write("k", 1).on("master-2").epoch(5).asked(2_400).ok(2_500);
        history.write("k", 2).on("master-2").epoch(5).asked(3_100).ok(3_110);
        history.write("k", 3).on("master-1").epoch(4).asked(1_000).ok(1_010);

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations()).isEmpty();
        assertThat(result.measures()).containsEntry("services", 3L);
    }

    @Test
    void refusesALeaderThatCallsItselfRecoveredBefore() {
        CheckResult result = check(takenOver().view(2_000, "master-2", 5, List.of()));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .startsWith("master-2 (epoch 5) served before it had recovered: it said that it had recovered (answered"
                        + " at 2.000 s)");
    }

    @Test
    void acceptsALeaderThatSaysThatItHasNotRecovered() {
        HistoryBuilder history = takenOver()
                .view(
                        2_000,
                        "master-2",
                        Map.of("recovered", false, "epoch", 5L, "agents", List.of(), "tasks", List.of()));

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void saysNothingWhileAFaultIsOnZooKeeper() {
        HistoryBuilder history = takenOver().fault(0, Harm.CUT, "zk-1", 1_000, 2_500);
        history.write("k", 1).on("master-2").epoch(5).asked(2_000).ok(2_010);

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void doesNotExcuseItByAFaultOnAMaster() {
        HistoryBuilder history = takenOver().fault(0, Harm.DEAD, "master-1", 1_000, 2_500);
        history.write("k", 1).on("master-2").epoch(5).asked(2_000).ok(2_010);

        assertThat(check(history).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void tellsWhatWasNotAssessed() {
        HistoryBuilder unseen =
                takenOver().write("k", 1).on("master-3").epoch(6).asked(4_000).ok(4_010);
        HistoryBuilder blind = new HistoryBuilder()
                .write("k", 1)
                .on("master-3")
                .epoch(6)
                .asked(4_000)
                .ok(4_010);

        assertThat(check(unseen).observations())
                .extracting(Finding::summary)
                .containsExactly(
                        "recovery was not assessed for 1 answers under epoch 6: the registry was never seen to hold it");
        assertThat(check(blind).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(blind).observations())
                .extracting(Finding::summary)
                .containsExactly("recovery was not assessed: no epoch was seen in the registry");
    }
}
