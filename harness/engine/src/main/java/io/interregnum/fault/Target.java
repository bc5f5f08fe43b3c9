package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Whom a fault is aimed at; resolved when it fires, not when it is written. Immutable. */
public interface Target {

    /** As it is written in schedules, such as {@code leader} or {@code master-1,zk-2}. */
    String text();

    /**
     * The nodes, in an order that may have a meaning for the fault.
     *
     * @param chance from which a choice among equals is drawn; made anew for each call for the same step, so that
     *     the same situation gives the same nodes
     * @return one at least
     * @throws io.interregnum.cluster.ClusterException when there is none now
     */
    List<NodeId> resolve(Scene scene, RandomGenerator chance);

    /**
     * Whether chance decides among several nodes that fit. Doing such a step again means to take the node that was
     * drawn, not to draw another one.
     */
    default boolean isDrawn() {
        return false;
    }

    /** How many nodes of a role it can be at most, whatever happens. All of them unless a target knows better. */
    default int atMost(Role role, ClusterSpec spec) {
        return spec.nodes(role).size();
    }

    /** All nodes that it may be in such a cluster, in their order, whatever happens. */
    default List<NodeId> mayBe(ClusterSpec spec) {
        List<NodeId> nodes = new ArrayList<>();
        for (Role role : Role.values()) {
            if (atMost(role, spec) > 0) {
                nodes.addAll(spec.nodes(role));
            }
        }
        return List.copyOf(nodes);
    }

    /** Why it can be nobody in such a cluster, whatever happens; empty when it may be somebody. */
    default Optional<String> absence(ClusterSpec spec) {
        return mayBe(spec).isEmpty() ? Optional.of("there can be no " + text() + " here") : Optional.empty();
    }
}
