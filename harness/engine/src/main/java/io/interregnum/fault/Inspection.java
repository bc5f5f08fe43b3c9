package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Ways to look at nodes that several faults share. */
final class Inspection {
    /** Long enough for a connection on one machine, short against the damage that it looks for. */
    static final Duration TIMEOUT = Duration.ofMillis(250);

    /** Discard: nobody listens there, so an open way answers with a refusal. */
    static final int CLOSED_PORT = 9;

    private Inspection() {}

    /** Joins what was seen of each target: all damaged, all whole, or unclear. A target that cannot be seen is unclear. */
    static ProofOfFault ofEach(List<NodeId> targets, Function<NodeId, ProofOfFault> look) {
        List<ProofOfFault> proofs = new ArrayList<>();
        for (NodeId target : targets) {
            try {
                proofs.add(look.apply(target));
            } catch (ClusterException e) {
                proofs.add(new ProofOfFault(ProofOfFault.Condition.UNCLEAR, target + ": " + e.getMessage()));
            }
        }
        String detail =
                String.join("; ", proofs.stream().map(ProofOfFault::detail).toList());
        ProofOfFault.Condition first = proofs.get(0).condition();
        boolean agree = proofs.stream().allMatch(proof -> proof.condition() == first);
        return new ProofOfFault(agree ? first : ProofOfFault.Condition.UNCLEAR, detail);
    }

    /** What one connection over the data network finds. */
    static Reach reach(Scene scene, NodeId from, NodeId to) {
        return scene.cluster()
                .network()
                .reach(List.of(new Network.Attempt(from, to, servingPort(scene, to))), TIMEOUT)
                .get(0);
    }

    /** Whether a node's program answers a question over the control way, whatever it answers. Blocks for a second at most. */
    static boolean answers(Scene scene, NodeId node) {
        if (node.role().isServer()) {
            return !EnsembleStatus.ask(scene.cluster(), node, "ruok").isEmpty();
        }
        return HttpAttempt.send(
                        timeout -> scene.cluster().control(node, systemPort(scene, node), timeout),
                        HttpAttempt.Request.get(scene.system().probePath()),
                        TIMEOUT)
                instanceof HttpAttempt.Answered;
    }

    /** The port on which a node of this role serves. */
    static int servingPort(Scene scene, NodeId node) {
        return switch (node.role()) {
            case ENSEMBLE, OBSERVER, SPARE -> Addresses.ZOOKEEPER_CLIENT_PORT;
            case MASTER, AGENT, FRAMEWORK -> systemPort(scene, node);
            case CLIENT -> CLOSED_PORT;
        };
    }

    /** The port on which a node of the system serves. */
    static int systemPort(Scene scene, NodeId node) {
        Integer port = scene.system().ports().get(node.role());
        if (port == null) {
            throw new IllegalArgumentException("system " + scene.system().name() + " has no program for " + node);
        }
        return port;
    }
}
