package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a node to end, as an operator does; what it does before it ends, such as closing its session, is its own affair. */
final class TerminateNode extends ProcessFault {
    TerminateNode(String name, Target aim) {
        super(
                new Card(
                        name,
                        "SIGTERM to every process of the node, which may finish what it likes before it ends; healing "
                                + "starts it again, and first kills what has not ended by then.",
                        "It is asked to end and can say goodbye; peers see its session closed, connections end and new "
                                + "ones refused.",
                        FaultEvent.Harm.DEAD),
                aim);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        List<NodeId> nodes = withProcess(targets);
        scene.keep(this, targets, Lives.of(scene.cluster(), nodes));
        nodes.forEach(node -> scene.hold(this, node));
        OnEach.target(nodes, scene.cluster()::terminate);
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        List<NodeId> nodes = withProcess(targets);
        Optional<Lives> lives = scene.kept(this, targets, Lives.class);
        @org.jspecify.annotations.Nullable ClusterException refusal = null;
        try {
            // One that is still about to end would do so after everybody believed it healed.
            OnEach.target(nodes, node -> {
                if (lives.isPresent() && lives.get().goesOn(scene.cluster(), node)) {
                    scene.cluster().kill(node);
                }
            });
        } catch (ClusterException e) {
            refusal = e;
        }
        startAgain(scene, nodes);
        if (refusal != null) {
            throw refusal;
        }
        scene.stop(this, targets); // what was refused is tried again, and has to know the lives then
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        return Inspection.ofEach(withProcess(targets), node -> endedOrServing(scene, node));
    }
}
