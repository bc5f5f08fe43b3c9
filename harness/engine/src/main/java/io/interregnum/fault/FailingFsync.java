package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes fsync of a ZooKeeper server's transaction log fail; healing starts the server again if it gave up. */
final class FailingFsync implements Fault {
    private static final String COMMIT = "org.apache.zookeeper.server.persistence.FileTxnLog.commit";
    private static final Duration SESSION = Duration.ofMillis(500);

    @Override
    public String name() {
        return "failing-fsync";
    }

    @Override
    public String description() {
        return "Each fsync of a ZooKeeper server's transaction log throws an IOException.";
    }

    @Override
    public String victimSees() {
        return "The next write cannot be made durable, which it takes for the end: it stops serving.";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INJECTION_AGENT);
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.OTHER;
    }

    @Override
    public Target aim() {
        return Targets.ENSEMBLE_LEADER;
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Fit.SERVERS, target, spec);
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofNodes(nodes);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        nodes.forEach(node -> scene.hold(this, node));
        String rule = Rules.text(this, COMMIT, SlowFsync.AT_FORCE, "on", Rules.raise(this, "java.io.IOException"));
        OnEach.target(nodes, node -> Rules.on(scene, this, node, plannedEnd, rule));
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(this, node);
            try {
                Rules.off(scene, this, node);
            } finally {
                Servers.restartIfSilent(scene, node);
            }
        });
    }

    /** {@inheritDoc} Makes a transaction, by opening a session: without one nothing fails. */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            boolean injected = Rules.look(scene, this, node).on();
            String session = injected ? FsyncMeasure.openSession(scene, node, SESSION) : "no rule in its JVM";
            Rules.Found found = Rules.look(scene, this, node);
            boolean ended = scene.isHeld(node) && scene.cluster().state(node) == NodeState.ENDED;
            boolean silent = EnsembleStatus.mode(scene.cluster(), node).isEmpty();
            String seen = session + "; a fsync failed " + found.firedCount() + " times";
            return Servers.proof(scene, this, node, ended || (found.firedCount() > 0 && silent), seen);
        });
    }
}
