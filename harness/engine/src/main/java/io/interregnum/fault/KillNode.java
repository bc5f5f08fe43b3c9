package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;

/** Ends every process of a node with SIGKILL; healing starts it again, with the same address and data. */
final class KillNode implements Fault {
    private final String name;
    private final Targets targets;

    KillNode(String name, Targets targets) {
        this.name = name;
        this.targets = targets;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "SIGKILL to every process of the node; peers see their connections end and new ones refused. "
                + "Healing starts it again.";
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.DEAD;
    }

    @Override
    public List<NodeId> aim(Scene scene) {
        return targets.resolve(scene);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        nodes.forEach(scene::hold);
        OnEach.target(nodes, scene.cluster()::kill);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(node);
            if (scene.cluster().state(node) == NodeState.ENDED) {
                scene.cluster().start(node);
            }
        });
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        NodeId witness = scene.cluster().spec().nodes(Role.CLIENT).get(0);
        return Inspection.ofEach(nodes, node -> {
            NodeState state = scene.cluster().state(node);
            Reach reach = Inspection.reach(scene, witness, node);
            String seen = node + " " + state + ", its port " + reach + " from " + witness;
            if (state == NodeState.ENDED && reach == Reach.REFUSED) {
                return new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen);
            }
            boolean whole = state == NodeState.RUNNING && reach == Reach.UP;
            return new ProofOfFault(whole ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, seen);
        });
    }
}
