package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.ProbeAnswer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Masters that contend and do nothing else, {@link Contender}, and agents that only answer. */
final class Contenders implements SystemUnderTest {
    static final String PATH = "/contenders";
    static final String PREFIX = "n_";
    private static final int PORT = 5050;
    private static final int AGENT_PORT = 5051;

    /** A launch with ZooKeeper from the test's own class path. */
    static Backend.Launch launch(ClusterSpec spec, String label, Path nodes, Set<Need> needs) {
        NodeListener nobody = new NodeListener() {
            @Override
            public void starting(NodeId node) {}

            @Override
            public void exited(NodeId node, int exitCode) {}
        };
        return new Backend.Launch(spec, new Contenders(), zooKeeper(), label, nodes, nobody, needs);
    }

    private static List<Path> zooKeeper() {
        Pattern wanted = Pattern.compile(
                "zookeeper(-jute)?-\\d|netty-|metrics-core|snappy-java|slf4j-api|commons-io|audience-annotations");
        return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .filter(entry -> wanted.matcher(entry.substring(entry.lastIndexOf('/') + 1))
                        .find())
                .map(Path::of)
                .toList();
    }

    @Override
    public String name() {
        return "contenders";
    }

    @Override
    public JavaProgram program(NodeId node, Addresses addresses, ClusterSpec spec) {
        Path classes = Path.of(Contender.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        if (node.role() == Role.AGENT) {
            return new JavaProgram(
                    List.of(classes),
                    BusyMaster.class.getName(),
                    List.of("-Xmx32m"),
                    List.of(String.valueOf(AGENT_PORT)));
        }
        return new JavaProgram(
                Stream.concat(Stream.of(classes), zooKeeper().stream()).toList(),
                Contender.class.getName(),
                List.of("-Xmx48m", "-Dzookeeper.sasl.client=false"),
                List.of(node.name(), String.valueOf(PORT), addresses.zooKeeperConnectString()));
    }

    /** Who leads and by which session, asked of the ensemble each time. */
    static final class Election implements Leadership {
        private final Cluster cluster;

        Election(Cluster cluster) {
            this.cluster = cluster;
        }

        /** Owner's session by master's name, in the order in which they came. */
        private Map<String, Stat> nodes() {
            Map<String, Stat> byMaster = new LinkedHashMap<>();
            try {
                NodeId server = EnsembleStatus.leader(cluster).orElseThrow(() -> new ClusterException("no leader"));
                ControlClient.with(cluster, server, "list contenders", client -> {
                    for (String child :
                            client.getChildren(PATH, false).stream().sorted().toList()) {
                        Stat stat = new Stat();
                        try {
                            byte[] data = client.getData(PATH + "/" + child, false, stat);
                            // Of several of one master's nodes, the last belongs to its present session.
                            byMaster.remove(new String(data, StandardCharsets.UTF_8));
                            byMaster.put(new String(data, StandardCharsets.UTF_8), stat);
                        } catch (KeeperException.NoNodeException e) {
                            // It vanished meanwhile.
                        }
                    }
                });
            } catch (ClusterException e) {
                return Map.of();
            }
            return byMaster;
        }

        @Override
        public Optional<NodeId> leader() {
            return nodes().keySet().stream().findFirst().map(NodeId::parse);
        }

        @Override
        public OptionalLong session(NodeId master) {
            Stat stat = nodes().get(master.name());
            return stat == null ? OptionalLong.empty() : OptionalLong.of(stat.getEphemeralOwner());
        }

        /** Whether each of the masters has a node. */
        boolean isComplete(List<NodeId> masters) {
            return nodes().keySet()
                    .containsAll(masters.stream().map(NodeId::name).toList());
        }
    }

    @Override
    public int masterPort() {
        return PORT;
    }

    @Override
    public Map<Role, Integer> ports() {
        return Map.of(Role.MASTER, PORT, Role.AGENT, AGENT_PORT);
    }

    @Override
    public String probePath() {
        return "/";
    }

    @Override
    public Optional<ProbeAnswer> readProbe(NodeId asked, HttpAnswer answer, Addresses addresses) {
        return Optional.empty();
    }

    @Override
    public String electionPath() {
        return PATH;
    }

    @Override
    public String electionNodePrefix() {
        return PREFIX;
    }

    @Override
    public Optional<String> registryPath() {
        return Optional.empty();
    }

    @Override
    public Optional<Long> registryEpoch(byte[] data) {
        return Optional.empty();
    }

    @Override
    public Optional<NodeId> electionNodeOwner(byte[] data, Addresses addresses) {
        return Optional.of(NodeId.parse(new String(data, StandardCharsets.UTF_8)));
    }

    @Override
    public boolean freshReads() {
        return false;
    }

    @Override
    public Map<String, Object> description() {
        return Map.of();
    }
}
