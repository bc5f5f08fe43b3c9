package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Kills a node and starts it again at once. The damage is done when it is another process than before. */
final class RestartNode extends ProcessFault {
    RestartNode(String name, Target aim) {
        super(
                new Card(
                        name,
                        "SIGKILL to every process of the node, which is started again at once.",
                        "It is gone without a word and back within a second or two, often before its session expires.",
                        FaultEvent.Harm.DEAD),
                aim);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        List<NodeId> nodes = withProcess(targets);
        scene.keep(this, targets, Lives.of(scene.cluster(), nodes));
        nodes.forEach(node -> scene.hold(this, node));
        OnEach.target(nodes, scene.cluster()::kill);
        startAgain(scene, nodes);
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        scene.stop(this, targets);
        startAgain(scene, withProcess(targets));
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        Optional<Lives> lives = scene.kept(this, targets, Lives.class);
        return Inspection.ofEach(withProcess(targets), node -> {
            if (lives.isEmpty()) {
                return endedOrServing(scene, node);
            }
            String seen = node + " was process " + lives.get().before(node) + " and is "
                    + scene.cluster().life(node);
            return lives.get().isAnother(scene.cluster(), node)
                    ? new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen)
                    : new ProofOfFault(
                            lives.get().goesOn(scene.cluster(), node)
                                    ? ProofOfFault.Condition.WHOLE
                                    : ProofOfFault.Condition.UNCLEAR,
                            seen);
        });
    }
}
