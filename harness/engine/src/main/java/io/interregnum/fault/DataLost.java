package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a ZooKeeper server or a master and takes its data away; it stays down until it is healed, which starts it with an
 * empty disk and its old number. The data lie beside the disk's other files.
 */
final class DataLost implements Fault {

    @Override
    public String name() {
        return "data-lost";
    }

    @Override
    public String description() {
        return "SIGKILL to a ZooKeeper server or a master, all of whose files are then gone; healing starts it with an "
                + "empty disk.";
    }

    @Override
    public String victimSees() {
        return "After its start it knows nothing, not even what it has promised or accepted, and gets all from the others.";
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.DEAD;
    }

    @Override
    public Target aim() {
        return Targets.AN_ENSEMBLE_FOLLOWER;
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Set.of(Role.ENSEMBLE, Role.OBSERVER, Role.MASTER), target, spec);
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofNodes(nodes);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        nodes.forEach(node -> scene.hold(this, node));
        OnEach.target(nodes, node -> {
            scene.cluster().kill(node);
            scene.cluster().errand(node, List.of("data-set-aside"));
        });
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(this, node);
            Rules.startIfEnded(scene, node);
        });
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            String files = scene.cluster().errand(node, List.of("data-look"));
            boolean lost = files.equals("empty") && scene.cluster().state(node) == NodeState.ENDED;
            return Servers.proof(scene, this, node, lost, "files with data of " + node + ": " + files);
        });
    }
}
