package io.interregnum.cluster;

import java.util.Comparator;

/**
 * Names one node. Ordered by role, then number.
 *
 * @param role what it is there for
 * @param number from 1 within its role
 */
public record NodeId(Role role, int number) implements Comparable<NodeId> {
    private static final Comparator<NodeId> ORDER =
            Comparator.comparing(NodeId::role).thenComparingInt(NodeId::number);

    public NodeId {
        if (number < 1 || number > 99) {
            throw new IllegalArgumentException("number=" + number + " must be from 1 to 99");
        }
    }

    /** The name in histories, logs and directories, such as {@code master-2}. */
    public String name() {
        return role.prefix() + "-" + number;
    }

    /**
     * The node of that name.
     *
     * @throws IllegalArgumentException when no node can have that name
     */
    public static NodeId parse(String name) {
        for (Role role : Role.values()) {
            String prefix = role.prefix() + "-";
            if (name.startsWith(prefix) && name.substring(prefix.length()).matches("[1-9][0-9]?")) {
                return new NodeId(role, Integer.parseInt(name.substring(prefix.length())));
            }
        }
        throw new IllegalArgumentException(
                "\"" + name + "\" is no name of a node; expected such as zk-1, master-2, client-1");
    }

    @Override
    public int compareTo(NodeId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
