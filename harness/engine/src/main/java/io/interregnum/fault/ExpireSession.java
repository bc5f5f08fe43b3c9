package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Ends the ZooKeeper session that owns a master's election node, from outside and while the master is well. */
final class ExpireSession extends ProcessFault {

    ExpireSession(String name, Target aim) {
        super(
                new Card(
                        name,
                        "Closes the session that owns the master's election node, from another connection; there is "
                                + "nothing to heal, but the master has to come back with a session of its own.",
                        "Its connection ends and its session is refused as expired, though process and network are well; "
                                + "peers see its election node vanish at once.",
                        FaultEvent.Harm.OTHER),
                aim);
    }

    /** What is kept of one use: the sessions that were ended, by master. */
    private record Ended(Map<NodeId, Long> sessions) implements AutoCloseable {
        @Override
        public void close() {}
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Set.of(Role.MASTER), target, spec);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        Cluster cluster = scene.cluster();
        Map<NodeId, Long> sessions = new TreeMap<>();
        for (NodeId master : targets) {
            sessions.put(master, ownerOf(scene, master));
        }
        scene.keep(this, targets, new Ended(sessions));
        NodeId server = leader(cluster);
        OnEach.target(
                targets,
                master ->
                        SessionTakeover.close(cluster, server, java.util.Objects.requireNonNull(sessions.get(master))));
    }

    private static long ownerOf(Scene scene, NodeId master) {
        return scene.leadership()
                .session(master)
                .orElseThrow(() -> new ClusterException(
                        "no election node of " + master + " was seen, so it has no session that could be ended"));
    }

    private static NodeId leader(Cluster cluster) {
        return EnsembleStatus.leader(cluster)
                .orElseThrow(() -> new ClusterException("no ZooKeeper server leads, so that no session can be closed"));
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        scene.stop(this, targets);
    }

    /**
     * {@inheritDoc}
     *
     * <p>DAMAGED when the ensemble's leader knows none of the sessions that were ended; WHOLE when every master owns its
     * election node by a session that is known there.
     */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        Cluster cluster = scene.cluster();
        Optional<Ended> kept = scene.kept(this, targets, Ended.class);
        String known = EnsembleStatus.ask(cluster, leader(cluster), "dump");
        return Inspection.ofEach(targets, master -> {
            if (kept.isPresent()) {
                long ended = java.util.Objects.requireNonNullElse(
                        kept.get().sessions().get(master), 0L);
                boolean gone = !known.isEmpty() && !knows(known, ended);
                return new ProofOfFault(
                        gone ? ProofOfFault.Condition.DAMAGED : ProofOfFault.Condition.WHOLE,
                        "session 0x" + Long.toHexString(ended) + " of " + master + (gone ? " is gone" : " is known"));
            }
            OptionalLong session = scene.leadership().session(master);
            boolean lives = session.isPresent() && knows(known, session.getAsLong());
            return new ProofOfFault(
                    lives ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR,
                    session.isPresent()
                            ? "session 0x" + Long.toHexString(session.getAsLong()) + " of " + master
                                    + (lives ? " is known" : " is not known")
                            : "no election node of " + master + " was seen");
        });
    }

    private static boolean knows(String dump, long session) {
        return Pattern.compile("\\b0x" + Long.toHexString(session) + "\\b")
                .matcher(dump)
                .find();
    }
}
