package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Agents come back within 5 s, pings are missed for 2 s, a new leader waits 10 s. */
class TasksCheckerTest {
    private static final List<String> BOTH = List.of("agent-1=registered", "agent-2=registered");

    private static CheckResult check(HistoryBuilder history) {
        return new TasksChecker(Promise.withAgents("agent-1", "agent-2")).check(history.build());
    }

    private static List<String> summaries(CheckResult result) {
        return result.violations().stream().map(Finding::summary).toList();
    }

    /** Master-1 leads in epoch 4 from the beginning, master-2 in epoch 7 from 5 s on. */
    private static HistoryBuilder reigns() {
        return new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, 4_000)
                .yesFrom("master-2", 7, "b", 5_000, 20_000)
                .registry(50, 4, 0)
                .registry(5_050, 7, 5_000)
                .phase(20_100, "stop");
    }

    /** Agent-1 has w1 from 1 s on and is registered again with it at 5.3 s. */
    private static HistoryBuilder kept() {
        return reigns().started("agent-1", 100)
                .registered("agent-1", 200, "master-1", 4)
                .launched("agent-1", 1_000, "w1", "master-1", 4)
                .registered("agent-1", 5_300, "master-2", 7, "w1");
    }

    private static HistoryBuilder with(HistoryBuilder history, String... tasks) {
        return history.view(6_000, "master-2", 7, BOTH, tasks);
    }

    @Test
    void acceptsATaskThatItsLeaderKnows() {
        CheckResult result =
                check(with(kept(), "w1@agent-1").told("framework-1", 1_100, "w1", "RUNNING", "agent-1", "master-1", 4));

        assertThat(summaries(result)).isEmpty();
        assertThat(result.observations()).isEmpty();
        assertThat(result.measures()).containsEntry("tasks", 1L);
    }

    @Test
    void refusesATaskThatItsLeaderDoesNotKnow() {
        CheckResult result = check(with(kept()));

        assertThat(summaries(result))
                .containsExactly(
                        "task w1 of w1, launched on agent-1 by master-1 (epoch 4) at 1.000 s, was alive and unknown"
                                + " to its leader: master-2 (epoch 7) showed agent-1 as registered at 6.000 s and not the task, of"
                                + " which the agent had told it when it was registered");
        Finding violation = result.violations().get(0);
        assertThat(violation.nodes()).containsExactly("master-2", "agent-1");
        assertThat(violation.epochs()).containsExactly(7L, 4L);
        assertThat(violation.events()).hasSize(4);
    }

    @Test
    void refusesItByTheOrderOfTheLedgerAlone() {
        HistoryBuilder history = reigns().registered("agent-1", -1, "master-1", 4)
                .launched("agent-1", -1, "w1", "master-1", 4)
                .registered("agent-1", -1, "master-2", 7);

        assertThat(summaries(check(with(history))))
                .hasSize(1)
                .first()
                .asString()
                .contains("had not told it");
    }

    @Test
    void acceptsThatATaskIsUnknownWhichEndedOrWhoseAgentIsNotBackOrBeganLater() {
        HistoryBuilder ended = with(kept().ended("agent-1", 5_900, "w1", "FINISHED"));
        HistoryBuilder notBack = kept().view(6_000, "master-2", 7, List.of("agent-1=recovered"));
        HistoryBuilder later = with(kept().launched("agent-1", 5_990, "w2", "master-2", 7), "w1@agent-1");

        for (HistoryBuilder history : List.of(ended, notBack, later)) {
            assertThat(summaries(check(history))).isEmpty();
        }
    }

    @Test
    void refusesThatATaskOfThisEpochIsForgotten() {
        HistoryBuilder history = with(kept().launched("agent-1", 5_500, "w2", "master-2", 7), "w1@agent-1");

        assertThat(summaries(check(history))).hasSize(1).first().asString().startsWith("task w2 of w2");
    }

    @Test
    void refusesACommandOfADeposedMaster() {
        CheckResult launch = check(kept().launched("agent-1", 5_600, "w2", "master-1", 4));
        CheckResult kill = check(kept().killed("agent-1", 5_600, "w1", "master-1", 4));

        assertThat(summaries(launch))
                .containsExactly(
                        "agent-1 launched w2 for master-1 (epoch 4) at 5.600 s, having accepted master-2 (epoch 7)"
                                + " at 5.300 s");
        assertThat(summaries(kill))
                .containsExactly(
                        "agent-1 ended w1 for master-1 (epoch 4) at 5.600 s, having accepted master-2 (epoch 7)"
                                + " at 5.300 s");
        assertThat(kill.violations().get(0).grade()).contains(Grade.EFFECT_OVERLAP);
        assertThat(kill.violations().get(0).nodes()).containsExactly("agent-1", "master-1", "master-2");
        assertThat(kill.violations().get(0).epochs()).containsExactly(4L, 7L);
    }

    @Test
    void acceptsCommandsOfTheNewestMasterRefusedOnesAndOnesBefore() {
        HistoryBuilder history = kept().launched("agent-1", 5_600, "w2", "master-2", 7)
                .ledger(
                        "agent-1",
                        "command-refused",
                        5_700,
                        "what",
                        "run",
                        "task",
                        "w3",
                        "master",
                        "master-1",
                        "epoch",
                        4L,
                        "newest",
                        7L)
                .killed("agent-1", 5_800, "w1", "master-2", 7);

        assertThat(summaries(check(history))).isEmpty();
    }

    @Test
    void onlyObservesAStaleCommandOverARestart() {
        CheckResult result = check(kept().started("agent-1", 5_500).launched("agent-1", 5_600, "w2", "master-1", 4));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .anyMatch(words -> words.endsWith("at 5.300 s, before it was started again"));
    }

    @Test
    void refusesThatALivingTaskIsToldToBeLost() {
        CheckResult result = check(kept().told("framework-1", 6_000, "w1", "LOST", "agent-1", "master-2", 7));

        assertThat(summaries(result))
                .containsExactly(
                        "framework-1 was told that task w1 is LOST by master-2 (epoch 7) at 6.000 s, though it was"
                                + " alive on agent-1 and did not end, and no fault had touched agent-1, master-2 or ZooKeeper");
        assertThat(result.violations().get(0).nodes()).containsExactly("framework-1", "agent-1", "master-2");
        assertThat(result.violations().get(0).epochs()).containsExactly(4L, 7L);
    }

    @Test
    void refusesThatALivingTaskIsGivenUp() {
        CheckResult result =
                check(kept().givenUp("framework-1", 6_000, "w1").ended("agent-1", 9_000, "w1", "FINISHED"));

        assertThat(summaries(result))
                .containsExactly("framework-1 gave up task w1 at 6.000 s, though it was alive on agent-1 and ended at"
                        + " 9.000 s, and no fault had touched agent-1 or ZooKeeper");
    }

    @Test
    void acceptsThatATaskIsToldToBeLostWhichHadEndedOrWhoseAgentWasTouched() {
        HistoryBuilder ended = kept().ended("agent-1", 5_950, "w1", "FAILED")
                .told("framework-1", 6_000, "w1", "LOST", "agent-1", "master-2", 7);
        HistoryBuilder touched = kept().fault(0, Harm.CUT, "agent-1", 1_500, 5_200)
                .told("framework-1", 6_000, "w1", "LOST", "agent-1", "master-2", 7);
        HistoryBuilder restarted = kept().started("agent-1", 7_000)
                .ended("agent-1", 7_001, "w1", "FAILED")
                .told("framework-1", 6_000, "w1", "LOST", "agent-1", "master-2", 7);
        HistoryBuilder stopped = kept().told("framework-1", 20_200, "w1", "LOST", "agent-1", "master-2", 7);

        for (HistoryBuilder history : List.of(ended, touched, restarted, stopped)) {
            assertThat(summaries(check(history))).isEmpty();
        }
        assertThat(check(touched).measures()).containsEntry("toldLostExcused", 1L);
    }

    @Test
    void refusesThatANewLeaderTellsItBeforeTheAgentCouldComeBackEvenIfItIsCut() {
        HistoryBuilder history = reigns().registered("agent-1", 200, "master-1", 4)
                .launched("agent-1", 1_000, "w1", "master-1", 4)
                .view(3_900, "master-1", 4, BOTH, "w1@agent-1")
                .fault(0, Harm.CUT, "agent-1", 4_500, 9_000)
                .told("framework-1", 6_000, "w1", "LOST", "agent-1", "master-2", 7);

        assertThat(summaries(check(history)))
                .hasSize(1)
                .first()
                .asString()
                .endsWith(
                        "though it had been registered at 3.900 s, the registry was taken over after 5.000 s, and a new"
                                + " leader waits 10.000 s for agents to come back");
    }

    @Test
    void refusesThatWorkRunsTwiceOnOneAgent() {
        CheckResult result = check(kept().launched("agent-1", 6_000, "w1.2", "master-2", 7));

        assertThat(summaries(result))
                .containsExactly(
                        "work w1 ran twice at once: w1 of w1, launched on agent-1 by master-1 (epoch 4) at 1.000 s,"
                                + " was alive when w1.2 of w1, launched on agent-1 by master-2 (epoch 7) at 6.000 s, was");
        assertThat(result.violations().get(0).nodes()).containsExactly("agent-1", "agent-1", "master-1", "master-2");
        assertThat(result.violations().get(0).epochs()).containsExactly(4L, 7L);
    }

    @Test
    void refusesThatWorkRunsTwiceOnTwoAgents() {
        HistoryBuilder history = kept().launched("agent-2", 6_000, "w1.2", "master-2", 7);

        assertThat(summaries(check(history))).hasSize(1).first().asString().startsWith("work w1 ran twice at once");
    }

    @Test
    void acceptsThatWorkRunsAgainAfterTheFirstEndedOrNobodyKnowsWhen() {
        HistoryBuilder ended =
                kept().ended("agent-1", 5_900, "w1", "FAILED").launched("agent-2", 5_950, "w1.2", "master-2", 7);
        HistoryBuilder unknown = kept().launched("agent-2", -1, "w1.2", "master-2", 7);
        HistoryBuilder close =
                kept().launched("agent-2", 5_950, "w1.2", "master-2", 7).ended("agent-1", 6_000, "w1", "FAILED");

        for (HistoryBuilder history : List.of(ended, unknown, close)) {
            assertThat(summaries(check(history))).isEmpty();
        }
        assertThat(check(unknown).observations())
                .extracting(Finding::summary)
                .contains(
                        "whether tasks were told lost or run twice on two agents was not assessed for 1 tasks: the clocks"
                                + " of their agents are not known");
    }

    @Test
    void onlyObservesThatWorkRanTwiceAfterAFault() {
        CheckResult result = check(kept().fault(0, Harm.CUT, "agent-1", 1_500, 5_800)
                .told("framework-1", 5_700, "w1", "LOST", "agent-1", "master-2", 7)
                .launched("agent-2", 6_000, "w1.2", "master-2", 7));

        assertThat(summaries(result)).isEmpty();
        assertThat(result.measures()).containsEntry("runTwiceExcused", 1L);
    }

    @Test
    void refusesThatATaskIsToldToRunAfterItWasToldToHaveEnded() {
        CheckResult result = check(kept().ended("agent-1", 6_000, "w1", "FINISHED")
                .told("framework-1", 6_100, "w1", "FINISHED", "agent-1", "master-2", 7)
                .told("framework-1", 6_200, "w1", "RUNNING", "agent-1", "master-2", 7));

        assertThat(summaries(result))
                .containsExactly(
                        "framework-1 was told that task w1 is RUNNING by master-2 (epoch 7) at 6.200 s, after it"
                                + " had been told that it is FINISHED by master-2 (epoch 7) at 6.100 s");
    }

    @Test
    void acceptsThatATaskIsToldToRunAfterItWasUnreachable() {
        CheckResult result = check(kept().fault(0, Harm.CUT, "agent-1", 1_500, 5_800)
                .told("framework-1", 5_700, "w1", "UNREACHABLE", "agent-1", "master-2", 7)
                .told("framework-1", 6_200, "w1", "RUNNING", "agent-1", "master-2", 7));

        assertThat(summaries(result)).isEmpty();
    }

    @Test
    void concludesNothingFromWhatALineThatCannotBeReadMayHaveEnded() {
        HistoryBuilder history = kept().ledger("agent-1", "task-ended", 5_500, "task", 1L)
                .told("framework-1", 6_000, "w1", "LOST", "agent-1", "master-2", 7)
                .ledger("framework-1", "task-told", 6_100)
                .launched("agent-2", 6_200, "w1.2", "master-2", 7);

        CheckResult result = check(with(history));

        assertThat(summaries(result)).isEmpty();
        assertThat(result.observations())
                .extracting(Finding::summary)
                .anyMatch(
                        words -> words.contains("\"task-ended\" in the ledger of agent-1, cannot be read: \"state\" is"
                                + " missing, \"task\" is of another type than expected, \"work\" is missing"))
                .anyMatch(words -> words.contains("\"task-told\" in the ledger of framework-1, cannot be read: "));
    }

    @Test
    void saysThatNothingWasAssessedWithoutLaunches() {
        CheckResult result = check(reigns().registered("agent-1", 200, "master-1", 4));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .containsExactly("tasks were not assessed: no agent noted a launch");
    }
}
