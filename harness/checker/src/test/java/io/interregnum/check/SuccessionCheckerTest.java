package io.interregnum.check;

import static io.interregnum.history.ElectionFact.Kind.ELECTION_NODE_CREATED;
import static io.interregnum.history.ElectionFact.Kind.ELECTION_NODE_DELETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessionCheckerTest {

    /** Master-1 leads under epoch 4 and answers a client every 100 ms, both until a time in milliseconds. */
    private static HistoryBuilder leading(long untilMs) {
        return answering(untilMs, new HistoryBuilder().yesFrom("master-1", 4, "a", 0, untilMs));
    }

    private static HistoryBuilder answering(long untilMs, HistoryBuilder history) {
        history.electionNode(1, ELECTION_NODE_CREATED, 4, "master-1", 0)
                .electionNode(2, ELECTION_NODE_CREATED, 5, "master-2", 0);
        for (long ms = 5; ms <= untilMs; ms += 100) {
            history.read("k").on("master-1").epoch(4).asked(ms).ok(ms + 3, null);
        }
        return history;
    }

    /** The node of epoch 4 is seen to be gone at this time, 5 ms after it was last known to be there. */
    private static History gone(HistoryBuilder history, long ms) {
        return history.electionNode(ms, ELECTION_NODE_DELETED, 4, "master-1", ms - 5)
                .refused("master-1", ms + 20, ms + 21)
                .build();
    }

    private static CheckResult check(History history) {
        return new SuccessionChecker(Promise.DEFAULT).check(history);
    }

    @Test
    void refusesThatTheNodeOfALeaderWhoIsWellIsDeleted() {
        History history = gone(leading(4_000), 4_010);

        CheckResult result = check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.summary())
                .isEqualTo(
                        "master-1 (epoch 4) was deposed without need: its election node /ref/4 was seen to be gone at"
                                + " 4.010 s, though it claimed to lead when asked at 4.000 s, had answered clients without a gap,"
                                + " and no fault had touched it or ZooKeeper");
        assertThat(violation.grade()).isEmpty();
        assertThat(violation.nodes()).containsExactly("master-1");
        assertThat(violation.epochs()).containsExactly(4L);
        assertThat(violation.events())
                .map(index -> history.events().get(index.intValue()))
                .extracting(Event::f)
                .containsExactly("probe", "probe", "election-node-deleted");
        assertThat(result.measures()).containsEntry("deposedWithoutNeed", 1L);
    }

    @Test
    void acceptsThatTheNodeOfALeaderWhoFellSilentIsDeleted() {
        History history = gone(leading(2_000), 4_010);

        assertThat(check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsThatTheNodeOfALeaderWhoSteppedDownBeforeIsDeleted() {
        HistoryBuilder history = leading(3_900).refused("master-1", 3_950, 3_951);

        assertThat(check(gone(history, 4_010)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsThatTheNodeOfALeaderWhoseProcessEndedBeforeIsDeleted() {
        HistoryBuilder history = leading(3_900).exited(3_950, "master-1");

        assertThat(check(gone(history, 4_010)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesItAlsoWhereTheProcessEndsBecauseOfIt() {
        HistoryBuilder history = leading(4_000).exited(4_008, "master-1");

        assertThat(check(gone(history, 4_010)).verdict()).isEqualTo(Verdict.INVALID);
    }

    /** A machine that stood still for longer than a session's time-out has ZooKeeper expire sessions of the living. */
    @Test
    void saysNothingWhereAnswersToClientsHaveAGap() {
        HistoryBuilder history = answering(2_000, new HistoryBuilder().yesFrom("master-1", 4, "a", 0, 4_000));
        history.read("k").on("master-1").epoch(4).asked(3_900).ok(3_950, null);

        assertThat(check(gone(history, 4_010)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void blamesAFaultOnTheLeader() {
        HistoryBuilder history = leading(4_000).fault(0, Harm.CUT, "master-1", 1_000, 3_500);

        assertThat(check(gone(history, 4_010)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void blamesAFaultOnZooKeeper() {
        HistoryBuilder history = leading(4_000).fault(0, Harm.DEAD, "zk-2", 1_000, 3_500);

        assertThat(check(gone(history, 4_010)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void doesNotBlameAFaultOnABackupOrAClient() {
        HistoryBuilder history = leading(4_000)
                .fault(0, Harm.DEAD, "master-2", 1_000, 3_500)
                .fault(1, Harm.CUT, "client-1", 1_000, 3_500);

        assertThat(check(gone(history, 4_010)).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void doesNotBlameAFaultThatWasHealedLongAgoNorOneThatCameAfter() {
        HistoryBuilder history = leading(20_000)
                .fault(0, Harm.CUT, "master-1", 1_000, 3_500)
                .fault(1, Harm.DEAD, "master-1", 20_015, 21_000);

        assertThat(check(gone(history, 20_010)).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void refusesARegistryThatIsTakenOverWhileTheElectedLeadersNodeIsThere() {
        HistoryBuilder history = leading(1_000).registry(1_005, 5, 1_000);

        CheckResult result = check(gone(history, 3_000));

        assertThat(result.violations()).hasSize(1);
        Finding violation = result.violations().get(0);
        assertThat(violation.summary())
                .isEqualTo("the registry was taken over for epoch 5 (seen at 1.005 s) while master-1 (epoch 4) was"
                        + " elected: its election node /ref/4 was there until 2.995 s at least");
        assertThat(violation.epochs()).containsExactly(4L, 5L);
        assertThat(result.measures()).containsEntry("takenOverTooEarly", 1L);
    }

    /** Two servers are not at the same point of time: one may show the node when another shows what came after it. */
    @Test
    void acceptsATakeOverThatIsSeenAMomentBeforeTheNodeIsSeenToBeGone() {
        HistoryBuilder history = leading(1_000).registry(3_000, 5, 2_980);

        assertThat(check(gone(history, 3_100)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsThatABackupsNodeOutlivesATakeOver() {
        HistoryBuilder history = new HistoryBuilder()
                .electionNode(1, ELECTION_NODE_CREATED, 4, "master-1", 0)
                .electionNode(2, ELECTION_NODE_CREATED, 5, "master-2", 0)
                .registry(1_005, 5, 1_000);

        assertThat(check(gone(history, 3_000)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void saysThatNothingWasAssessedWhereNoElectionNodeWasSeen() {
        CheckResult result =
                check(new HistoryBuilder().yesFrom("master-1", 4, "a", 0, 100).build());

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .isEqualTo(List.of("succession was not assessed: no election node was seen"));
    }
}
