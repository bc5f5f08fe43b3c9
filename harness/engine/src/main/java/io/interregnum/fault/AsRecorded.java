package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Nodes of a recorded run, resolved to the nodes that play their parts in the present one.
 *
 * <p>Names mean nothing by themselves: which master wins the first election is chance. So names are exchanged such that
 * who led when the faults began, of the masters and of the ensemble, corresponds to who did in this run; and, since
 * leadership moves on differently, such that the master that led when the recorded step fired corresponds to the one
 * that leads now. All others keep their names, so that a node that was hit twice is hit twice.
 *
 * @param nodes as recorded, in the order in which the fault takes them, one at least
 * @param first who led when the recorded faults began
 * @param leader the master that led when the recorded step fired; empty when none did
 */
public record AsRecorded(List<NodeId> nodes, Scene.Leaders first, Optional<NodeId> leader) implements Target {
    public AsRecorded {
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

    /** {@inheritDoc} Where nobody leads now, names are matched by who led at the beginning only. */
    @Override
    public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
        Exchange exchange = new Exchange();
        exchange.match(first.ensemble(), scene.first().ensemble());
        exchange.match(first.master(), scene.first().master());
        if (nodes.stream().anyMatch(node -> node.role() == Role.MASTER)) {
            exchange.match(leader, scene.leader());
        }
        return new NodeNames(nodes.stream().map(exchange::of).toList()).resolve(scene, chance);
    }

    /** A permutation of names, made of exchanges of two. For one thread. */
    private static final class Exchange {
        private final Map<NodeId, NodeId> moved = new LinkedHashMap<>();

        NodeId of(NodeId recorded) {
            return moved.getOrDefault(recorded, recorded);
        }

        /** From now on {@code recorded} becomes {@code present}, and what became that takes its former place. */
        void match(Optional<NodeId> recorded, Optional<NodeId> present) {
            if (recorded.isEmpty() || present.isEmpty()) {
                return;
            }
            NodeId former = of(recorded.get());
            NodeId other = moved.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(present.get()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(present.get());
            moved.put(other, former);
            moved.put(recorded.get(), present.get());
        }
    }
}
