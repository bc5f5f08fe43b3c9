package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import java.util.List;

/** What faults do and see of ZooKeeper servers, and of masters, whose disks are damaged. */
final class Servers {
    private Servers() {}

    /** Starts a server that has ended; ends and starts one that is there and does not serve, as after a write failed. */
    static void restartIfSilent(Scene scene, NodeId node) {
        NodeState state = scene.cluster().state(node);
        if (state == NodeState.PAUSED) {
            return; // whoever froze it lets it go on
        }
        if (state == NodeState.RUNNING) {
            if (node.role() != Role.ENSEMBLE
                    || !EnsembleStatus.mode(scene.cluster(), node).isEmpty()) {
                return;
            }
            scene.cluster().kill(node);
        }
        scene.cluster().start(node);
    }

    /** Ends a server, moves its data aside and starts it, so that it gets everything from the others. */
    static void emptyAndStart(Scene scene, NodeId node) {
        scene.cluster().kill(node);
        try {
            scene.cluster().errand(node, List.of("data-set-aside"));
        } finally {
            scene.cluster().start(node);
        }
    }

    /**
     * Joins what was seen of a disk and of its server. A disk that is whole is not enough: the server must serve, which it
     * does only when it has what the others have; of a master it is enough that it answers. Where another fault acts on it, that cannot be asked for.
     */
    static ProofOfFault proof(Scene scene, Fault fault, NodeId node, boolean damaged, String seen) {
        NodeState state = scene.cluster().state(node);
        String mode = mode(scene, node);
        String detail =
                seen + "; " + node + " " + state + (mode.isEmpty() ? ", does not serve" : ", serves as " + mode);
        if (damaged) {
            return new ProofOfFault(ProofOfFault.Condition.DAMAGED, detail);
        }
        boolean excused = scene.otherDamage(fault, List.of(node)).covers(node);
        return new ProofOfFault(
                !mode.isEmpty() || excused ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, detail);
    }

    private static String mode(Scene scene, NodeId node) {
        if (node.role().isServer()) {
            return EnsembleStatus.mode(scene.cluster(), node);
        }
        return Inspection.answers(scene, node) ? "one that answers" : "";
    }
}
