package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** To nodes of which roles something can be done. */
final class Fit {
    /** Nodes on which a ZooKeeper server runs from the beginning. */
    static final Set<Role> SERVERS = Set.of(Role.ENSEMBLE, Role.OBSERVER); // asked for membership only
    /** Nodes on which a Java program runs from the beginning. */
    static final Set<Role> PROGRAMS =
            Set.of(Role.ENSEMBLE, Role.OBSERVER, Role.MASTER, Role.AGENT, Role.FRAMEWORK); // likewise

    private Fit() {}

    /** Why not all that a target may be is of these roles; empty when all is. */
    static Optional<String> only(Set<Role> roles, Target target, ClusterSpec spec) {
        return target.mayBe(spec).stream()
                .filter(node -> !roles.contains(node.role()))
                .findFirst()
                .map(node -> words(roles, target, node));
    }

    private static String words(Set<Role> roles, Target target, NodeId node) {
        String can =
                EnumSet.copyOf(roles).stream().map(role -> role.prefix() + "-N").collect(Collectors.joining(", "));
        String may = target.text().equals(node.name()) ? "" : ", and " + target.text() + " may be " + node;
        return "can be done to " + can + " only" + may;
    }
}
