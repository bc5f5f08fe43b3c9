package io.interregnum.check;

import static io.interregnum.history.ElectionFact.Kind.ELECTION_NODE_CREATED;
import static io.interregnum.history.ElectionFact.Kind.ELECTION_NODE_DELETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.HistoryBuilder;
import org.junit.jupiter.api.Test;

/** A leader must serve again within 5 s. */
class ElectionsCheckerTest {

    /** Master-1 claims until a time, then nobody until another time; then master-2 does. */
    private static HistoryBuilder leaderless(long fromMs, long toMs) {
        return new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, fromMs)
                .noFrom("master-1", "a", fromMs + 20, toMs + 2_000)
                .noFrom("master-2", "b", 0, toMs)
                .yesFrom("master-2", 7, "b", toMs + 20, toMs + 2_000);
    }

    private static CheckResult check(HistoryBuilder history) {
        return new ElectionsChecker(Promise.DEFAULT).check(history.build());
    }

    @Test
    void refusesThatNobodyLeadsForLongerThanTheBound() {
        CheckResult result = check(leaderless(2_000, 7_100));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.summary())
                .isEqualTo(
                        "nobody claimed to lead from 2.022 s to 7.100 s, after master-1 (epoch 4): for 5.078 s of that no"
                                + " fault kept a majority of the masters from electing (allowed: 5.000 s)");
        assertThat(violation.nodes()).containsExactly("master-1");
        assertThat(violation.epochs()).containsExactly(4L);
        assertThat(violation.grade()).isEmpty();
    }

    @Test
    void acceptsThatNobodyLeadsForLessThanTheBound() {
        assertThat(check(leaderless(2_000, 6_900)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesItAlsoUntilTheEnd() {
        HistoryBuilder history = new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, 2_000)
                .noFrom("master-1", "a", 2_020, 8_000)
                .phase(7_500, "stop");

        assertThat(check(history).violations()).hasSize(1);
    }

    @Test
    void excusesFaultsThatTakeTheMajorityOrZooKeeperAndTheBoundAfterTheirHeal() {
        HistoryBuilder ensemble = leaderless(2_000, 12_900).fault(0, Harm.CUT, "zk-1", 1_500, 8_000);
        HistoryBuilder two = leaderless(2_000, 12_900)
                .fault(0, Harm.DEAD, "master-1", 1_500, 8_000)
                .fault(1, Harm.DEAD, "master-2", 1_600, 7_000);
        HistoryBuilder other = leaderless(2_000, 12_900).fault(0, Harm.OTHER, "master-1", 1_500, 8_000);

        assertThat(check(ensemble).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(two).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(other).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void excusesAFaultOnOneMasterForTheBoundOnly() {
        HistoryBuilder soon = leaderless(2_000, 11_400).fault(0, Harm.DEAD, "master-1", 1_500, 50_000);
        HistoryBuilder never = leaderless(2_000, 11_700).fault(0, Harm.DEAD, "master-1", 1_500, 50_000);

        assertThat(check(soon).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(never).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void namesTheMasterOfWhichTheElectionNodeWasFirstInLine() {
        HistoryBuilder history = leaderless(2_000, 8_000)
                .electionNode(1, ELECTION_NODE_CREATED, 4, "master-1", 0)
                .electionNode(2, ELECTION_NODE_CREATED, 5, "master-3", 0)
                .electionNode(3, ELECTION_NODE_CREATED, 7, "master-2", 0)
                .electionNode(2_050, ELECTION_NODE_DELETED, 4, "master-1", 2_040);

        CheckResult result = check(history);

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .endsWith(
                        "; the election is stuck: /ref/5 of master-3 (epoch 5) was first in line for longer than that, and"
                                + " that master did not claim");
        assertThat(result.violations().get(0).nodes()).containsExactly("master-3");
        assertThat(result.violations().get(0).epochs()).containsExactly(5L);
    }

    @Test
    void doesNotNameOneThatWasFirstInLineForAShortTime() {
        HistoryBuilder history = leaderless(2_000, 8_000)
                .electionNode(1, ELECTION_NODE_CREATED, 4, "master-1", 0)
                .electionNode(2, ELECTION_NODE_CREATED, 5, "master-3", 0)
                .electionNode(5_000, ELECTION_NODE_DELETED, 4, "master-1", 4_990);

        assertThat(check(history).violations().get(0).nodes()).containsExactly("master-1");
    }

    private static HistoryBuilder leaderships(long apartMs) {
        HistoryBuilder history = new HistoryBuilder();
        for (int i = 0; i < 4; i++) {
            history.yesFrom("master-" + (1 + i % 2), 4 + i, "a" + i, i * apartMs, (i + 1) * apartMs - 20);
        }
        return history;
    }

    @Test
    void refusesThatLeadershipGoesToAndFroWithoutAFault() {
        CheckResult result = check(leaderships(2_000));

        assertThat(result.violations()).hasSize(1);
        assertThat(result.violations().get(0).summary())
                .isEqualTo(
                        "3 leaderships began between 2.002 s and 6.002 s although no fault was at work: master-2 (epoch"
                                + " 5), master-1 (epoch 6), master-2 (epoch 7)");
        assertThat(result.violations().get(0).epochs()).containsExactly(5L, 6L, 7L);
    }

    @Test
    void acceptsItAfterAFaultOrSlowly() {
        assertThat(check(leaderships(2_000).fault(0, Harm.CUT, "master-3", 1_000, 1_500))
                        .verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(check(leaderships(16_000)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void saysThatNothingWasAssessedWhereNobodyLed() {
        CheckResult result = check(new HistoryBuilder().noFrom("master-1", "a", 0, 100));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .containsExactly("elections were not assessed: nobody was seen to lead");
    }
}
