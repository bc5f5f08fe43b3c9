package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/**
 * Kills a follower of the ensemble and writes on without it, so that it has to catch up when it comes back. What is
 * written goes to a node of its own, which healing deletes.
 */
final class LeaveBehind extends ProcessFault {
    /** More than the 500 transactions that a leader keeps in memory, so that it has to send more than those. */
    private static final int WRITE_COUNT = 600;

    private static final int WRITE_BYTES = 64;
    private static final String PATH = "/interregnum-left-behind";
    /** ZooKeeper's client asks it whether it contains null, which a {@code List.of} refuses to answer. */
    private static final List<ACL> ANYBODY =
            Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id("world", "anyone")));

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(15);

    LeaveBehind(String name, Target aim) {
        super(
                new Card(
                        name,
                        "Kills a ZooKeeper server that follows and writes " + WRITE_COUNT
                                + " times without it; healing starts it, and is done when it has caught up.",
                        "It misses what is agreed on meanwhile; when it is back, it serves nobody until it has been told.",
                        FaultEvent.Harm.DEAD),
                aim);
    }

    /** What is kept of one use: how far each server was when it was killed. */
    private record Behind(Map<NodeId, Long> zxids) implements AutoCloseable {
        @Override
        public void close() {}
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Set.of(Role.ENSEMBLE), target, spec);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        Cluster cluster = scene.cluster();
        Map<NodeId, Long> zxids = new TreeMap<>();
        for (NodeId server : targets) {
            long zxid = EnsembleStatus.zxid(cluster, server);
            if (zxid == 0) {
                throw new ClusterException(server + " does not serve, so nobody could say how far behind it gets");
            }
            zxids.put(server, zxid);
        }
        scene.keep(this, targets, new Behind(zxids));
        targets.forEach(server -> scene.hold(this, server));
        OnEach.target(targets, cluster::kill);
        ControlClient.with(cluster, leader(cluster), "write without " + targets, LeaveBehind::write);
    }

    private static NodeId leader(Cluster cluster) {
        return EnsembleStatus.leader(cluster)
                .orElseThrow(() -> new ClusterException("no ZooKeeper server leads, so that nothing can be written"));
    }

    private static void write(ZooKeeperAdmin client) throws KeeperException, InterruptedException {
        try {
            client.create(PATH, new byte[0], ANYBODY, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException e) {
            // Of another use that is not healed yet, which writes there as well.
        }
        CountDownLatch written = new CountDownLatch(WRITE_COUNT);
        AtomicInteger refused = new AtomicInteger();
        for (int i = 0; i < WRITE_COUNT; i++) {
            client.setData(
                    PATH,
                    new byte[WRITE_BYTES],
                    -1,
                    (code, path, context, stat) -> {
                        refused.addAndGet(code == KeeperException.Code.OK.intValue() ? 0 : 1);
                        written.countDown();
                    },
                    null);
        }
        if (!written.await(WRITE_LIMIT.toMillis(), TimeUnit.MILLISECONDS) || refused.get() > 0) {
            throw new ClusterException("of " + WRITE_COUNT + " writes " + written.getCount()
                    + " were not answered within " + WRITE_LIMIT.toSeconds() + " s and " + refused + " were refused");
        }
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        startAgain(scene, targets);
        if (scene.keeps(this, targets)) {
            ControlClient.with(scene.cluster(), leader(scene.cluster()), "delete " + PATH, client -> {
                try {
                    client.delete(PATH, -1);
                } catch (KeeperException.NoNodeException e) {
                    // Nothing was written, or another use of this fault has deleted it.
                }
            });
        }
        scene.stop(this, targets); // until the node is gone it is known that it has to go
    }

    /**
     * {@inheritDoc}
     *
     * <p>DAMAGED when the server has ended and the leader is that many transactions further; WHOLE when it is as far as
     * the leader was a moment before, and what was written is deleted.
     */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        Cluster cluster = scene.cluster();
        Optional<Behind> kept = scene.kept(this, targets, Behind.class);
        NodeId leader = leader(cluster);
        long ahead = EnsembleStatus.zxid(cluster, leader);
        return Inspection.ofEach(targets, server -> {
            NodeState state = cluster.state(server);
            if (kept.isPresent() && state == NodeState.ENDED) {
                long at = Objects.requireNonNullElse(kept.get().zxids().get(server), 0L);
                boolean behind = ahead - at >= WRITE_COUNT;
                return new ProofOfFault(
                        behind ? ProofOfFault.Condition.DAMAGED : ProofOfFault.Condition.UNCLEAR,
                        lag(server, at, leader, ahead));
            }
            long at = EnsembleStatus.zxid(cluster, server);
            boolean level = state == NodeState.RUNNING && at >= ahead;
            return new ProofOfFault(
                    level && kept.isEmpty() ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR,
                    lag(server, at, leader, ahead) + (kept.isPresent() ? "; " + PATH + " is not deleted" : ""));
        });
    }

    private static String lag(NodeId server, long at, NodeId leader, long ahead) {
        return server + " is at 0x" + Long.toHexString(at) + ", " + leader + " at 0x" + Long.toHexString(ahead)
                + (ahead >>> 32 == at >>> 32 ? ", " + Math.max(0, ahead - at) + " further" : ", of a later epoch");
    }
}
