package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A partition with parameters, and what becomes of single ways meanwhile, written down by hand: the fault's own look computes
 * what it expects, and may compute it wrong.
 *
 * @param fault its name
 * @param with its parameters, such as {@code direction=out kind=refused}
 * @param at its targets, as scenario files name them
 * @param ways each a way and what is found on it, such as {@code zk-1>agent-1:5051 silent} for a TCP connection, or {@code
 *     zk-1>agent-1 lost} or {@code passes} for datagrams; {@code target} and {@code peer} stand for the first of the targets and
 *     for a ZooKeeper server that is none of them
 */
record CutOnNodes(String fault, String with, String at, List<String> ways) {
    /** Those of one list cut different links, and are in effect at the same time. */
    static final List<List<CutOnNodes>> SIDE_BY_SIDE = List.of(
            List.of(
                    new CutOnNodes(
                            "cut-leader-from-ensemble",
                            "direction=out",
                            "agent-1",
                            "agent-1>zk-1 lost",
                            "zk-1>agent-1 passes",
                            "agent-1>zk-1:zk silent",
                            "zk-1>agent-1:5051 silent",
                            "agent-1>master-1:5050 up"),
                    new CutOnNodes(
                            "cut-leader-from-masters",
                            "direction=in",
                            "agent-2",
                            "master-1>agent-2 lost",
                            "agent-2>master-1 passes",
                            "master-1>agent-2:5051 silent",
                            "agent-2>master-1:5050 silent",
                            "agent-2>zk-1:zk up")),
            List.of(
                    new CutOnNodes(
                            "cut-leader-from-ensemble",
                            "kind=connections",
                            "agent-1",
                            "agent-1>zk-1:zk silent",
                            "zk-1>agent-1:5051 silent",
                            "agent-1>zk-1 passes",
                            "zk-1>agent-1 passes"),
                    new CutOnNodes(
                            "cut-leader-from-masters",
                            "kind=refused",
                            "agent-2",
                            "agent-2>master-1:5050 refused",
                            "master-1>agent-2:5051 refused",
                            "agent-2>master-1 passes",
                            "master-1>agent-2 passes")),
            List.of(
                    new CutOnNodes(
                            "cut-leader-from-ensemble",
                            "kind=connections direction=out",
                            "agent-1",
                            "agent-1>zk-1:zk silent",
                            "zk-1>agent-1:5051 up"),
                    new CutOnNodes(
                            "cut-leader-from-masters",
                            "kind=refused direction=in",
                            "agent-2",
                            "master-1>agent-2:5051 refused",
                            "agent-2>master-1:5050 silent")),
            List.of(
                    new CutOnNodes(
                            "cut-leader-from-ensemble",
                            "kind=connections direction=in",
                            "agent-1",
                            "agent-1>zk-1:zk up",
                            "zk-1>agent-1:5051 silent"),
                    new CutOnNodes(
                            "cut-leader-from-masters",
                            "kind=refused direction=out",
                            "agent-2",
                            "agent-2>master-1:5050 refused",
                            "master-1>agent-2:5051 silent")),
            List.of(
                    new CutOnNodes(
                            "cut-leader-from-ensemble",
                            "ports=2181",
                            "master-1",
                            "master-1>zk-1:zk silent",
                            "master-1>zk-1:probe up",
                            "zk-1>master-1:5050 up",
                            "master-2>zk-1:zk up"),
                    new CutOnNodes(
                            "cut-leader-from-clients",
                            "ports=master",
                            "master-2",
                            "client-1>master-2:5050 silent",
                            "client-2>master-2:5050 silent",
                            "client-1>master-2:probe up",
                            "client-1>master-1:5050 up")),
            List.of(
                    new CutOnNodes(
                            "split-off-minority",
                            "ports=2888,3888",
                            "ensemble-minority",
                            "target>peer:zk-election silent",
                            "peer>target:zk-election silent",
                            "target>peer:zk up",
                            "peer>target:zk up",
                            "master-1>target:zk up"),
                    new CutOnNodes(
                            "cut-groups",
                            "groups=agent-1/agent-2,client-2 kind=connections direction=out",
                            "agent-1",
                            "agent-1>agent-2:5051 silent",
                            "agent-1>client-2:probe silent",
                            "agent-2>agent-1:5051 up",
                            "agent-1>client-1:probe up")),
            List.of(
                    new CutOnNodes(
                            "cut-ensemble-internally",
                            "kind=connections",
                            "ensemble",
                            "target>peer:zk-election silent",
                            "peer>target:zk-election silent",
                            "target>peer:zk up",
                            "target>peer passes"),
                    new CutOnNodes(
                            "cut-groups",
                            "groups=client-1/master-1,master-3 ports=master kind=refused",
                            "master-1",
                            "client-1>master-1:5050 refused",
                            "client-1>master-3:5050 refused",
                            "client-1>master-1:probe up",
                            "client-2>master-1:5050 up",
                            "client-1>master-2:5050 up")));

    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final int DATAGRAMS = 3;

    CutOnNodes(String fault, String with, String at, String... ways) {
        this(fault, with, at, List.of(ways));
    }

    Fault made() {
        Map<String, String> values = new LinkedHashMap<>();
        Stream.of(with.split(" ", -1)).forEach(each -> {
            String[] parts = each.split("=", 2);
            values.put(parts[0], parts[1]);
        });
        return Faults.named(fault).orElseThrow().with(values);
    }

    List<NodeId> targets(Scene scene) {
        return Targets.parse(at).resolve(scene, new Random(1));
    }

    /** Looks at every way once. */
    void assertWays(Scene scene, List<NodeId> targets) {
        Network network = scene.cluster().network();
        List<Network.Attempt> attempts = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        for (String way : ways) {
            String[] ends = way.split("[>: ]", -1);
            NodeId from = node(scene, targets, ends[0]);
            NodeId to = node(scene, targets, ends[1]);
            if (way.contains(":")) {
                attempts.add(new Network.Attempt(from, to, port(ends[2])));
            } else {
                links.add(new Link(from, to));
            }
        }
        List<Reach> reached = new ArrayList<>(network.reach(attempts, TIMEOUT));
        List<Boolean> passed = new ArrayList<>();
        if (!links.isEmpty()) {
            network.passages(links, DATAGRAMS, TIMEOUT).forEach(passage -> passed.add(passage.isOpen()));
        }
        List<String> found = new ArrayList<>();
        for (String way : ways) {
            String name = way.substring(0, way.indexOf(' '));
            found.add(name + " "
                    + (way.contains(":")
                            ? reached.remove(0).name().toLowerCase(Locale.ROOT)
                            : passed.remove(0) ? "passes" : "lost"));
        }
        assertThat(found).as("%s at %s", made(), targets).isEqualTo(ways);
    }

    private static NodeId node(Scene scene, List<NodeId> targets, String name) {
        return switch (name) {
            case "target" -> targets.get(0);
            case "peer" ->
                scene.cluster().spec().nodes(Role.ENSEMBLE).stream()
                        .filter(server ->
                                targets.size() > 1 ? !server.equals(targets.get(0)) : !targets.contains(server))
                        .findFirst()
                        .orElseThrow();
            default -> NodeId.parse(name);
        };
    }

    private static int port(String name) {
        return switch (name) {
            case "zk" -> Addresses.ZOOKEEPER_CLIENT_PORT;
            case "zk-election" -> Addresses.ZOOKEEPER_ELECTION_PORT;
            case "probe" -> Network.PROBE_PORT;
            default -> Integer.parseInt(name);
        };
    }

    /** In the names of tests. */
    @Override
    public String toString() {
        return fault + " " + with + " at " + at;
    }
}
