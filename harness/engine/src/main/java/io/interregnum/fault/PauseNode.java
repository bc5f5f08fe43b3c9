package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;

/** Freezes every process of a node. The classic cause of two leaders: the frozen one wakes up and carries on. */
final class PauseNode extends ProcessFault {
    PauseNode(String name, Target aim) {
        super(
                new Card(
                        name,
                        "Stops the scheduling of every process of the node; healing lets it go on.",
                        "It sees nothing but a jump of the clock; for its peers connections stay open and silent, and "
                                + "new ones are accepted by the kernel and stay silent.",
                        FaultEvent.Harm.FROZEN),
                aim);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        OnEach.target(withProcess(targets), scene.cluster()::pause);
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        OnEach.target(withProcess(targets), scene.cluster()::resume);
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        return Inspection.ofEach(withProcess(targets), node -> {
            NodeState state = scene.cluster().state(node);
            boolean answered = Inspection.answers(scene, node);
            String seen = node + " " + state + ", a question " + (answered ? "was answered" : "got no answer");
            if (state == NodeState.PAUSED && !answered) {
                return new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen);
            }
            // A master that ends itself on waking up is no longer frozen either; whether it may is not asked here.
            boolean whole = answered || state == NodeState.ENDED;
            return new ProofOfFault(whole ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, seen);
        });
    }
}
