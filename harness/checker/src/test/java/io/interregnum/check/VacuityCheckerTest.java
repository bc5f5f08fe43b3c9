package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VacuityCheckerTest {
    private static final int ENOUGH = 50;
    private static final int ENOUGH_DURING = 20;

    @Test
    void acceptsARunWithJustEnoughOfEverything() {
        CheckResult result = check(run(ENOUGH, ENOUGH_DURING, ENOUGH));

        assertThat(result.reason()).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.measures())
                .containsEntry("okBefore", 50L)
                .containsEntry("okJustBefore", 50L)
                .containsEntry("invokedDuring client-1", 20L)
                .containsEntry("invokedDuring client-2", 20L)
                .containsEntry("okUnderLaterEpoch", 50L)
                .containsEntry("okReadsAfter", 13L)
                .containsEntry("leadershipMoved", true);
    }

    @Test
    void refusesTooFewBefore() {
        assertUnknown(run(ENOUGH - 1, ENOUGH_DURING, ENOUGH), "before the first fault: 49, expected 50 at least");
    }

    @Test
    void refusesTooFewDuringFromEitherClient() {
        HistoryBuilder history = run(ENOUGH, ENOUGH_DURING - 1, ENOUGH);
        history.write("k", 9_999).from("client-2").asked(2_500).refused(2_501);

        assertUnknown(history, "sent by client-1 while faults were in effect: 19, expected 20 at least");
    }

    @Test
    void countsOnlyWhatWasSentWhileAFaultWasInEffectNotBetweenTwo() {
        assertUnknown(twoFaults(2_450), "sent by client-1 while faults were in effect: 10, expected 20 at least");
        assertThat(check(twoFaults(2_650)).verdict()).isEqualTo(Verdict.VALID);
    }

    /** Two faults of 0.4 s with 0.2 s between them, half of the work within the first and half from a given time on. */
    private static HistoryBuilder twoFaults(long secondHalfFromMs) {
        HistoryBuilder history = new HistoryBuilder();
        served(history, "master-1", 4, 0, ENOUGH);
        for (int i = 0; i < ENOUGH_DURING / 2; i++) {
            for (long ms : List.of(2_100L + i, secondHalfFromMs + i)) {
                history.read("k").from("client-1").asked(ms).refused(ms + 1);
                history.read("k").from("client-2").asked(2_100 + i).refused(2_101 + i);
            }
        }
        served(history, "master-2", 5, 4_000, ENOUGH);
        return elections(history)
                .fault(0, Harm.FROZEN, "master-1", 2_000, 2_400)
                .fault(1, Harm.FROZEN, "master-1", 2_600, 3_000)
                .phase(9_000, "stop");
    }

    @Test
    void refusesTooFewUnderALaterEpoch() {
        assertUnknown(run(ENOUGH, ENOUGH_DURING, ENOUGH - 1), "later epoch than before the first fault: 49");
    }

    @Test
    void refusesALeadershipThatDidNotMove() {
        HistoryBuilder history = new HistoryBuilder();
        served(history, "master-1", 4, 0, ENOUGH);
        during(history, ENOUGH_DURING);
        served(history, "master-1", 5, 4_000, ENOUGH);
        elections(history);
        history.fault(0, Harm.FROZEN, "master-1", 2_000, 3_000).phase(9_000, "stop");

        assertUnknown(history, "leadership was to move and did not: nobody but master-1 served under a later epoch");
    }

    @Test
    void asksForWorkAfterTheHealWhereNoFailoverIsPlanned() {
        HistoryBuilder sameLeader = new HistoryBuilder();
        served(sameLeader, "master-1", 4, 0, ENOUGH);
        during(sameLeader, ENOUGH_DURING);
        served(sameLeader, "master-1", 4, 4_000, ENOUGH);
        sameLeader.fault(0, Harm.DEAD, "zk-1", 2_000, 3_000).phase(9_000, "stop");

        CheckResult result = new VacuityChecker(Promise.withoutFailover()).check(sameLeader.build());

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.measures()).containsEntry("okAfterHeal", 50L);
        assertThat(check(sameLeader).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void refusesARunThatWasCutShort() {
        HistoryBuilder history = new HistoryBuilder();
        served(history, "master-1", 4, 0, ENOUGH);
        during(history, ENOUGH_DURING);
        served(history, "master-2", 5, 4_000, ENOUGH);
        elections(history);
        history.fault(0, Harm.FROZEN, "master-1", 2_000, 3_000).phase(8_000, "settle");

        assertUnknown(history, "the run was cut short: its history has no phase \"stop\"");
    }

    @Test
    void refusesAnUnprovenFaultAndSaysWhich() {
        HistoryBuilder history =
                run(ENOUGH, ENOUGH_DURING, ENOUGH).stage(2_900, 0, Stage.UNPROVEN, Harm.FROZEN, "master-1");

        assertUnknown(history, "step 0 (frozen on master-1) was not proven");
    }

    @Test
    void refusesAStageThatIsMissing() {
        HistoryBuilder history = run(ENOUGH, ENOUGH_DURING, ENOUGH)
                .stage(3_500, 1, Stage.REQUESTED, Harm.CUT, "master-2")
                .stage(3_600, 1, Stage.EFFECTIVE, Harm.CUT, "master-2");

        assertUnknown(history, "step 1 (cut on master-2) was not proven to be healed: stage \"healed\" is missing");
    }

    @Test
    void refusesAFaultThatNeverBeganForThatReasonOnly() {
        HistoryBuilder history = run(ENOUGH, ENOUGH_DURING, ENOUGH).stage(3_500, 1, Stage.UNPROVEN, Harm.CUT);

        assertUnknown(history, "step 1 (cut) was not proven: stage \"effective\" is missing");
        assertThat(check(history).reason()).doesNotContain("healed");
    }

    @Test
    void refusesAHealThatLeftSomethingCut() {
        HistoryBuilder history =
                run(ENOUGH, ENOUGH_DURING, ENOUGH).stage(3_500, 0, Stage.HEAL_UNPROVEN, Harm.FROZEN, "master-1");

        assertUnknown(history, "step 0 (frozen on master-1) was not proven to be healed");
    }

    @Test
    void refusesARunWithoutAFault() {
        HistoryBuilder history = new HistoryBuilder().phase(9_000, "stop");
        served(history, "master-1", 4, 0, 200);

        assertThat(check(history).reason()).startsWith("no fault was requested; operations sent by client-1");
    }

    @Test
    void refusesASystemThatHadStoppedServingBeforeTheFault() {
        HistoryBuilder stopped = stoppedServing(VacuityChecker.OK_JUST_BEFORE_MIN - 1);
        HistoryBuilder serving = stoppedServing(VacuityChecker.OK_JUST_BEFORE_MIN);

        assertUnknown(
                stopped, "operations that succeeded in the last 2 s before the first fault: 9, expected 10 at least");
        assertThat(check(serving).reason()).isEmpty();
    }

    @Test
    void takesTheTwoSecondsBeforeTheFaultAsAClosedInterval() {
        HistoryBuilder atItsBeginning = stoppedServing(9).read("k").asked(2_900).ok(3_000, 1L);
        HistoryBuilder earlier = stoppedServing(9).read("k").asked(2_900).ok(2_999, 1L);

        assertThat(check(atItsBeginning).measures()).containsEntry("okJustBefore", 10L);
        assertThat(check(earlier).measures()).containsEntry("okJustBefore", 9L);
    }

    @Test
    void countsOnlyReadsUnderTheLaterEpoch() {
        HistoryBuilder history = run(ENOUGH, ENOUGH_DURING, ENOUGH);
        for (int i = 0; i < 31; i++) {
            history.read("k").on("master-1").epoch(4).asked(1_000).ok(1_001, 1L);
        }
        writes(history, 15);
        assertThat(check(history).reason()).isEmpty();
        writes(history, 1);

        assertUnknown(
                history,
                "reads among the operations that succeeded under a later epoch than before the first fault: 13 of 66,"
                        + " expected one in 5 at least");
    }

    @Test
    void countsOnlyReadsAfterTheHealWhereNoFailoverIsPlanned() {
        HistoryBuilder history = run(ENOUGH, ENOUGH_DURING, ENOUGH);
        writes(history, 15);
        CheckResult enough = new VacuityChecker(Promise.withoutFailover()).check(history.build());
        writes(history, 1);
        CheckResult tooFew = new VacuityChecker(Promise.withoutFailover()).check(history.build());

        assertThat(enough.verdict()).isEqualTo(Verdict.VALID);
        assertThat(tooFew.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(tooFew.reason()).contains("succeeded after the last heal: 13 of 66, expected one in 5 at least");
    }

    @Test
    void refusesAFailoverWithoutAMeasuredTime() {
        HistoryBuilder onlyReads = servedAfter(false);
        HistoryBuilder withAWrite = servedAfter(false)
                .write("k", 9_999)
                .on("master-2")
                .epoch(5)
                .asked(6_000)
                .ok(6_001);

        assertUnknown(onlyReads, "a failover was planned and none can be timed");
        assertThat(check(withAWrite).reason()).isEmpty();
    }

    @Test
    void refusesAFailoverThatBeganBeforeTheFault() {
        HistoryBuilder before = servedAfter(true).yes("master-2", 5, "b", 1_990, 1_999);
        HistoryBuilder after = servedAfter(true).yes("master-2", 5, "b", 1_991, 2_001);

        assertUnknown(before, "a failover was planned and none can be timed");
        assertThat(check(after).reason()).isEmpty();
    }

    @Test
    void refusesASlowRateThatWasPlanned() {
        Expectations slow = new Expectations(
                List.of("master-1"),
                List.of("client-1", "client-2"),
                true,
                99,
                Duration.ofMillis(20),
                Optional.empty(),
                Duration.ofSeconds(5),
                true);

        CheckResult result = new VacuityChecker(slow)
                .check(run(ENOUGH, ENOUGH_DURING, ENOUGH).build());

        assertThat(result.reason()).isEqualTo("planned operations per second: 99.0, expected 100.0 at least");
    }

    @Test
    void tellsEveryReason() {
        CheckResult result = check(new HistoryBuilder());

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason().split("; ")).hasSize(8);
    }

    /** A fault in 2 s to 3 s with so many operations before it, from each client during it, and after it. */
    private static HistoryBuilder run(int before, int during, int after) {
        HistoryBuilder history = new HistoryBuilder();
        served(history, "master-1", 4, 0, before);
        during(history, during);
        served(history, "master-2", 5, 4_000, after);
        return elections(history)
                .fault(0, Harm.FROZEN, "master-1", 2_000, 3_000)
                .phase(9_000, "stop");
    }

    /** The registry's epoch becomes 4 before the fault and 5 after it. */
    private static HistoryBuilder elections(HistoryBuilder history) {
        return history.registry(0, 4, 0).registry(3_500, 5, 3_475);
    }

    /** Every fourth one is a read. */
    private static void served(HistoryBuilder history, String node, long epoch, long fromMs, int count) {
        for (int i = 0; i < count; i++) {
            long ms = fromMs + 10L * i;
            if (i % 4 == 0) {
                history.read("k").on(node).epoch(epoch).asked(ms).ok(ms + 1, 1L);
            } else {
                history.write("k", fromMs + i).on(node).epoch(epoch).asked(ms).ok(ms + 1);
            }
        }
    }

    private static void writes(HistoryBuilder history, int count) {
        for (int i = 0; i < count; i++) {
            history.write("k", 20_000 + i).on("master-2").epoch(5).asked(6_000).ok(6_001);
        }
    }

    /** Nothing succeeds in the last seconds before a fault at 5 s but so many reads. */
    private static HistoryBuilder stoppedServing(int justBefore) {
        HistoryBuilder history = new HistoryBuilder();
        served(history, "master-1", 4, 0, ENOUGH);
        for (int i = 0; i < justBefore; i++) {
            history.read("k").on("master-1").epoch(4).asked(4_000).ok(4_001, 1L);
        }
        for (int i = 0; i < ENOUGH_DURING; i++) {
            history.read("k").from("client-1").asked(5_100).refused(5_101);
            history.read("k").from("client-2").asked(5_100).refused(5_101);
        }
        served(history, "master-2", 5, 7_000, ENOUGH);
        return history.registry(0, 4, 0)
                .registry(6_500, 5, 6_475)
                .fault(0, Harm.FROZEN, "master-1", 5_000, 6_000)
                .phase(9_000, "stop");
    }

    /** Reads only under the later epoch, or writes as well. */
    private static HistoryBuilder servedAfter(boolean writesToo) {
        HistoryBuilder history = new HistoryBuilder();
        served(history, "master-1", 4, 0, ENOUGH);
        during(history, ENOUGH_DURING);
        if (writesToo) {
            served(history, "master-2", 5, 4_000, ENOUGH);
        } else {
            for (int i = 0; i < ENOUGH; i++) {
                history.read("k").on("master-2").epoch(5).asked(4_000 + i).ok(4_001 + i, 1L);
            }
        }
        return elections(history)
                .fault(0, Harm.FROZEN, "master-1", 2_000, 3_000)
                .phase(9_000, "stop");
    }

    private static void during(HistoryBuilder history, int count) {
        for (int i = 0; i < count; i++) {
            history.read("k").from("client-1").asked(2_100 + i).unknown(2_600 + i);
            history.read("k").from("client-2").asked(2_100 + i).refused(2_101 + i);
        }
    }

    private static void assertUnknown(HistoryBuilder history, String words) {
        assertThat(check(history).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(check(history).reason()).contains(words).doesNotContain("; ");
    }

    private static CheckResult check(HistoryBuilder history) {
        return new VacuityChecker(Promise.DEFAULT).check(history.build());
    }
}
