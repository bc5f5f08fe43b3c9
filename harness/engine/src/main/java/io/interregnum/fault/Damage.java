package io.interregnum.fault;

import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may look different while a fault lasts. Others that look at the cluster meanwhile draw no conclusions from it.
 *
 * @param nodes whose processes may be gone, frozen, slow or wrong
 * @param links on which packets may be lost or late, one direction each
 */
public record Damage(Set<NodeId> nodes, Set<Link> links) {
    /** Nothing looks different. */
    public static final Damage NONE = new Damage(Set.of(), Set.of());

    public Damage {
        nodes = Set.copyOf(nodes); // asked for membership only
        links = Set.copyOf(links); // asked for membership only
    }

    /** Damage to whole nodes. */
    public static Damage ofNodes(Collection<NodeId> nodes) {
        return new Damage(Set.copyOf(nodes), Set.of());
    }

    /** Damage to links. */
    public static Damage ofLinks(Collection<Link> links) {
        return new Damage(Set.of(), Set.copyOf(links));
    }

    /** Whether what is seen of a link, in either direction, may be due to this. */
    public boolean covers(NodeId from, NodeId to) {
        return nodes.contains(from)
                || nodes.contains(to)
                || links.contains(new Link(from, to))
                || links.contains(new Link(to, from));
    }

    /** Whether what is seen of a node's process may be due to this. */
    public boolean covers(NodeId node) {
        return nodes.contains(node);
    }

    /** Whether some node or link of {@code other} may look different because of this. */
    public boolean overlaps(Damage other) {
        return other.nodes.stream().anyMatch(this::touches)
                || other.links.stream().anyMatch(link -> covers(link.from(), link.to()));
    }

    private boolean touches(NodeId node) {
        return nodes.contains(node)
                || links.stream()
                        .anyMatch(link -> link.from().equals(node) || link.to().equals(node));
    }

    /** Both together. */
    public Damage and(Damage other) {
        Set<NodeId> allNodes = new TreeSet<>(nodes);
        allNodes.addAll(other.nodes);
        List<Link> allLinks = new ArrayList<>(links);
        allLinks.addAll(other.links);
        return new Damage(allNodes, Set.copyOf(allLinks));
    }
}
