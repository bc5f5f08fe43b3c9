package io.interregnum.fault;

import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Ends every process of a node with SIGKILL; healing starts it again, with the same address and data. */
final class KillNode extends ProcessFault {
    private final Set<Need> needs;

    KillNode(String name, Target aim) {
        this(name, aim, Set.of());
    }

    KillNode(String name, Target aim, Set<Need> needs) {
        super(
                new Card(
                        name,
                        "SIGKILL to every process of the node; healing starts it again.",
                        "It is gone at once; peers see their connections end and new ones refused.",
                        FaultEvent.Harm.DEAD),
                aim);
        this.needs = Set.copyOf(needs);
    }

    @Override
    public Set<Need> needs() {
        return needs;
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        List<NodeId> nodes = withProcess(targets);
        nodes.forEach(node -> scene.hold(this, node));
        OnEach.target(nodes, scene.cluster()::kill);
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        startAgain(scene, withProcess(targets));
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        return Inspection.ofEach(withProcess(targets), node -> endedOrServing(scene, node));
    }
}
