package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** Everywhere that faults leave something while they last; the same from look to look while there is none. */
final class Footprint {

    /** Where something may be left. Lists of lines, sorted. */
    enum Place {
        /** Programs, rules and queues of the network, and whatever the backend made: mounts, containers, networks, volumes. */
        MACHINE,
        /** What lies in the data directories of servers beside their data, and what the files of clocks say. */
        FILES,
        /** Rules in the nodes' JVMs. */
        JVMS,
        /** Pipes that are full. */
        PIPES,
        /** Nodes in ZooKeeper, and its members. */
        ENSEMBLE
    }

    /** What only the backend's test knows how to list: one look, since each may cost a process for each node. */
    @FunctionalInterface
    interface Outside {
        /** For {@link Place#FILES}, with {@link #FILE} in each line, and all others for {@link Place#MACHINE}. */
        Stream<String> lines();
    }

    /** In the lines of files. */
    static final String FILE = "file ";

    private final Cluster cluster;
    private final Outside outside;

    Footprint(Cluster cluster, Outside outside) {
        this.cluster = cluster;
        this.outside = outside;
    }

    /** All of it. */
    Map<Place, List<String>> everywhere() {
        Map<Place, List<String>> all = new EnumMap<>(Place.class);
        List<String> seen = outside.lines().toList();
        for (Place place : Place.values()) {
            all.put(place, steady(lines(place, seen.stream())));
        }
        return all;
    }

    List<String> at(Place place) {
        boolean isOutside = place == Place.MACHINE || place == Place.FILES;
        return steady(lines(place, isOutside ? outside.lines() : Stream.of()));
    }

    private Stream<String> lines(Place place, Stream<String> seen) {
        return switch (place) {
            case MACHINE -> seen.filter(line -> !line.contains(FILE));
            case FILES -> seen.filter(line -> line.contains(FILE));
            case JVMS -> errands("rule-list");
            case PIPES -> errands("pipe-look");
            case ENSEMBLE -> ensemble();
        };
    }

    private Stream<String> errands(String word) {
        List<NodeId> programs = cluster.spec().nodes().stream()
                .filter(node -> node.role().hasProcess())
                .toList();
        return SideBySide.each(programs, node -> node + ": " + cluster.errand(node, List.of(word))).stream();
    }

    private Stream<String> ensemble() {
        NodeId leader =
                EnsembleStatus.leader(cluster).orElseThrow(() -> new ClusterException("no ZooKeeper server leads"));
        List<NodeId> servers = Stream.of(Role.ENSEMBLE, Role.OBSERVER, Role.SPARE)
                .flatMap(role -> cluster.spec().nodes(role).stream())
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add("members " + EnsembleStatus.members(cluster, servers));
        ControlClient.with(cluster, leader, "list all nodes", client -> list(client, "/", lines));
        return lines.stream();
    }

    /** Numbers at the end of a name, which ZooKeeper counts on, are left out. */
    private static void list(ZooKeeper client, String path, List<String> lines)
            throws KeeperException, InterruptedException {
        lines.add("node " + path.replaceFirst("\\d+$", "#"));
        List<String> children;
        try {
            children = client.getChildren(path, false);
        } catch (KeeperException.NoNodeException e) {
            return; // it vanished meanwhile
        }
        for (String child : children) {
            list(client, (path.equals("/") ? "" : path) + "/" + child, lines);
        }
    }

    /** Lines without what changes from look to look: numbers of packets and bytes, timers, and handles. */
    private static List<String> steady(Stream<String> lines) {
        return lines.map(line -> line.replaceAll("(packets|bytes|handle|refcnt|expires) [0-9a-z]+", "$1")
                        .strip())
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }
}
