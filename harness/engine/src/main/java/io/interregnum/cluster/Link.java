package io.interregnum.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * One direction between two nodes.
 *
 * @param from where packets come from
 * @param to where they go
 */
public record Link(NodeId from, NodeId to) {

    /** By where packets come from, then by where they go. */
    public static final Comparator<Link> ORDER =
            Comparator.comparing(Link::from).thenComparing(Link::to);

    public Link {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a link needs two nodes, not " + from + " twice");
        }
    }

    /** Both directions between every node of one side and every node of the other, in order. */
    public static List<Link> between(Collection<NodeId> side, Collection<NodeId> otherSide) {
        List<Link> links = new ArrayList<>();
        for (NodeId node : side) {
            for (NodeId other : otherSide) {
                links.add(new Link(node, other));
                links.add(new Link(other, node));
            }
        }
        return List.copyOf(links);
    }
}
