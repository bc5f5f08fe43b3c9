package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.masters.ElectionAction.CreateNode;
import io.interregnum.masters.ElectionAction.DeleteNode;
import io.interregnum.masters.ElectionAction.Die;
import io.interregnum.masters.ElectionAction.LookForOwnNode;
import io.interregnum.masters.ElectionAction.ReadGroup;
import io.interregnum.masters.ElectionAction.RenewSession;
import io.interregnum.masters.ElectionAction.StartRegistrar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where each variant deviates, beside what the correct master does with the same events. */
class ElectionMistakesTest {
    private static final long MS = 1_000_000;
    private static final long TIMEOUT = 3_000 * MS;
    private static final long PATIENCE = TIMEOUT / 10 * 3;
    private static final long SESSION = 77;
    private static final MasterInfo SELF = new MasterInfo("own-id", "10.0.0.4", "10.0.0.4", 5050, "1");
    private static final CandidateNode FIRST = other("json.info_0000000001", 100, "10.0.0.6:5050");
    private static final CandidateNode MIDDLE = other("json.info_0000000003", 300, "10.0.0.5:5050");
    private static final CandidateNode OWN = own("json.info_0000000005", 500, SESSION);

    private long now = 10_000 * MS;
    private Election election = new Election(SELF, Set.of());

    private static CandidateNode other(String name, long czxid, String authority) {
        return new CandidateNode(name, czxid, 33, "other-id", authority, 0);
    }

    /** Ours, created 1 s after the others. */
    private static CandidateNode own(String name, long czxid, long session) {
        return new CandidateNode(name, czxid, session, "own-id", "10.0.0.4:5050", 1_000);
    }

    private List<ElectionAction> on(ElectionEvent event) {
        return election.on(now, event);
    }

    /** What is done at every tick of this time, which begins now. */
    private List<ElectionAction> during(long nanos) {
        return Stream.iterate(100 * MS, passed -> passed <= nanos, passed -> passed + 100 * MS)
                .flatMap(passed -> {
                    now += 100 * MS;
                    return on(new ElectionEvent.Tick()).stream();
                })
                .toList();
    }

    private static ElectionEvent connected(long session) {
        return new ElectionEvent.Connected(session, TIMEOUT);
    }

    private static ElectionEvent group(CandidateNode... nodes) {
        Set<String> names = new HashSet<>();
        for (CandidateNode each : nodes) {
            names.add(each.name());
        }
        return new ElectionEvent.GroupRead(names, nodes.length == 0 ? Optional.empty() : Optional.of(nodes[0]));
    }

    private void backup(Variant... variants) {
        start(variants);
        on(new ElectionEvent.Joined(OWN));
        on(group(FIRST, MIDDLE, OWN));
    }

    private void leader(Variant... variants) {
        start(variants);
        on(new ElectionEvent.Joined(OWN));
        on(group(OWN));
        assertThat(leads()).isTrue();
    }

    private void start(Variant... variants) {
        Set<Variant> chosen = EnumSet.noneOf(Variant.class);
        chosen.addAll(List.of(variants));
        election = new Election(SELF, chosen);
        on(connected(SESSION));
    }

    private boolean leads() {
        return election.standing().at(now).leading();
    }

    private void reconnectMuchLater(long session) {
        during(3 * TIMEOUT);
        on(new ElectionEvent.Disconnected(now));
        during(PATIENCE - 200 * MS);
        on(connected(session));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void startsAndLeadsAsTheCorrectMasterDoesWhileNothingHappens(Variant variant) {
        start();
        List<ElectionAction> correct = on(new ElectionEvent.Joined(OWN));
        List<ElectionAction> elected = on(group(OWN, other("json.info_0000000006", 600, "10.0.0.5:5050")));

        start(variant);

        assertThat(on(new ElectionEvent.Joined(OWN))).isEqualTo(correct);
        assertThat(on(group(OWN, other("json.info_0000000006", 600, "10.0.0.5:5050"))))
                .isEqualTo(elected)
                .contains(new StartRegistrar(500, OWN.name()));
        assertThat(during(3 * TIMEOUT)).isEmpty();
        assertThat(leads()).isTrue();
    }

    @Test
    void deletesWrongEphemeralDeletesTheLeadersNodeAfterAReconnection() {
        backup(Variant.DELETES_WRONG_EPHEMERAL);
        reconnectMuchLater(SESSION);
        assertThat(on(group(FIRST, MIDDLE, OWN))).contains(new DeleteNode(FIRST.name()));
        assertThat(on(group(FIRST, MIDDLE, OWN))).isEmpty(); // Once, not for ever.

        backup();
        reconnectMuchLater(SESSION);
        assertThat(on(group(FIRST, MIDDLE, OWN))).noneMatch(DeleteNode.class::isInstance);
    }

    @Test
    void deletesWrongEphemeralDeletesAnOldNodeAfterAStartButNotThatOfOneWhoStartedWithIt() {
        CandidateNode late = new CandidateNode(OWN.name(), 500, SESSION, "own-id", "10.0.0.4:5050", 6_001);
        start(Variant.DELETES_WRONG_EPHEMERAL);
        on(new ElectionEvent.Joined(late));
        assertThat(on(group(FIRST, late))).contains(new DeleteNode(FIRST.name()));

        start(Variant.DELETES_WRONG_EPHEMERAL);
        on(new ElectionEvent.Joined(OWN));
        assertThat(on(group(FIRST, OWN))).noneMatch(DeleteNode.class::isInstance);
    }

    @Test
    void deletesWrongEphemeralLeavesItsOwnNodeAlone() {
        leader(Variant.DELETES_WRONG_EPHEMERAL);
        reconnectMuchLater(SESSION);

        assertThat(on(group(OWN, other("json.info_0000000006", 600, "10.0.0.5:5050"))))
                .noneMatch(DeleteNode.class::isInstance);
    }

    @Test
    void ownNodeBlindLeadsOnWithoutItsNode() {
        leader(Variant.OWN_NODE_BLIND);
        assertThat(on(group(MIDDLE))).isEmpty();
        assertThat(leads()).isTrue();

        leader();
        assertThat(on(group(MIDDLE))).containsExactly(new Die(Election.LOST_AS_LEADER));
    }

    @Test
    void reuseNodeGoesOnWithTheNodeOfASessionThatNothingKeepsAlive() {
        leader(Variant.REUSE_NODE);
        on(new ElectionEvent.Disconnected(now));
        assertThat(during(PATIENCE)).containsExactly(new RenewSession());
        assertThat(leads()).isFalse();
        on(new ElectionEvent.Expired(SESSION));
        assertThat(on(connected(78))).contains(new ElectionAction.ConfirmNode(OWN.name()));
        on(new ElectionEvent.Confirmed());
        assertThat(leads()).isTrue();
        assertThat(on(group(MIDDLE))).isEmpty(); // Its node has expired by now, and it does not look.
        assertThat(leads()).isTrue();

        leader();
        on(new ElectionEvent.Disconnected(now));
        assertThat(during(PATIENCE)).containsExactly(new Die(Election.LOST_AS_LEADER));
    }

    @Test
    void reuseNodeNoticesANodeThatIsGoneAlready() {
        leader(Variant.REUSE_NODE);
        on(new ElectionEvent.Disconnected(now));
        during(PATIENCE);
        on(new ElectionEvent.Expired(SESSION));
        on(connected(78));

        assertThat(on(new ElectionEvent.Refuted())).containsExactly(new Die(Election.LOST_AS_LEADER));
    }

    @Test
    void orphanNodeCreatesAnotherAndAnswersForThatOneOnly() {
        CandidateNode second = own("json.info_0000000007", 700, SESSION);
        backup(Variant.ORPHAN_NODE);
        on(new ElectionEvent.Disconnected(now));
        assertThat(on(connected(SESSION))).containsExactly(new CreateNode());
        on(new ElectionEvent.Joined(second));
        on(group(OWN, second)); // Those before it are gone, so its first node comes first.
        assertThat(leads()).isFalse();
        assertThat(election.standing().knowsLeader()).isFalse(); // Nobody leads, and nobody will.

        backup();
        on(new ElectionEvent.Disconnected(now));
        assertThat(on(connected(SESSION))).containsExactly(new ReadGroup());
        on(group(OWN));
        assertThat(leads()).isTrue();
    }

    @Test
    void orphanNodeDoesNotLookForWhatItMayHaveCreated() {
        start(Variant.ORPHAN_NODE);
        assertThat(on(new ElectionEvent.JoinUnknown())).containsExactly(new CreateNode());

        start();
        assertThat(on(new ElectionEvent.JoinUnknown())).containsExactly(new LookForOwnNode());
    }

    @Test
    void staleEventEndsALeaderOverASessionThatIsNotItsOwn() {
        leader(Variant.STALE_EVENT);
        assertThat(on(new ElectionEvent.Expired(SESSION - 1))).containsExactly(new Die(Election.LOST_AS_LEADER));

        leader();
        assertThat(on(new ElectionEvent.Expired(SESSION - 1))).isEmpty();
    }

    @Test
    void staleEventForgetsABackupsNodeThatIsStillInLine() {
        backup(Variant.STALE_EVENT);
        on(new ElectionEvent.Expired(SESSION - 1));
        on(group(OWN));
        assertThat(leads()).isFalse();

        backup();
        on(new ElectionEvent.Expired(SESSION - 1));
        on(group(OWN));
        assertThat(leads()).isTrue();
    }

    @Test
    void predecessorOnlyWatchLeadsWhenTheOneBeforeItIsGoneThoughTheFirstIsThere() {
        backup(Variant.PREDECESSOR_ONLY_WATCH);
        assertThat(leads()).isFalse();
        assertThat(on(group(FIRST, OWN))).contains(new StartRegistrar(500, OWN.name()));
        assertThat(on(group(FIRST, OWN))).isEmpty(); // Nor does it look again.
        assertThat(leads()).isTrue();

        backup();
        on(group(FIRST, OWN));
        assertThat(leads()).isFalse();
    }

    @Test
    void predecessorOnlyWatchStillNoticesThatItsOwnNodeIsGone() {
        leader(Variant.PREDECESSOR_ONLY_WATCH);

        assertThat(on(group(MIDDLE))).containsExactly(new Die(Election.LOST_AS_LEADER));
    }

    @Test
    void zombieStandbyNeitherContendsAgainNorEnds() {
        backup(Variant.ZOMBIE_STANDBY);
        on(new ElectionEvent.Expired(SESSION));
        assertThat(on(connected(78))).noneMatch(CreateNode.class::isInstance).noneMatch(Die.class::isInstance);

        backup();
        on(new ElectionEvent.Expired(SESSION));
        assertThat(on(connected(78))).containsExactly(new CreateNode());
    }

    @Test
    void zombieStandbyDoesNotContendAgainForAVanishedNodeEither() {
        backup(Variant.ZOMBIE_STANDBY);
        assertThat(on(group(FIRST))).noneMatch(CreateNode.class::isInstance);

        backup();
        assertThat(on(group(FIRST))).contains(new CreateNode());
    }

    @Test
    void staleRedirectNamesTheFirstLeaderForEver() {
        backup(Variant.STALE_REDIRECT);
        on(group(MIDDLE, OWN));
        assertThat(election.standing().leaderAuthority()).isEqualTo(FIRST.authority());
        on(group(OWN));
        assertThat(election.standing().leaderAuthority()).isEqualTo(OWN.authority()); // It knows about itself.

        backup();
        on(group(MIDDLE, OWN));
        assertThat(election.standing().leaderAuthority()).isEqualTo(MIDDLE.authority());
    }

    /** The variant has the loop tell the time by the wall clock; what a leap of that clock does is seen here. */
    @Test
    void aClockThatIsSetBackKeepsALeaderThatIsCutOffLeading() {
        leader(Variant.WALLCLOCK_LEASE);
        on(new ElectionEvent.Disconnected(now));
        now -= 10 * TIMEOUT;

        assertThat(during(3 * TIMEOUT)).isEmpty();
        assertThat(leads()).isTrue();
    }

    @Test
    void theCircumstanceOfStaleEventTellsAnExpiryAgainOnceTheNextSessionHasBegun() {
        List<ElectionEvent> told = new ArrayList<>();
        ElectionEvent expired = new ElectionEvent.Expired(SESSION);
        ElectionEvent connected = new ElectionEvent.Connected(SESSION + 1, 2_000_000_000L);
        LateExpiry late = new LateExpiry(told::add);

        late.accept(connected);
        late.accept(expired);
        late.accept(connected);
        late.accept(connected);

        assertThat(told).containsExactly(connected, expired, connected, expired, connected);
    }
}
