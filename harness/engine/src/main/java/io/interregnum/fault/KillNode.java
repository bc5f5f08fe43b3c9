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
    private final Target aim;

    KillNode(String name, Target aim) {
        this.name = name;
        this.aim = aim;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "SIGKILL to every process of the node; healing starts it again.";
    }

    @Override
    public String victimSees() {
        return "It is gone at once; peers see their connections end and new ones refused.";
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.DEAD;
    }

    @Override
    public Target aim() {
        return aim;
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofNodes(nodes);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        nodes.forEach(node -> scene.hold(this, node));
        OnEach.target(nodes, scene.cluster()::kill);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(this, node);
            if (scene.cluster().state(node) == NodeState.ENDED) {
                scene.cluster().start(node);
            }
        });
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        NodeId witness = scene.cluster().spec().nodes(Role.CLIENT).get(0);
        Damage others = scene.otherDamage(this, nodes);
        return Inspection.ofEach(nodes, node -> {
            NodeState state = scene.cluster().state(node);
            if (others.covers(witness, node)) {
                return new ProofOfFault(
                        state == NodeState.ENDED ? ProofOfFault.Condition.DAMAGED : ProofOfFault.Condition.WHOLE,
                        node + " " + state + ", its port not tried because of another fault");
            }
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
