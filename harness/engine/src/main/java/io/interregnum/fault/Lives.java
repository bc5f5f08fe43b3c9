package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The lives that nodes had when a fault began, to tell later whether they ended. Immutable.
 *
 * @param before the life's name by node; empty text of one that had ended
 */
record Lives(Map<NodeId, String> before) implements AutoCloseable {

    /** As they are now. */
    static Lives of(Cluster cluster, List<NodeId> nodes) {
        Map<NodeId, String> lives = new TreeMap<>();
        nodes.forEach(node -> lives.put(node, cluster.life(node)));
        return new Lives(lives);
    }

    /** Whether the node is still the process that it was. */
    boolean goesOn(Cluster cluster, NodeId node) {
        String life = cluster.life(node);
        return !life.isEmpty() && life.equals(before(node));
    }

    /** Whether the node is another process now. */
    boolean isAnother(Cluster cluster, NodeId node) {
        String life = cluster.life(node);
        return !life.isEmpty() && !life.equals(before(node));
    }

    String before(NodeId node) {
        return Objects.requireNonNullElse(before.get(node), "");
    }

    /** Nothing works on here: it is only kept. */
    @Override
    public void close() {}
}
