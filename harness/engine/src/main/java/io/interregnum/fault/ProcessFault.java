package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.history.FaultEvent;
import java.util.List;
import java.util.Optional;

/** What faults have in common that act on whole processes. Immutable. */
abstract class ProcessFault implements Fault {
    private final Card card;
    private final Target aim;

    /**
     * What lists show.
     *
     * @param name as {@link Fault#name}
     * @param description as {@link Fault#description}
     * @param victimSees as {@link Fault#victimSees}
     * @param harm as {@link Fault#harm}
     */
    record Card(String name, String description, String victimSees, FaultEvent.Harm harm) {}

    ProcessFault(Card card, Target aim) {
        this.card = card;
        this.aim = aim;
    }

    @Override
    public final String name() {
        return card.name();
    }

    @Override
    public final String description() {
        return card.description();
    }

    @Override
    public final String victimSees() {
        return card.victimSees();
    }

    @Override
    public final FaultEvent.Harm harm() {
        return card.harm();
    }

    @Override
    public final Target aim() {
        return aim;
    }

    /** {@inheritDoc} A client node among others is passed over. */
    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return target.mayBe(spec).stream().anyMatch(node -> node.role().hasProcess())
                ? Optional.empty()
                : Optional.of(target.text() + " has no process that something could be done to");
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofNodes(withProcess(nodes));
    }

    /**
     * Those of the nodes that have a process, in their order: a client node is a place to send from.
     *
     * @throws ClusterException when none has
     */
    static List<NodeId> withProcess(List<NodeId> nodes) {
        List<NodeId> some =
                nodes.stream().filter(node -> node.role().hasProcess()).toList();
        if (some.isEmpty()) {
            throw new ClusterException("none of " + nodes + " has a process that something could be done to");
        }
        return some;
    }

    @Override
    public String toString() {
        return name();
    }

    /** Releases each node and starts it when it has ended, even after one refused. */
    final void startAgain(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(this, node);
            if (scene.cluster().state(node) == NodeState.ENDED) {
                scene.cluster().start(node);
            }
        });
    }

    /**
     * DAMAGED when it has ended and its port refuses, WHOLE when it runs and its port is open. The port is tried from the
     * node itself, where no cut acts.
     */
    static ProofOfFault endedOrServing(Scene scene, NodeId node) {
        NodeState state = scene.cluster().state(node);
        Reach reach = scene.cluster()
                .network()
                .reach(
                        List.of(new Network.Attempt(node, node, Inspection.servingPort(scene, node))),
                        Inspection.TIMEOUT)
                .get(0);
        String seen = node + " " + state + ", its port " + reach;
        if (state == NodeState.ENDED && reach == Reach.REFUSED) {
            return new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen);
        }
        boolean whole = state == NodeState.RUNNING && reach == Reach.UP;
        return new ProofOfFault(whole ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, seen);
    }
}
