package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryBuilder;
import org.junit.jupiter.api.Test;

/** The heal is at 2 s, the bound 5 s. */
class LivenessCheckerTest {

    @Test
    void acceptsServiceWithinTheBound() {
        CheckResult result =
                check(asking(faulty(), 20).write("k", 1).asked(6_990).ok(7_000).phase(20_000, "stop"));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations().get(0).summary())
                .isEqualTo(
                        "the first write asked for after the last heal at 2.000 s was acknowledged 5000.0 ms after it");
        assertThat(result.measures()).containsEntry("healToFirstOkNanos", 5_000_000_000L);
    }

    @Test
    void refusesServiceAfterTheBound() {
        CheckResult result =
                check(asking(faulty(), 20).write("k", 1).asked(6_990).ok(7_001).phase(20_000, "stop"));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.violations().get(0).summary())
                .isEqualTo(
                        "no client's write was acknowledged within 5.000 s of the last heal at 2.000 s: clients asked"
                                + " 21 times, from 3.000 s to 6.990 s; the first one was at 7.001 s");
        assertThat(result.violations().get(0).events()).containsExactly(3L, 4L, 44L);
    }

    @Test
    void refusesSilenceUntilTheEnd() {
        CheckResult result = check(asking(faulty(), 20).phase(20_000, "stop"));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.violations().get(0).summary()).endsWith("none was until the end of the history");
    }

    @Test
    void doesNotCountAWriteThatWasAskedForBeforeTheHeal() {
        CheckResult result =
                check(asking(faulty(), 20).write("k", 1).asked(1_900).ok(2_100).phase(20_000, "stop"));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void doesNotCountReads() {
        CheckResult result =
                check(asking(faulty(), 20).read("k").asked(2_100).ok(2_200, 1L).phase(20_000, "stop"));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void isUnknownWhenTheHistoryEndsTooEarly() {
        CheckResult result = check(asking(faulty(), 20).phase(7_000, "stop"));

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason()).endsWith("but the history ends too early to tell, at 7.000 s");
    }

    @Test
    void isUnknownWhenClientsHardlyAsked() {
        CheckResult result = check(asking(faulty(), 19).phase(20_000, "stop"));

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason()).endsWith("clients asked 19 times only, expected 20 at least");
    }

    @Test
    void isUnknownWhenSomethingWasNotProvenToBeHealed() {
        HistoryBuilder history = asking(faulty(), 20)
                .stage(500, 1, Stage.REQUESTED, Harm.CUT, "master-2")
                .stage(600, 1, Stage.EFFECTIVE, Harm.CUT, "master-2")
                .stage(1_900, 1, Stage.HEAL_UNPROVEN, Harm.CUT, "master-2")
                .phase(20_000, "stop");

        assertThat(check(history).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(check(history).reason()).endsWith("not every fault was proven to be healed");
    }

    @Test
    void refusesSilenceAlthoughAnotherFaultNeverBegan() {
        HistoryBuilder history = asking(faulty(), 20).stage(1_900, 1, Stage.UNPROVEN, Harm.CUT);

        assertThat(check(history.phase(20_000, "stop")).verdict()).isEqualTo(Verdict.INVALID);
    }

    /** It was seen by nobody, but service came as soon as it was lifted. */
    @Test
    void countsFromTheHealOfAFaultThatWasNotProvenWhereThatIsTheLast() {
        HistoryBuilder history = asking(faulty(), 20)
                .stage(1_500, 1, Stage.REQUESTED, Harm.CUT, "master-2")
                .stage(1_600, 1, Stage.UNPROVEN, Harm.CUT, "master-2")
                .stage(7_990, 1, Stage.HEAL_REQUESTED, Harm.CUT, "master-2")
                .stage(8_000, 1, Stage.HEALED, Harm.CUT, "master-2");

        assertThat(check(history.write("k", 1).asked(8_100).ok(8_200).phase(20_000, "stop"))
                        .verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void isUnknownWithoutAProvenFault() {
        HistoryBuilder history = asking(faulty(), 20)
                .stage(1_500, 0, Stage.UNPROVEN, Harm.FROZEN, "master-1")
                .phase(20_000, "stop");

        assertThat(check(history).reason()).startsWith("no fault was proven");
    }

    private static HistoryBuilder faulty() {
        return new HistoryBuilder().fault(0, Harm.FROZEN, "master-1", 1_000, 2_000);
    }

    /** So many writes from 3 s on, none of them answered in time. */
    private static HistoryBuilder asking(HistoryBuilder history, int count) {
        for (int i = 0; i < count; i++) {
            history.write("k", 100 + i).asked(3_000 + i).unknown(3_500 + i);
        }
        return history;
    }

    private static CheckResult check(HistoryBuilder history) {
        return new LivenessChecker(Promise.DEFAULT).check(history.build());
    }
}
