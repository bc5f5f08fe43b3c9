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

    @Override
    public int compareTo(NodeId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
