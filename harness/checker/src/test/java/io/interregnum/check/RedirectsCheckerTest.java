package io.interregnum.check;

import static io.interregnum.history.ElectionFact.Kind.ELECTION_NODE_DELETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.HistoryBuilder;
import io.interregnum.history.ProbeAnswer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Master-1 leads in epoch 4 until 2 s, master-2 in epoch 7 from 3 s to 15 s. */
class RedirectsCheckerTest {

    private static HistoryBuilder reigns() {
        return new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, 2_000)
                .noFrom("master-1", "a", 2_020, 15_000)
                .yesFrom("master-2", 7, "b", 3_000, 15_000);
    }

    private static HistoryBuilder naming(HistoryBuilder history, String node, String leader, long fromMs, long toMs) {
        for (long ms = fromMs; ms <= toMs; ms += 20) {
            history.probe(node, new ProbeAnswer(false, OptionalLong.empty(), "c", leader), ms, ms + 2);
        }
        return history;
    }

    private static CheckResult check(HistoryBuilder history) {
        return new RedirectsChecker(Promise.DEFAULT).check(history.build());
    }

    @Test
    void refusesAStandbyThatGoesOnNamingALeaderThatIsNone() {
        CheckResult result = check(naming(reigns(), "master-3", "master-1", 0, 8_060));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.summary())
                .isEqualTo(
                        "master-3 went on naming master-1 as the leader until 8.060 s at least, 5058.0 ms after master-2"
                                + " (epoch 7) had certainly begun to lead and master-1 had ceased to; no fault had touched master-3"
                                + " or ZooKeeper");
        assertThat(violation.grade()).isEmpty();
        assertThat(violation.nodes()).containsExactly("master-3", "master-1", "master-2");
        assertThat(violation.epochs()).containsExactly(7L);
        assertThat(violation.events()).hasSize(4);
    }

    @Test
    void acceptsOneThatHearsOfTheNewLeaderWithinTheBound() {
        HistoryBuilder history = naming(reigns(), "master-3", "master-1", 0, 7_900);

        assertThat(check(naming(history, "master-3", "master-2", 7_920, 15_000)).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsANamedLeaderThatStillClaims() {
        HistoryBuilder history =
                new HistoryBuilder().yesFrom("master-1", 4, "a", 0, 15_000).yesFrom("master-2", 7, "b", 3_000, 15_000);

        assertThat(check(naming(history, "master-3", "master-1", 0, 15_000)).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesANamedLeaderThatStillClaimsWithoutItsElectionNode() {
        HistoryBuilder history = new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, 15_000)
                .yesFrom("master-2", 7, "b", 3_000, 15_000)
                .electionNode(2_900, ELECTION_NODE_DELETED, 4, "master-1", 2_890);

        assertThat(check(naming(history, "master-3", "master-1", 0, 15_000)).measures())
                .containsEntry("staleRedirects", 1L);
    }

    @Test
    void blamesAFaultOnTheStandbyOrOnZooKeeperAndNotOnTheLeader() {
        for (String target : List.of("master-3", "zk-1")) {
            HistoryBuilder history = reigns().fault(0, Harm.CUT, target, 1_000, 2_500);
            assertThat(check(naming(history, "master-3", "master-1", 0, 12_000)).verdict())
                    .isEqualTo(Verdict.VALID);
        }
        HistoryBuilder history = reigns().fault(0, Harm.DEAD, "master-1", 1_000, 2_500);
        assertThat(check(naming(history, "master-3", "master-1", 0, 12_000)).verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void concludesNothingOfAStandbyThatWasSilent() {
        HistoryBuilder history = naming(reigns(), "master-3", "master-1", 0, 3_500);

        assertThat(check(naming(history, "master-3", "master-1", 7_900, 12_000)).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesACircle() {
        HistoryBuilder history = naming(new HistoryBuilder(), "master-1", "master-2", 0, 6_000);
        naming(history, "master-2", "master-3", 0, 6_000);

        CheckResult result = check(naming(history, "master-3", "master-1", 500, 6_000));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .isEqualTo(
                        "redirects went round in a circle from 0.502 s to 6.000 s at least: master-3 named master-1 named"
                                + " master-2 named master-3");
        assertThat(result.violations().get(0).nodes()).containsExactly("master-3", "master-1", "master-2");
    }

    @Test
    void acceptsACircleThatDoesNotLastAndAChain() {
        HistoryBuilder circle = naming(new HistoryBuilder(), "master-1", "master-2", 0, 6_000);
        HistoryBuilder chain = naming(new HistoryBuilder(), "master-1", "master-2", 0, 6_000);

        assertThat(check(naming(circle, "master-2", "master-1", 1_200, 6_000)).verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(check(naming(chain, "master-2", "master-3", 0, 6_000)).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void measuresClientsThatWereSentToOneThatDidNotLead() {
        HistoryBuilder history = naming(reigns(), "master-3", "master-2", 3_100, 4_000);
        sent(history, "1", "master-1", 5_000);
        sent(history, "2", "master-2", 5_000);

        assertThat(check(history).measures())
                .containsEntry("clientsRedirected", 2L)
                .containsEntry("clientsMisled", 1L);
    }

    private static void sent(HistoryBuilder history, String process, String leader, long ms) {
        Map<String, Object> asked = Map.of("key", "k", "node", "master-3");
        Map<String, Object> told =
                Map.of("key", "k", "node", "master-3", "error", "redirected", ClientFields.LEADER, leader);
        history.event(ms, Event.Type.INVOKE, process, "read", null, asked)
                .event(ms + 5, Event.Type.FAIL, process, "read", null, told);
    }

    @Test
    void saysThatNothingWasAssessedWhereNobodyNamedALeader() {
        CheckResult result = check(reigns());

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .containsExactly("redirects were not assessed: no standby named a leader");
    }
}
