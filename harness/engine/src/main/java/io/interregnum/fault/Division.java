package io.interregnum.fault;

import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which links a partition cuts, each once, in the direction that is called out. */
@FunctionalInterface
interface Division {

    /** The links; what it needs to know stands in the order of the targets. */
    List<Link> links(Scene scene, List<NodeId> targets);

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
        return (scene, targets) -> across(targets, others(scene, targets));
    }

    /** The targets from all other nodes of one role. A new role needs a line in {@link Faults#ALL} and no more. */
    static Division from(Role role) {
        return (scene, targets) -> across(
                targets,
                scene.cluster().spec().nodes(role).stream()
                        .filter(node -> !targets.contains(node))
                        .toList());
    }

    /** The targets but the first from the first. */
    static Division fromTheFirst() {
        return (scene, targets) -> across(targets.subList(1, targets.size()), targets.subList(0, 1));
    }

    /**
     * Two sides that only the first target reaches both of: the other targets, and everybody else.
     */
    static Division bridge() {
        return (scene, targets) -> across(targets.subList(1, targets.size()), others(scene, targets));
    }

    /**
     * Each target goes on seeing a majority of the targets, and no two the same: on a ring in the order of the targets, each
     * sees its neighbours on either side, just as many as make a majority with itself. Three on a ring all see each other, so
     * there the first and the last are cut.
     */
    static Division majoritiesRing() {
        return (scene, targets) -> {
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
        };
    }

    /**
     * Groups that do not reach each other. Nodes that are in none of them reach all.
     *
     * @param groups empty for each target by itself
     */
    record Groups(List<List<NodeId>> groups) implements Division {

        /** Each target by itself. */
        static final Groups OF_ONE = new Groups(List.of());

        /**
         * Reads groups: nodes with commas, groups with slashes between.
         *
         * @throws IllegalArgumentException when it is not that, or a node is named twice
         */
        static Groups parse(String text) {
            List<List<NodeId>> groups = Stream.of(text.split("/", -1))
                    .map(group -> Stream.of(group.split(",", -1))
                            .map(String::strip)
                            .map(NodeId::parse)
                            .toList())
                    .toList();
            List<NodeId> all = groups.stream().flatMap(List::stream).toList();
            if (groups.size() < 2 || all.stream().distinct().count() < all.size()) {
                throw new IllegalArgumentException("groups=" + text
                        + " must be two groups at least and name no node twice, such as master-1,client-1/zk-1,zk-2");
            }
            return new Groups(groups);
        }

        @Override
        public List<Link> links(Scene scene, List<NodeId> targets) {
            List<List<NodeId>> all =
                    groups.isEmpty() ? targets.stream().map(List::of).toList() : groups;
            List<Link> links = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                for (int j = i + 1; j < all.size(); j++) {
                    links.addAll(across(all.get(i), all.get(j)));
                }
            }
            return List.copyOf(links);
        }
    }

    private static List<NodeId> others(Scene scene, List<NodeId> targets) {
        return scene.cluster().spec().nodes().stream()
                .filter(node -> !targets.contains(node))
                .toList();
    }

    private static List<Link> across(List<NodeId> side, List<NodeId> otherSide) {
        return side.stream()
                .flatMap(node -> otherSide.stream().map(other -> new Link(node, other)))
                .toList();
    }
}
