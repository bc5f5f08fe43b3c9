package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Nodes as a parameter says them: names, targets, and {@code others} for all that no other group has. Written with
 * commas, such as {@code leader,client-1}.
 *
 * <p>Chance has no say in them, so that doing a step again means the same nodes.
 *
 * @param members what it consists of beside others
 * @param others whether all belong to it that are in no other group
 */
record NodeGroup(List<Target> members, boolean others) {
    static final String OTHERS = "others";

    NodeGroup {
        members = List.copyOf(members);
    }

    /**
     * Reads a group.
     *
     * @param parameter for messages
     * @throws IllegalArgumentException when it is none
     */
    static NodeGroup parse(String parameter, String text) {
        List<Target> members = new ArrayList<>();
        boolean others = false;
        for (String word : text.split(",", -1)) {
            if (word.strip().equals(OTHERS)) {
                others = true;
                continue;
            }
            Target member = member(parameter, word.strip());
            members.add(member);
        }
        return new NodeGroup(members, others);
    }

    private static Target member(String parameter, String word) {
        Target member;
        try {
            member = Targets.parse(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + ": " + e.getMessage() + ", or " + OTHERS, e);
        }
        if (member.isDrawn()) {
            throw new IllegalArgumentException(
                    parameter + ": chance does not choose here, so \"" + word + "\" can be no part of it");
        }
        return member;
    }

    /**
     * Reads groups with slashes between.
     *
     * @throws IllegalArgumentException when they are fewer than two, more than one is the others, or one name or word
     *     stands there twice
     */
    static List<NodeGroup> parseAll(String parameter, String text) {
        List<NodeGroup> groups = Stream.of(text.split("/", -1))
                .map(group -> parse(parameter, group))
                .toList();
        List<String> words = groups.stream()
                .flatMap(group -> group.members().stream().map(Target::text))
                .toList();
        boolean twice = words.stream().distinct().count() < words.size()
                || groups.stream().filter(NodeGroup::others).count() > 1;
        if (groups.size() < 2 || twice) {
            throw new IllegalArgumentException(parameter + "=" + text + " must be two groups at least and name no node "
                    + "twice, such as leader,client-1/ensemble or master-1/zk-1,zk-2");
        }
        return groups;
    }

    /** All nodes that it may be. */
    List<NodeId> mayBe(ClusterSpec spec) {
        return others
                ? spec.nodes()
                : members.stream()
                        .flatMap(member -> member.mayBe(spec).stream())
                        .distinct()
                        .sorted()
                        .toList();
    }

    /** Why part of it can be nobody in such a cluster, whatever happens. */
    Optional<String> absence(ClusterSpec spec) {
        return members.stream().flatMap(member -> member.absence(spec).stream()).findFirst();
    }

    /**
     * Who the groups are now. A node that is named belongs to the group that names it, one that several words mean to the
     * one that means the fewest; the others come last.
     *
     * @return in the order of the groups, each in the order of nodes
     * @throws ClusterException when one of them is nobody now
     */
    static List<List<NodeId>> resolve(Scene scene, List<NodeGroup> groups) {
        Map<NodeId, Integer> placed = new LinkedHashMap<>();
        claims(scene, groups).forEach(claim -> claim.nodes().forEach(node -> placed.putIfAbsent(node, claim.group())));
        List<TreeSet<NodeId>> all =
                groups.stream().map(group -> new TreeSet<NodeId>()).toList();
        placed.forEach((node, group) -> all.get(group).add(node));
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).others()) {
                all.get(i).addAll(rest(scene, placed));
            }
            if (all.get(i).isEmpty()) {
                throw new ClusterException(
                        "nobody is left for the group \"" + groups.get(i).text() + "\"");
            }
        }
        return all.stream().map(List::copyOf).toList();
    }

    private static List<NodeId> rest(Scene scene, Map<NodeId, Integer> placed) {
        return scene.cluster().spec().nodes().stream()
                .filter(node -> !placed.containsKey(node))
                .toList();
    }

    /** Nodes that a word of a group means. */
    private record Claim(int group, boolean byName, List<NodeId> nodes) {}

    private static List<Claim> claims(Scene scene, List<NodeGroup> groups) {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            for (Target member : groups.get(i).members()) {
                // None of them draws.
                List<NodeId> nodes = member.resolve(scene, new SplittableRandom(0));
                claims.add(new Claim(i, member instanceof NodeNames, nodes));
            }
        }
        claims.sort(Comparator.comparing(Claim::byName)
                .reversed()
                .thenComparingInt(claim -> claim.nodes().size()));
        return claims;
    }

    /** The written form. */
    String text() {
        String named = members.stream().map(Target::text).collect(Collectors.joining(","));
        return others ? named + (named.isEmpty() ? "" : ",") + OTHERS : named;
    }

    /** Groups of nodes by their names. */
    static String text(List<List<NodeId>> groups) {
        return groups.stream()
                .map(group -> group.stream().map(NodeId::name).collect(Collectors.joining(",")))
                .collect(Collectors.joining("/"));
    }
}
