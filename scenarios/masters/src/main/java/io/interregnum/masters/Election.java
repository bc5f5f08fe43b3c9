package io.interregnum.masters;

import io.interregnum.masters.ElectionAction.ConfirmNode;
import io.interregnum.masters.ElectionAction.CreateNode;
import io.interregnum.masters.ElectionAction.DeleteNode;
import io.interregnum.masters.ElectionAction.Die;
import io.interregnum.masters.ElectionAction.LookForOwnNode;
import io.interregnum.masters.ElectionAction.ReadGroup;
import io.interregnum.masters.ElectionAction.RenewSession;
import io.interregnum.masters.ElectionAction.Report;
import io.interregnum.masters.ElectionAction.StartRegistrar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who leads and what to do about it: events in, actions out. Knows no clock and no ZooKeeper; time comes with
 * the events, in nanoseconds on any monotonic clock. For one thread.
 *
 * <p>The leader is the candidate with the smallest sequence number, and it is us only if that znode carries our id
 * <em>and</em> belongs to our session. The epoch is the czxid of that znode.
 *
 * <p>When a leader must stop believing: the client reports a lost connection about two thirds of the session time-out T
 * after the last byte it heard, so T/3 after that report the ensemble may expire the session. A tenth of that third is
 * kept back for the way that the last byte took and for threads that run late. And a process that was
 * frozen for T/3 or longer does not know what it missed: it stops claiming until the ensemble has confirmed its znode,
 * and ends itself if it was frozen for T. Both rules err towards stepping down too early, which costs availability and
 * never safety.
 */
final class Election {
    static final String LOST_AS_LEADER = "Lost candidacy as a leader... committing suicide!";
    static final String INDECISIVE = "Lost leadership after indecisive election... committing suicide!";
    static final String CONCEDED = "Conceded leadership to another master... committing suicide!";
    static final String LOST_AS_FOLLOWER = "Lost candidacy as a follower... Contend again";

    /** Variants that do not notice that they were paused. */
    private static final Set<Variant> TRUST_THEMSELVES =
            EnumSet.of(Variant.SUSPENDED_IS_LEADER, Variant.NO_FENCE, Variant.MESOS_TIMER);

    /** A node is old for {@link Variant#DELETES_WRONG_EPHEMERAL} after so many session time-outs. */
    private static final long OLD_TIMEOUTS = 2;

    private final String ownId;
    private final String ownAuthority;
    private final Set<Variant> variants;
    private final List<ElectionAction> actions = new ArrayList<>();

    private boolean dead;
    private boolean connected;
    private long session;
    private long timeoutNanos;
    private boolean joining;
    private boolean joinUnknown;
    private @Nullable CandidateNode own;
    private boolean leading;
    private boolean doubting;
    private long epoch;
    private String leaderAuthority = "";
    private OptionalLong expiryNanos = OptionalLong.empty();
    private OptionalLong lastEventNanos = OptionalLong.empty();
    private OptionalLong firstConnectedNanos = OptionalLong.empty();
    private boolean reconnected; // since the group was last cleaned up; deletes-wrong-ephemeral only
    private boolean cleansUp; // at the next reading of the group; deletes-wrong-ephemeral only
    private boolean reusesNode; // of a session that is gone; reuse-node only
    private boolean zombie; // neither contends nor ends; zombie-standby only
    private String predecessor = ""; // predecessor-only-watch only; empty until it is known

    Election(MasterInfo self, Set<Variant> variants) {
        this.ownId = self.id();
        this.ownAuthority = self.authority();
        this.variants = Set.copyOf(variants);
    }

    /** What to do about this event, in order; empty if nothing. After {@link Die} every event is ignored. */
    List<ElectionAction> on(long nowNanos, ElectionEvent event) {
        actions.clear();
        noticeSilence(nowNanos);
        if (!dead) {
            handle(nowNanos, event);
        }
        lastEventNanos = OptionalLong.of(nowNanos);
        return List.copyOf(actions);
    }

    /** What this master may believe from the last event on. */
    Standing standing() {
        if (dead) {
            return Standing.NONE;
        }
        if (leading && !doubting) {
            return new Standing(true, epoch, ownAuthority, limit());
        }
        return leading ? Standing.NONE : Standing.following(leaderAuthority);
    }

    private OptionalLong limit() {
        if (!guardsAgainstPauses() || lastEventNanos.isEmpty()) {
            return expiryNanos;
        }
        long pulseLimit = lastEventNanos.getAsLong() + timeoutNanos / 3;
        boolean expiresFirst = expiryNanos.isPresent() && expiryNanos.getAsLong() - pulseLimit < 0;
        return expiresFirst ? expiryNanos : OptionalLong.of(pulseLimit);
    }

    private void handle(long nowNanos, ElectionEvent event) {
        if (event instanceof ElectionEvent.Connected connection) {
            onConnected(nowNanos, connection);
        } else if (event instanceof ElectionEvent.Disconnected disconnection) {
            onDisconnected(disconnection);
        } else if (event instanceof ElectionEvent.Expired expiry) {
            onExpired(expiry);
        } else if (event instanceof ElectionEvent.Joined joined) {
            onJoined(joined.own());
        } else if (event instanceof ElectionEvent.JoinUnknown) {
            lookAgain();
        } else if (event instanceof ElectionEvent.OwnNodeAbsent) {
            joinUnknown = false;
            actions.add(new CreateNode());
        } else if (event instanceof ElectionEvent.GroupChanged) {
            readGroup();
        } else if (event instanceof ElectionEvent.GroupRead read) {
            onGroupRead(read);
        } else if (event instanceof ElectionEvent.Confirmed) {
            onConfirmed();
        } else if (event instanceof ElectionEvent.Refuted) {
            onRefuted();
        } else if (event instanceof ElectionEvent.Failed failed) {
            die("Failed to detect the leading master: " + failed.reason() + "; committing suicide!");
        } else {
            onTick(nowNanos);
        }
    }

    private void onConnected(long nowNanos, ElectionEvent.Connected connection) {
        connected = true;
        timeoutNanos = connection.negotiatedTimeoutNanos();
        expiryNanos = OptionalLong.empty();
        boolean resumed = session == connection.session();
        if (!resumed) {
            session = connection.session();
            joining = false;
            joinUnknown = false;
        }
        noteReconnection(nowNanos);
        if (ignoresZooKeeper()) {
            report("stays-leader", "new session, old belief");
            return;
        }
        if (leading && own == null) {
            die(LOST_AS_LEADER); // suspended-is-leader: a new session is ZooKeeper's word that the old one is gone.
            return;
        }
        if (resumed && has(Variant.ORPHAN_NODE)) {
            own = null; // The mistake: it still exists, and nobody will answer for it.
        }
        join();
        if (own != null) {
            actions.add(new ReadGroup());
        }
        confirmIfDoubting();
    }

    private void noteReconnection(long nowNanos) {
        if (firstConnectedNanos.isEmpty()) {
            firstConnectedNanos = OptionalLong.of(nowNanos);
        } else if (has(Variant.DELETES_WRONG_EPHEMERAL)
                && nowNanos - firstConnectedNanos.getAsLong() > OLD_TIMEOUTS * timeoutNanos) {
            reconnected = true;
            cleansUp = true;
        }
    }

    private void onDisconnected(ElectionEvent.Disconnected disconnection) {
        connected = false;
        if (has(Variant.SUSPENDED_IS_LEADER)) {
            return;
        }
        long wait = has(Variant.MESOS_TIMER) ? timeoutNanos : timeoutNanos / 10 * 3;
        expiryNanos = OptionalLong.of(disconnection.atNanos() + wait);
    }

    private void onExpired(ElectionEvent.Expired expiry) {
        if (expiry.session() != session && !has(Variant.STALE_EVENT)) {
            return; // A late event of a session that is no longer ours says nothing about this one.
        }
        connected = false;
        session = 0;
        expiryNanos = OptionalLong.empty();
        joining = false;
        joinUnknown = false;
        if (ignoresZooKeeper()) {
            report("stays-leader", "session expired");
            return;
        }
        if (own != null && has(Variant.REUSE_NODE)) {
            return; // The mistake: the node may be there still, but nothing keeps it there.
        }
        own = null;
        if (leading && has(Variant.SUSPENDED_IS_LEADER)) {
            // The client library gives a silent session up by its own clock; the ensemble has said nothing yet.
            report("stays-leader", "session given up, ZooKeeper not heard");
            return;
        }
        if (!has(Variant.STALE_REDIRECT)) {
            leaderAuthority = "";
        }
        if (leading) {
            die(LOST_AS_LEADER);
        } else {
            lostAsFollower();
        }
    }

    private void lostAsFollower() {
        zombie = has(Variant.ZOMBIE_STANDBY);
        report(zombie ? "gives-up" : "contends-again", LOST_AS_FOLLOWER);
    }

    private void onJoined(CandidateNode node) {
        joining = false;
        if (node.ownerSession() != session && !has(Variant.STALE_EVENT)) {
            lookAgain(); // It belongs to a session that is gone or not yet announced.
            return;
        }
        joinUnknown = false;
        own = node;
        cleansUp = has(Variant.DELETES_WRONG_EPHEMERAL);
        predecessor = "";
        report("joined", node.name());
        actions.add(new ReadGroup());
    }

    private void lookAgain() {
        joining = false;
        joinUnknown = !has(Variant.ORPHAN_NODE);
        if (connected) {
            join();
        }
    }

    private void join() {
        if (own != null || joining || zombie) {
            return;
        }
        joining = true;
        actions.add(joinUnknown ? new LookForOwnNode() : new CreateNode());
    }

    private void readGroup() {
        if (connected && !ignoresZooKeeper()) {
            actions.add(new ReadGroup());
        }
    }

    private void onGroupRead(ElectionEvent.GroupRead read) {
        if (ignoresZooKeeper() || ignoresNodes()) {
            return;
        }
        cleanUp(read);
        if (own != null && !read.names().contains(own.name())) {
            own = null;
            if (leading) {
                die(read.names().isEmpty() ? INDECISIVE : LOST_AS_LEADER);
                return;
            }
            lostAsFollower();
            if (connected) {
                join();
            }
        }
        if (own != null && has(Variant.PREDECESSOR_ONLY_WATCH)) {
            lookAtPredecessor(own, read);
        } else {
            detected(read.smallest());
        }
    }

    /** The mistake of deletes-wrong-ephemeral: what comes first and is not ours is taken for what we left behind. */
    private void cleanUp(ElectionEvent.GroupRead read) {
        if (!cleansUp || own == null) {
            return;
        }
        long oldMs = OLD_TIMEOUTS * timeoutNanos / 1_000_000;
        CandidateNode mine = own;
        read.smallest()
                .filter(node -> !isOurs(node))
                .filter(node -> reconnected || mine.createdMs() - node.createdMs() > oldMs)
                .ifPresent(node -> {
                    report("cleans-up", "stale node " + node.name());
                    actions.add(new DeleteNode(node.name()));
                });
        cleansUp = false;
        reconnected = false;
    }

    /** The mistake of predecessor-only-watch: whoever stood before us was the leader, so once it is gone we are. */
    private void lookAtPredecessor(CandidateNode mine, ElectionEvent.GroupRead read) {
        if (leading) {
            return;
        }
        if (predecessor.isEmpty()) {
            predecessor = read.names().stream()
                    .filter(name -> name.compareTo(mine.name()) < 0)
                    .max(String::compareTo)
                    .orElse(mine.name());
        }
        if (predecessor.equals(mine.name()) || !read.names().contains(predecessor)) {
            elected(mine);
        } else {
            follow(read.smallest().map(CandidateNode::authority).orElse(""));
        }
    }

    private void detected(Optional<CandidateNode> smallest) {
        if (smallest.isPresent() && isOurs(smallest.get())) {
            elected(smallest.get());
        } else if (leading) {
            die(CONCEDED);
        } else {
            follow(smallest.map(CandidateNode::authority).orElse(""));
        }
    }

    private boolean isOurs(CandidateNode node) {
        boolean answers = !has(Variant.ORPHAN_NODE) || own == null || own.name().equals(node.name());
        boolean kept = node.ownerSession() == session || has(Variant.REUSE_NODE);
        return node.masterId().equals(ownId) && kept && answers;
    }

    private void elected(CandidateNode node) {
        own = node;
        if (leading) {
            report("re-elected", "Re-elected as the leading master");
            return;
        }
        leading = true;
        epoch = node.czxid();
        leaderAuthority = ownAuthority;
        report("elected", "Elected as the leading master!");
        actions.add(new StartRegistrar(epoch, node.name()));
    }

    /**
     * Follows whoever is at this address. Whoever is said to be at <em>our</em> address is a predecessor of this process
     * whose znode has not expired yet, or a session that we lost: nobody is there to be followed.
     */
    private void follow(String authority) {
        String leader = authority.equals(ownAuthority) ? "" : authority;
        boolean sticks = has(Variant.STALE_REDIRECT) && !leaderAuthority.isEmpty();
        if (leader.equals(leaderAuthority) || sticks) {
            return;
        }
        leaderAuthority = leader;
        report(
                "detected",
                leader.isEmpty() ? "No master was elected." : "The newly elected leader is master@" + leader);
    }

    private void noticeSilence(long nowNanos) {
        if (dead || !leading || !guardsAgainstPauses() || lastEventNanos.isEmpty()) {
            return;
        }
        long silenceNanos = nowNanos - lastEventNanos.getAsLong();
        if (silenceNanos >= timeoutNanos) {
            die(LOST_AS_LEADER);
        } else if (silenceNanos >= timeoutNanos / 3 && !doubting) {
            doubting = true;
            report("doubts", "nothing happened for " + silenceNanos / 1_000_000 + " ms");
            confirmIfDoubting();
        }
    }

    private void confirmIfDoubting() {
        if (doubting && connected && own != null) {
            actions.add(new ConfirmNode(own.name()));
        }
    }

    private void onConfirmed() {
        if (doubting) {
            doubting = false;
            reusesNode = has(Variant.REUSE_NODE) && own != null && own.ownerSession() != session;
            report("confirmed", "still the leading master");
        }
    }

    private void onRefuted() {
        if (leading && !ignoresZooKeeper()) {
            die(LOST_AS_LEADER);
        }
    }

    private void onTick(long nowNanos) {
        if (expiryNanos.isEmpty() || nowNanos - expiryNanos.getAsLong() < 0 || ignoresZooKeeper()) {
            return;
        }
        expiryNanos = OptionalLong.empty();
        if (has(Variant.REUSE_NODE)) {
            doubting = leading;
            actions.add(new RenewSession());
        } else if (leading) {
            die(LOST_AS_LEADER);
        } else {
            follow("");
        }
    }

    /** The textbook split-brain: a leader whom nothing that ZooKeeper says can depose. */
    private boolean ignoresZooKeeper() {
        return leading && has(Variant.SUSPENDED_IS_LEADER) && has(Variant.NO_FENCE);
    }

    /** A leader that does not look whether its node is there any more. */
    private boolean ignoresNodes() {
        return leading && (has(Variant.OWN_NODE_BLIND) || reusesNode);
    }

    private boolean has(Variant variant) {
        return variants.contains(variant);
    }

    private boolean guardsAgainstPauses() {
        return Collections.disjoint(variants, TRUST_THEMSELVES);
    }

    private void report(String what, String details) {
        actions.add(new Report(what, details));
    }

    private void die(String sentence) {
        dead = true;
        actions.add(new Die(sentence));
    }
}
