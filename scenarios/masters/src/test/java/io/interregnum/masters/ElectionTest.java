package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.masters.ElectionAction.ConfirmNode;
import io.interregnum.masters.ElectionAction.CreateNode;
import io.interregnum.masters.ElectionAction.Die;
import io.interregnum.masters.ElectionAction.LookForOwnNode;
import io.interregnum.masters.ElectionAction.ReadGroup;
import io.interregnum.masters.ElectionAction.Report;
import io.interregnum.masters.ElectionAction.StartRegistrar;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a master does on each event, as follower and as leader, without ZooKeeper and without a clock. */
class ElectionTest {
    private static final long MS = 1_000_000;
    private static final long TIMEOUT = 3_000 * MS;
    private static final long THIRD = TIMEOUT / 3;
    private static final long PATIENCE = TIMEOUT / 10 * 3;
    private static final long SESSION = 77;
    private static final MasterInfo SELF = new MasterInfo("own-id", "10.0.0.4", "10.0.0.4", 5050, "1");
    private static final CandidateNode OWN = node("json.info_0000000005", 500, SESSION, "own-id", "10.0.0.4:5050");
    private static final CandidateNode OTHER = node("json.info_0000000003", 300, 33, "other-id", "10.0.0.5:5050");

    private long now = 10_000 * MS;
    private Election election = new Election(SELF, Set.of());

    private static CandidateNode node(String name, long czxid, long session, String id, String authority) {
        return new CandidateNode(name, czxid, session, id, authority, 0);
    }

    private List<ElectionAction> on(ElectionEvent event) {
        return election.on(now, event);
    }

    private List<ElectionAction> tickUntil(long later) {
        List<ElectionAction> actions = List.of();
        while (now < later && actions.isEmpty()) {
            now = Math.min(later, now + 100 * MS);
            actions = on(new ElectionEvent.Tick());
        }
        return actions;
    }

    private static ElectionEvent connected(long session) {
        return new ElectionEvent.Connected(session, TIMEOUT);
    }

    private static ElectionEvent group(CandidateNode... nodes) {
        Set<String> names = new java.util.HashSet<>();
        for (CandidateNode each : nodes) {
            names.add(each.name());
        }
        return new ElectionEvent.GroupRead(names, nodes.length == 0 ? Optional.empty() : Optional.of(nodes[0]));
    }

    private void follower(Variant... variants) {
        become(variants);
        on(group(OTHER, OWN));
        assertThat(believesToLead()).isFalse();
    }

    private void leader(Variant... variants) {
        become(variants);
        on(group(OWN));
        assertThat(believesToLead()).isTrue();
    }

    private void become(Variant... variants) {
        Set<Variant> chosen = EnumSet.noneOf(Variant.class);
        chosen.addAll(List.of(variants));
        election = new Election(SELF, chosen);
        on(connected(SESSION));
        on(new ElectionEvent.Joined(OWN));
    }

    private boolean believesToLead() {
        return election.standing().at(now).leading();
    }

    private static Die die(String sentence) {
        return new Die(sentence);
    }

    @Test
    void createsItsNodeOnTheFirstConnectionAndThenReadsTheGroup() {
        assertThat(on(connected(SESSION))).containsExactly(new CreateNode());

        assertThat(on(new ElectionEvent.Joined(OWN))).contains(new ReadGroup());
    }

    @Test
    void leadsUnderTheCzxidOfItsNodeWhenThatIsTheSmallest() {
        become();

        assertThat(on(group(OWN))).contains(new StartRegistrar(500, OWN.name()));

        assertThat(election.standing().epoch()).isEqualTo(500);
        assertThat(election.standing().leaderAuthority()).isEqualTo("10.0.0.4:5050");
    }

    @Test
    void startsOneRegistrarOnlyHoweverOftenItIsReElected() {
        leader();

        assertThat(on(group(OWN, OTHER))).containsExactly(new Report("re-elected", "Re-elected as the leading master"));
    }

    @Test
    void followsTheSmallestOther() {
        become();

        assertThat(on(group(OTHER, OWN)))
                .containsExactly(new Report("detected", "The newly elected leader is master@10.0.0.5:5050"));

        assertThat(election.standing()).isEqualTo(Standing.following("10.0.0.5:5050"));
    }

    @Test
    void takesOverWhenTheOneBeforeItIsGone() {
        follower();
        assertThat(on(new ElectionEvent.GroupChanged())).containsExactly(new ReadGroup());

        assertThat(on(group(OWN))).contains(new StartRegistrar(500, OWN.name()));
    }

    @Test
    void doesNotTakeItsPredecessorsNodeForItsOwn() {
        become();

        on(group(node("json.info_0000000001", 100, 11, "dead-id", "10.0.0.4:5050"), OWN));

        assertThat(election.standing()).isEqualTo(Standing.NONE);
    }

    @Test
    void doesNotLeadThroughANodeOfASessionThatItLost() {
        become();

        on(group(node("json.info_0000000001", 100, 11, "own-id", "10.0.0.4:5050"), OWN));

        assertThat(election.standing()).isEqualTo(Standing.NONE);
    }

    @Test
    void leadsThroughASecondNodeOfItsOwnSession() {
        become();
        CandidateNode twin = node("json.info_0000000004", 400, SESSION, "own-id", "10.0.0.4:5050");

        assertThat(on(group(twin, OWN))).contains(new StartRegistrar(400, twin.name()));
    }

    @Test
    void followerWhoseSessionExpiresContendsAgainOnceItHasANewOne() {
        follower();

        assertThat(on(new ElectionEvent.Expired(SESSION)))
                .containsExactly(new Report("contends-again", Election.LOST_AS_FOLLOWER));
        assertThat(on(connected(78))).containsExactly(new CreateNode());

        assertThat(election.standing().knowsLeader()).isFalse();
    }

    @Test
    void leaderWhoseSessionExpiresEndsItself() {
        leader();

        assertThat(on(new ElectionEvent.Expired(SESSION))).containsExactly(die(Election.LOST_AS_LEADER));

        assertThat(election.standing()).isEqualTo(Standing.NONE);
    }

    @Test
    void lateExpiryOfAnEarlierSessionChangesNothing() {
        leader();

        assertThat(on(new ElectionEvent.Expired(SESSION - 1))).isEmpty();

        assertThat(believesToLead()).isTrue();
    }

    @Test
    void followerWhoseNodeVanishedContendsAgainAtOnce() {
        follower();

        assertThat(on(group(OTHER)))
                .containsExactly(new Report("contends-again", Election.LOST_AS_FOLLOWER), new CreateNode());
    }

    @Test
    void leaderWhoseNodeVanishedEndsItself() {
        leader();

        assertThat(on(group(OTHER))).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void leaderWhoDetectsAnotherConcedes() {
        leader();

        assertThat(on(group(OTHER, OWN))).containsExactly(die(Election.CONCEDED));
    }

    @Test
    void followerThatDetectsNobodySaysSo() {
        become();
        on(new ElectionEvent.Expired(SESSION));
        on(connected(78));

        on(group(OTHER));
        assertThat(on(group())).containsExactly(new Report("detected", "No master was elected."));

        assertThat(election.standing()).isEqualTo(Standing.NONE);
    }

    @Test
    void leaderThatDetectsNobodyIsIndecisiveAndEndsItself() {
        leader();

        assertThat(on(group())).containsExactly(die(Election.INDECISIVE));
    }

    @Test
    void aRefusalThatCannotBeMendedEndsFollowerAndLeader() {
        Die end = die("Failed to detect the leading master: NoAuth; committing suicide!");
        follower();
        assertThat(on(new ElectionEvent.Failed("NoAuth"))).containsExactly(end);

        leader();
        assertThat(on(new ElectionEvent.Failed("NoAuth"))).containsExactly(end);
    }

    @Test
    void looksForItsNodeBeforeCreatingAgainWhenTheAnswerWasLost() {
        on(connected(SESSION));
        on(new ElectionEvent.Disconnected(now));
        assertThat(on(new ElectionEvent.JoinUnknown())).isEmpty();

        assertThat(on(connected(SESSION))).containsExactly(new LookForOwnNode());

        assertThat(on(new ElectionEvent.Joined(OWN))).contains(new ReadGroup()).doesNotContain(new CreateNode());
    }

    @Test
    void createsAgainOnceItKnowsThatThereIsNoNodeOfItsOwn() {
        on(connected(SESSION));
        assertThat(on(new ElectionEvent.JoinUnknown())).containsExactly(new LookForOwnNode());

        assertThat(on(new ElectionEvent.OwnNodeAbsent())).containsExactly(new CreateNode());
    }

    @Test
    void aNodeOfAnotherSessionIsNotAccepted() {
        on(connected(SESSION));

        CandidateNode strange = node("json.info_0000000004", 400, 12, "own-id", "10.0.0.4:5050");
        assertThat(on(new ElectionEvent.Joined(strange))).containsExactly(new LookForOwnNode());
    }

    @Test
    void leaderThatReconnectsInTimeLeadsOn() {
        leader();
        on(new ElectionEvent.Disconnected(now));
        assertThat(tickUntil(now + PATIENCE - MS)).isEmpty();
        assertThat(believesToLead()).isTrue();

        assertThat(on(connected(SESSION))).containsExactly(new ReadGroup());

        assertThat(tickUntil(now + 3 * TIMEOUT)).isEmpty();
        assertThat(believesToLead()).isTrue();
    }

    @Test
    void leaderEndsItselfBeforeTheEnsembleCanExpireItsSession() {
        leader();
        on(new ElectionEvent.Disconnected(now));
        tickUntil(now + PATIENCE - MS);

        assertThat(tickUntil(now + MS)).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void theTimerRunsFromWhenTheClientGaveUpNotFromWhenTheEventWasRead() {
        leader();
        long gaveUp = now;
        tickUntil(now + 500 * MS);
        on(new ElectionEvent.Disconnected(gaveUp));

        assertThat(tickUntil(gaveUp + PATIENCE)).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void aBeliefEndsWithTheTimerEvenIfNoTickComes() {
        leader();
        tickUntil(now + 500 * MS);
        on(new ElectionEvent.Disconnected(now - 500 * MS));

        now += 500 * MS;

        assertThat(believesToLead()).isFalse();
    }

    @Test
    void followerThatIsCutOffForgetsTheLeaderAndFindsItAgain() {
        follower();
        on(new ElectionEvent.Disconnected(now));

        assertThat(tickUntil(now + PATIENCE)).containsExactly(new Report("detected", "No master was elected."));
        assertThat(election.standing().knowsLeader()).isFalse();
        assertThat(on(connected(SESSION))).containsExactly(new ReadGroup());
        on(group(OTHER, OWN));

        assertThat(election.standing().leaderAuthority()).isEqualTo(OTHER.authority());
    }

    @Test
    void leaderThatWakesUpDoesNotClaimBeforeItsNodeIsConfirmed() {
        leader();
        now += THIRD;
        assertThat(believesToLead()).isFalse();

        assertThat(on(new ElectionEvent.Tick())).contains(new ConfirmNode(OWN.name()));
        assertThat(believesToLead()).isFalse();
        on(new ElectionEvent.Confirmed());

        assertThat(believesToLead()).isTrue();
    }

    @Test
    void leaderThatWakesUpWithoutItsNodeEndsItself() {
        leader();
        now += THIRD;
        on(new ElectionEvent.Tick());

        assertThat(on(new ElectionEvent.Refuted())).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void leaderThatSleptForAWholeTimeoutEndsItselfWithoutAsking() {
        leader();
        now += TIMEOUT;

        assertThat(on(connected(SESSION))).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void doubtLastsThroughADisconnection() {
        leader();
        now += THIRD;
        on(new ElectionEvent.Disconnected(now));
        assertThat(believesToLead()).isFalse();

        assertThat(on(connected(SESSION))).containsExactly(new ReadGroup(), new ConfirmNode(OWN.name()));
        assertThat(believesToLead()).isFalse();
    }

    @Test
    void nothingFollowsTheEnd() {
        leader();
        on(new ElectionEvent.Expired(SESSION));

        assertThat(on(connected(78))).isEmpty();
        assertThat(on(group(OWN))).isEmpty();
    }

    @Test
    void mesosTimerLeadsOnWhereCorrectHasEnded() {
        leader(Variant.MESOS_TIMER);
        long cut = now;
        on(new ElectionEvent.Disconnected(cut));

        assertThat(tickUntil(cut + TIMEOUT - MS)).isEmpty();
        assertThat(believesToLead()).isTrue();
        assertThat(tickUntil(cut + TIMEOUT)).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void mesosTimerTrustsItselfAfterAPause() {
        leader(Variant.MESOS_TIMER);
        now += 10 * TIMEOUT;

        assertThat(believesToLead()).isTrue();
    }

    @Test
    void suspendedIsLeaderLeadsOnForEverWhileCutOff() {
        leader(Variant.SUSPENDED_IS_LEADER);
        on(new ElectionEvent.Disconnected(now));

        assertThat(tickUntil(now + 20 * TIMEOUT)).isEmpty();
        assertThat(believesToLead()).isTrue();
    }

    @Test
    void suspendedIsLeaderEndsItselfOnceZooKeeperTellsIt() {
        leader(Variant.SUSPENDED_IS_LEADER);
        on(new ElectionEvent.Disconnected(now));
        on(new ElectionEvent.Expired(SESSION));

        assertThat(on(connected(78))).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void suspendedIsLeaderDoesNotTakeItsClientLibrarysClockForZooKeepersWord() {
        leader(Variant.SUSPENDED_IS_LEADER);
        on(new ElectionEvent.Disconnected(now));
        on(new ElectionEvent.Expired(SESSION));

        assertThat(tickUntil(now + 20 * TIMEOUT)).isEmpty();
        assertThat(believesToLead()).isTrue();
    }

    @Test
    void noFenceTrustsItselfAfterAPauseButNotALostSession() {
        leader(Variant.NO_FENCE);
        now += 10 * TIMEOUT;
        assertThat(believesToLead()).isTrue();

        assertThat(on(new ElectionEvent.Expired(SESSION))).containsExactly(die(Election.LOST_AS_LEADER));
    }

    @Test
    void suspendedAndUnfencedNothingDeposesALeader() {
        leader(Variant.SUSPENDED_IS_LEADER, Variant.NO_FENCE);
        on(new ElectionEvent.Disconnected(now));
        on(new ElectionEvent.Expired(SESSION));
        on(connected(78));

        assertThat(on(group(OTHER))).isEmpty();
        assertThat(on(new ElectionEvent.Refuted())).isEmpty();
        assertThat(believesToLead()).isTrue();
        assertThat(election.standing().epoch()).isEqualTo(500);
    }

    @Test
    void suspendedAndUnfencedAFollowerBehavesAsAnyOther() {
        follower(Variant.SUSPENDED_IS_LEADER, Variant.NO_FENCE);

        on(new ElectionEvent.Expired(SESSION));

        assertThat(on(connected(78))).containsExactly(new CreateNode());
    }
}
