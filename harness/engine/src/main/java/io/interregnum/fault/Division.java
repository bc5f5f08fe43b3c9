package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.ArrayList;
import java.util.List;

/** Which links a partition cuts, each once, in the direction that is called out. Immutable. */
interface Division {

    /** The links; what it needs to know stands in the order of the targets. */
    List<Link> links(ClusterSpec spec, List<NodeId> targets);

    /** All links that it may cut when the targets are some of {@code nodes}, whichever of them, in either direction. */
    default List<Link> possible(ClusterSpec spec, List<NodeId> nodes) {
        return across(nodes, spec.nodes());
    }

    /** Which directions of each link are meant. */
    enum Direction {
        /** Both. */
        BOTH,
        /** What goes out from the targets, or from whoever comes first. */
        OUT,
        /** What comes in. */
        IN;

        List<Link> of(Link out) {
            Link in = new Link(out.to(), out.from());
            return switch (this) {
                case BOTH -> List.of(out, in);
                case OUT -> List.of(out);
                case IN -> List.of(in);
            };
        }
    }

    /** The targets from everybody else. */
    static Division fromTheRest() {
        return (spec, targets) -> across(targets, others(spec, targets));
    }

    /** The targets from all other nodes of one role. A new role needs a line in {@link Faults#ALL} and no more. */
    static Division from(Role role) {
        return new From(role);
    }

    /** The targets but the first from the first. */
    static Division fromTheFirst() {
        return new Among((spec, targets) -> across(targets.subList(1, targets.size()), targets.subList(0, 1)));
    }

    /**
     * Two sides that only the first target reaches both of: the other targets, and everybody else.
     */
    static Division bridge() {
        return (spec, targets) -> across(targets.subList(1, targets.size()), others(spec, targets));
    }

    /**
     * Each target goes on seeing a majority of the targets, and no two the same: on a ring in the order of the targets, each
     * sees its neighbours on either side, just as many as make a majority with itself. Three on a ring all see each other, so
     * there the first and the last are cut.
     */
    static Division majoritiesRing() {
        return new Among((spec, targets) -> ring(targets));
    }

    /** Each target from each other. */
    static Division fromEachOther() {
        return new Among(
                (spec, targets) -> groups(targets.stream().map(List::of).toList()));
    }

    /** Groups that do not reach each other, whoever the targets are. Nodes that are in none of them reach all. */
    static Division between(List<List<NodeId>> groups) {
        return new Between(groups);
    }

    /**
     * The targets from all other nodes of one role.
     *
     * @param role that is on the other side
     */
    record From(Role role) implements Division {
        @Override
        public List<Link> links(ClusterSpec spec, List<NodeId> targets) {
            return across(
                    targets,
                    spec.nodes(role).stream()
                            .filter(node -> !targets.contains(node))
                            .toList());
        }

        @Override
        public List<Link> possible(ClusterSpec spec, List<NodeId> nodes) {
            return across(nodes, spec.nodes(role));
        }
    }

    /**
     * Links between targets only.
     *
     * @param division which of them
     */
    record Among(Division division) implements Division {
        @Override
        public List<Link> links(ClusterSpec spec, List<NodeId> targets) {
            return division.links(spec, targets);
        }

        @Override
        public List<Link> possible(ClusterSpec spec, List<NodeId> nodes) {
            return across(nodes, nodes);
        }
    }

    /**
     * Groups of nodes by their names.
     *
     * @param groups two at least
     */
    record Between(List<List<NodeId>> groups) implements Division {
        public Between {
            groups = groups.stream().map(List::copyOf).toList();
        }

        @Override
        public List<Link> links(ClusterSpec spec, List<NodeId> targets) {
            return Division.groups(groups);
        }

        @Override
        public List<Link> possible(ClusterSpec spec, List<NodeId> nodes) {
            return Division.groups(groups);
        }
    }

    private static List<Link> groups(List<List<NodeId>> groups) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                links.addAll(across(groups.get(i), groups.get(j)));
            }
        }
        return List.copyOf(links);
    }

    private static List<Link> ring(List<NodeId> targets) {
        int count = targets.size();
        int reach = (count / 2 + 1) / 2;
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                if (Math.min(j - i, count - (j - i)) > reach) {
                    links.add(new Link(targets.get(i), targets.get(j)));
                }
            }
        }
        return links.isEmpty() && count > 1
                ? List.of(new Link(targets.get(0), targets.get(count - 1)))
                : List.copyOf(links);
    }

    private static List<NodeId> others(ClusterSpec spec, List<NodeId> targets) {
        return spec.nodes().stream().filter(node -> !targets.contains(node)).toList();
    }

    /** From each node of the one side to each other one of the other side. */
    static List<Link> across(List<NodeId> side, List<NodeId> otherSide) {
        return side.stream()
                .flatMap(node ->
                        otherSide.stream().filter(other -> !other.equals(node)).map(other -> new Link(node, other)))
                .toList();
    }
}
