package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.Optional;
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
    public List<NodeId> mayBe(ClusterSpec spec) {
        return nodes;
    }

    @Override
    public Optional<String> absence(ClusterSpec spec) {
        return absence(nodes, spec);
    }

    /** Which of some nodes is not there; empty when all are. */
    static Optional<String> absence(List<NodeId> nodes, ClusterSpec spec) {
        List<NodeId> there = spec.nodes();
        return nodes.stream()
                .filter(node -> !there.contains(node))
                .map(node -> "there is no node " + node + "; there are " + there)
                .findFirst();
    }

    @Override
    public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
        absence(scene.cluster().spec()).ifPresent(why -> {
            throw new ClusterException("nobody to aim at: " + why);
        });
        return nodes;
    }
}
