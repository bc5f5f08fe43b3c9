package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.EnsembleConfig;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.RunClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Makes spare servers members of the ensemble while it serves: of three members five. Healing makes it three again. */
final class GrowEnsemble extends ProcessFault {
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(20);
    private static final Duration TRY_AGAIN = Duration.ofMillis(100);

    GrowEnsemble(String name) {
        super(
                new Card(
                        name,
                        "Starts the spare ZooKeeper servers and makes them voting members by reconfiguration; healing "
                                + "removes them again and ends them.",
                        "The quorum grows under way; clients go on with the addresses that they were told.",
                        FaultEvent.Harm.OTHER),
                Targets.SPARE_SERVERS);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.SPARE_SERVERS);
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Set.of(Role.SPARE), target, spec);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        Cluster cluster = scene.cluster();
        OnEach.target(targets, cluster::start);
        String joining = targets.stream()
                .map(server -> EnsembleConfig.member(server, cluster.address(server)))
                .collect(Collectors.joining(","));
        // They may vote once they have been told everything; until then the leader refuses.
        untilAgreed(cluster, "add " + targets, client -> change(client, joining, null));
    }

    /** Tries until the leader agrees or the limit is reached. */
    private static void untilAgreed(Cluster cluster, String what, ControlClient.Body change) {
        RunClock clock = RunClock.startNow();
        while (true) {
            try {
                ControlClient.with(cluster, leader(cluster), what, change);
                return;
            } catch (ClusterException e) {
                if (clock.nanos() > JOIN_LIMIT.toNanos()) {
                    throw e;
                }
            }
            try {
                clock.sleepUntil(clock.nanos() + TRY_AGAIN.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterException("interrupted while changing the members of the ensemble", e);
            }
        }
    }

    private static NodeId leader(Cluster cluster) {
        return EnsembleStatus.leader(cluster)
                .orElseThrow(
                        () -> new ClusterException("no ZooKeeper server leads, so that the members cannot be changed"));
    }

    private static void change(ZooKeeperAdmin client, @Nullable String joining, @Nullable String leaving)
            throws KeeperException, InterruptedException {
        client.addAuthInfo("digest", EnsembleConfig.SUPERUSER.getBytes(StandardCharsets.US_ASCII));
        client.reconfigure(joining, leaving, null, -1, new Stat());
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        Cluster cluster = scene.cluster();
        @Nullable ClusterException refusal = null;
        try {
            untilAgreed(cluster, "remove " + targets, client -> {
                List<NodeId> members = EnsembleStatus.members(cluster, targets);
                if (!members.isEmpty()) {
                    change(client, null, ids(members));
                }
            });
        } catch (ClusterException e) {
            refusal = e;
        }
        OnEach.target(targets, cluster::kill);
        if (refusal != null) {
            throw refusal;
        }
    }

    private static String ids(List<NodeId> servers) {
        return servers.stream()
                .map(server -> String.valueOf(EnsembleConfig.serverId(server)))
                .collect(Collectors.joining(","));
    }

    /**
     * {@inheritDoc}
     *
     * <p>DAMAGED when the leader's configuration names every target and each serves as a member; WHOLE when it names none
     * and none runs.
     */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        Cluster cluster = scene.cluster();
        List<NodeId> members = EnsembleStatus.members(cluster, targets);
        return Inspection.ofEach(targets, server -> {
            boolean member = members.contains(server);
            NodeState state = cluster.state(server);
            String mode = EnsembleStatus.mode(cluster, server);
            String seen = server + " " + state + (member ? ", a member" : ", no member")
                    + (mode.isEmpty() ? "" : ", says " + mode);
            if (member && (mode.equals("follower") || mode.equals("leader"))) {
                return new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen);
            }
            boolean whole = !member && state == NodeState.ENDED;
            return new ProofOfFault(whole ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, seen);
        });
    }
}
