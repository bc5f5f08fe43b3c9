package io.interregnum.fault;

import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;

/** Freezes every process of a master. The classic cause of two leaders: the frozen one wakes up and carries on. */
final class PauseNode implements Fault {
    private final String name;
    private final Target aim;

    PauseNode(String name, Target aim) {
        this.name = name;
        this.aim = aim;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "Stops the scheduling of every process of the node; healing lets it go on.";
    }

    @Override
    public String victimSees() {
        return "It sees nothing but a jump of the clock; for its peers connections stay open and silent, and new ones "
                + "are accepted by the kernel and stay silent.";
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.FROZEN;
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
        OnEach.target(nodes, scene.cluster()::pause);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, scene.cluster()::resume);
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            NodeState state = scene.cluster().state(node);
            HttpAttempt.Outcome outcome = HttpAttempt.send(
                    timeout -> scene.cluster().control(node, scene.system().masterPort(), timeout),
                    HttpAttempt.Request.get(scene.system().probePath()),
                    Inspection.TIMEOUT);
            boolean answered = outcome instanceof HttpAttempt.Answered;
            String seen = node + " " + state + ", a probe " + (answered ? "was answered" : "got no answer");
            if (state == NodeState.PAUSED && outcome instanceof HttpAttempt.Unknown) {
                return new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen);
            }
            // A master that ends itself on waking up is no longer frozen either; whether it may is not asked here.
            boolean whole = answered || state == NodeState.ENDED;
            return new ProofOfFault(whole ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, seen);
        });
    }
}
