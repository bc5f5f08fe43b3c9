package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agents come back within 5 s, pings are missed for 2 s, a new leader waits 10 s. */
class AgentsCheckerTest {
    private static final List<String> BOTH = List.of("agent-1=registered", "agent-2=registered");

    private static CheckResult check(HistoryBuilder history) {
        return new AgentsChecker(Promise.withAgents("agent-1", "agent-2")).check(history.build());
    }

    /** Master-1 leads in epoch 4 from the beginning, master-2 in epoch 7 from 5 s on; both agents follow. */
    private static HistoryBuilder followed() {
        return beforehand(BOTH).registered("agent-1", 5_300, "master-2", 7).registered("agent-2", 5_400, "master-2", 7);
    }

    /** The same without the second registrations; the first view of master-2 shows {@code recovered}. */
    private static HistoryBuilder beforehand(List<String> recovered) {
        return new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, 4_000)
                .yesFrom("master-2", 7, "b", 5_000, 20_000)
                .registry(50, 4, 0)
                .registry(5_050, 7, 5_000)
                .view(2_000, "master-1", 4, BOTH)
                .view(5_200, "master-2", 7, recovered)
                .started("agent-1", 100)
                .started("agent-2", 100)
                .registered("agent-1", 200, "master-1", 4)
                .registered("agent-2", 200, "master-1", 4);
    }

    private static List<String> summaries(CheckResult result) {
        return result.violations().stream().map(Finding::summary).toList();
    }

    @Test
    void acceptsAgentsThatFollow() {
        CheckResult result = check(followed().view(12_000, "master-2", 7, BOTH));

        assertThat(summaries(result)).isEmpty();
        assertThat(result.observations()).isEmpty();
        assertThat(result.measures())
                .containsEntry("agents", 2L)
                .containsEntry("followed", 2L)
                .containsEntry("followNanosMax", 398_000_000L);
    }

    @Test
    void refusesARegistrationUnderALowerEpoch() {
        CheckResult result = check(followed().registered("agent-1", 6_000, "master-1", 4));

        assertThat(summaries(result))
                .containsExactly(
                        "agent-1 accepted to be registered by master-2 (epoch 7) at 5.300 s and then by master-1"
                                + " (epoch 4) at 6.000 s, in one life of its process");
        Finding violation = result.violations().get(0);
        assertThat(violation.grade()).contains(Grade.EPOCH_BROKEN);
        assertThat(violation.nodes()).containsExactly("agent-1", "master-2", "master-1");
        assertThat(violation.epochs()).containsExactly(7L, 4L);
        assertThat(violation.events()).hasSize(2);
    }

    @Test
    void onlyObservesItOverARestart() {
        CheckResult result = check(followed().started("agent-1", 5_900).registered("agent-1", 6_000, "master-1", 4));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .contains(
                        "agent-1 accepted to be registered by master-2 (epoch 7) at 5.300 s and then by master-1 (epoch"
                                + " 4) at 6.000 s, having been started again between");
    }

    @Test
    void refusesOneIdForTwoAgents() {
        HistoryBuilder history = followed()
                .ledger(
                        "agent-2",
                        "registered",
                        6_000,
                        "agent",
                        "A-agent-1",
                        "master",
                        "master-2",
                        "epoch",
                        7L,
                        "again",
                        false,
                        "tasks",
                        List.of());

        CheckResult result = check(history);

        assertThat(summaries(result))
                .containsExactly(
                        "agent-1 and agent-2 were both registered as agent A-agent-1, by master-1 (epoch 4) and by"
                                + " master-2 (epoch 7)");
        assertThat(result.violations().get(0).nodes()).containsExactly("agent-1", "agent-2", "master-1", "master-2");
    }

    @Test
    void refusesThatAnAdmittedAgentVanishes() {
        CheckResult result = check(beforehand(List.of("agent-1=recovered"))
                .registered("agent-1", 5_300, "master-2", 7)
                .registered("agent-2", 5_400, "master-2", 7)
                .view(12_000, "master-2", 7, BOTH));

        assertThat(summaries(result))
                .containsExactly("agent A-agent-2 (agent-2) vanished: master-2 (epoch 7), recovered, did not know it at"
                        + " 5.200 s, though it had been registered by master-1 (epoch 4) at 0.200 s");
        assertThat(result.violations().get(0).nodes()).containsExactly("master-2", "agent-2", "master-1");
        assertThat(result.violations().get(0).epochs()).containsExactly(7L, 4L);
    }

    @Test
    void refusesItWithoutAnyClockButTheOrderOfViews() {
        HistoryBuilder history = new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, 4_000)
                .view(2_000, "master-1", 4, BOTH)
                .view(3_000, "master-1", 4, List.of("agent-1=registered"))
                .registered("agent-1", -1, "master-1", 4);

        assertThat(summaries(check(history)))
                .contains(
                        "agent A-agent-2 (agent-2) vanished: master-1 (epoch 4), recovered, did not know it at 3.000 s,"
                                + " though it was shown by master-1 (epoch 4) at 2.000 s");
    }

    @Test
    void acceptsAnOlderLeaderThatDoesNotKnowWhatALaterOneAdmitted() {
        HistoryBuilder history = followed()
                .registered("agent-3", 6_000, "master-2", 7)
                .view(6_500, "master-1", 4, BOTH)
                .view(12_000, "master-2", 7, List.of("agent-1=registered", "agent-2=registered", "agent-3=registered"));

        assertThat(summaries(check(history))).isEmpty();
    }

    @Test
    void acceptsAnAgentThatIsMissingUntilItIsAdmittedAndFromWhatHasNotRecovered() {
        HistoryBuilder history = followed()
                .registered("agent-3", 9_000, "master-2", 7)
                .view(9_050, "master-2", 7, BOTH)
                .view(
                        5_100,
                        "master-2",
                        Map.of("recovered", false, "epoch", 7L, "agents", List.of(), "tasks", List.of()))
                .view(12_000, "master-2", 7, List.of("agent-1=registered", "agent-2=registered", "agent-3=registered"));

        assertThat(summaries(check(history))).isEmpty();
    }

    @Test
    void refusesThatAnAgentIsUnreachableThoughNothingTouchedIt() {
        CheckResult result = check(followed()
                .view(6_000, "master-2", 7, BOTH)
                .view(6_200, "master-2", 7, List.of("agent-1=registered", "agent-2=unreachable"))
                .view(12_000, "master-2", 7, BOTH));

        assertThat(summaries(result))
                .containsExactly(
                        "master-2 (epoch 7) called agent A-agent-2 (agent-2) unreachable at 6.200 s, though it had"
                                + " been registered at 6.000 s and no fault had touched agent-2, master-2 or ZooKeeper");
        assertThat(result.violations().get(0).nodes()).containsExactly("master-2", "agent-2");
        assertThat(result.violations().get(0).epochs()).containsExactly(7L);
    }

    @Test
    void blamesAFaultOnTheAgentTheLeaderOrZooKeeperAndNotOnOthers() {
        for (String target : List.of("agent-2", "master-2", "zk-1")) {
            assertThat(summaries(check(unreachableDuringAFaultOn(target))))
                    .as(target)
                    .isEmpty();
        }
        for (String target : List.of("agent-1", "master-1", "client-1")) {
            assertThat(summaries(check(unreachableDuringAFaultOn(target))))
                    .as(target)
                    .hasSize(1);
        }
    }

    private static HistoryBuilder unreachableDuringAFaultOn(String target) {
        return followed()
                .fault(0, Harm.CUT, target, 5_500, 6_500)
                .view(6_000, "master-2", 7, BOTH)
                .view(6_200, "master-2", 7, List.of("agent-1=registered", "agent-2=unreachable"))
                .view(12_000, "master-2", 7, BOTH);
    }

    /** Another master is still cut off, so nothing is known yet of who is left behind for good. */
    private static HistoryBuilder awayLongAfterTheCutUntil(long healedMillis) {
        List<String> away = List.of("agent-1=registered", "agent-2=unreachable");
        return followed()
                .fault(0, Harm.CUT, "master-1", 5_500, 18_000)
                .fault(1, Harm.CUT, "agent-2", 5_600, healedMillis)
                .view(6_000, "master-2", 7, BOTH)
                .view(7_000, "master-2", 7, away)
                .view(13_500, "master-2", 7, away);
    }

    @Test
    void refusesThatAnAgentDoesNotComeBackWhateverIsDoneToOthers() {
        assertThat(summaries(check(awayLongAfterTheCutUntil(8_400))))
                .singleElement()
                .asString()
                .startsWith("master-2 (epoch 7) called agent A-agent-2 (agent-2) unreachable at 13.500 s, since ")
                .endsWith("and no fault touched agent-2, master-2 or ZooKeeper in the last 5.000 s");

        assertThat(summaries(check(awayLongAfterTheCutUntil(8_600)))).isEmpty();
        assertThat(summaries(check(awayLongAfterTheCutUntil(8_400).exited(9_000, "agent-2"))))
                .isEmpty();
    }

    @Test
    void refusesThatANewLeaderDoesNotWaitForAgentsEvenIfTheyAreCut() {
        HistoryBuilder history = beforehand(List.of("agent-1=recovered", "agent-2=unreachable"))
                .fault(0, Harm.CUT, "agent-2", 4_500, 6_500)
                .registered("agent-1", 5_300, "master-2", 7)
                .registered("agent-2", 7_400, "master-2", 7)
                .view(12_000, "master-2", 7, BOTH);

        assertThat(summaries(check(history)))
                .containsExactly(
                        "master-2 (epoch 7) called agent A-agent-2 (agent-2) unreachable at 5.200 s, though it had"
                                + " been registered at 2.000 s, the registry was taken over after 5.000 s, and a new leader"
                                + " waits 10.000 s for agents to come back");
    }

    @Test
    void acceptsItWhereTheLeaderBeforeMayHaveMarkedIt() {
        HistoryBuilder history = beforehand(List.of("agent-1=recovered", "agent-2=unreachable"))
                .fault(0, Harm.CUT, "agent-2", 500, 6_500)
                .registered("agent-1", 5_300, "master-2", 7)
                .registered("agent-2", 7_400, "master-2", 7)
                .view(12_000, "master-2", 7, BOTH);

        assertThat(summaries(check(history))).isEmpty();
    }

    @Test
    void refusesAnAgentThatIsLeftBehind() {
        CheckResult result = check(beforehand(BOTH)
                .registered("agent-1", 5_300, "master-2", 7)
                .view(12_000, "master-2", 7, List.of("agent-1=registered", "agent-2=recovered")));

        assertThat(summaries(result))
                .containsExactly(
                        "agent-2 is not registered with the leader of the newest epoch: master-2 (epoch 7) calls it"
                                + " recovered at 12.000 s, 6.994 s after the last of heal, election and start (allowed: 5.000 s);"
                                + " it accepted last master-1 (epoch 4)");
        assertThat(result.violations().get(0).nodes()).containsExactly("agent-2", "master-2");
    }

    @Test
    void refusesAViewOfWhichTheAgentKnowsNothing() {
        CheckResult result = check(
                beforehand(BOTH).registered("agent-1", 5_300, "master-2", 7).view(12_000, "master-2", 7, BOTH));

        assertThat(summaries(result)).hasSize(1);
        assertThat(summaries(result).get(0))
                .contains("master-2 (epoch 7) shows it as registered, but its own ledger knows of no registration");
    }

    @Test
    void countsTheBoundFromTheHealAndFromTheAgentsStart() {
        List<String> late = List.of("agent-1=registered", "agent-2=recovered");
        HistoryBuilder healedLate = beforehand(late)
                .registered("agent-1", 5_300, "master-2", 7)
                .fault(0, Harm.CUT, "agent-2", 4_000, 9_000)
                .view(12_000, "master-2", 7, late);
        HistoryBuilder startedLate = beforehand(late)
                .registered("agent-1", 5_300, "master-2", 7)
                .starting(9_000, "agent-2")
                .view(12_000, "master-2", 7, late);
        HistoryBuilder dead = beforehand(late)
                .registered("agent-1", 5_300, "master-2", 7)
                .starting(50, "agent-2")
                .exited(6_000, "agent-2")
                .view(12_000, "master-2", 7, late);

        for (HistoryBuilder history : List.of(healedLate, startedLate, dead)) {
            CheckResult result = check(history);
            assertThat(summaries(result)).isEmpty();
            assertThat(result.observations())
                    .extracting(Finding::summary)
                    .anyMatch(words -> words.startsWith(
                            "whether agents are registered with the leader of the newest epoch was not assessed: "));
        }
    }

    @Test
    void saysThatNothingWasAssessedWithoutLedgers() {
        CheckResult result = check(new HistoryBuilder().yesFrom("master-1", 4, "a", 0, 100));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .containsExactly("agents were not assessed: no agent kept a ledger");
    }

    @Test
    void namesWhatItCannotRead() {
        HistoryBuilder history = followed()
                .ledger("agent-1", "registered", 6_000, "agent", "A-agent-1", "master", 7L, "again", true)
                .ledger("agent-2", "task-launched", 6_000)
                .view(7_000, "master-2", "nonsense")
                .view(
                        7_100,
                        "master-2",
                        Map.of("recovered", true, "epoch", 7L, "agents", List.of("x"), "tasks", List.of()))
                .view(12_000, "master-2", 7, BOTH);

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .anyMatch(
                        words -> words.endsWith("\"registered\" in the ledger of agent-1, cannot be read: \"epoch\" is"
                                + " missing, \"master\" is of another type than expected, \"tasks\" is missing"))
                .anyMatch(words -> words.contains("\"task-launched\" in the ledger of agent-2, cannot be read: "))
                .filteredOn(words -> words.endsWith("what master-2 showed of agents and tasks, cannot be read"))
                .hasSize(2);
    }
}
