package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Nodes by their names, in that order.
 *
 * @param nodes one at least
 */
public record NodeNames(List<NodeId> nodes) implements Target {
    public NodeNames {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a target needs a node at least");
        }
    }

    @Override
    public String text() {
        return nodes.stream().map(NodeId::name).collect(Collectors.joining(","));
    }

    @Override
    public int atMost(Role role, ClusterSpec spec) {
        return (int)
                nodes.stream().filter(node -> node.role() == role).distinct().count();
    }

    @Override
    public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
        List<NodeId> there = scene.cluster().spec().nodes();
        for (NodeId node : nodes) {
            if (!there.contains(node)) {
                throw new ClusterException("no node " + node + " to aim at; there are " + there);
            }
        }
        return nodes;
    }
}
