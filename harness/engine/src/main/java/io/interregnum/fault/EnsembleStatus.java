package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.EnsembleConfig;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What ZooKeeper servers say of themselves when asked with {@code srvr} over the control way. */
public final class EnsembleStatus {
    private EnsembleStatus() {}

    /**
     * The server that says that it leads, be it a spare one that has joined; empty when none does. All are asked at the same
     * time, and who does not answer is waited for only while nobody has said so.
     */
    public static Optional<NodeId> leader(Cluster cluster) {
        return SideBySide.firstThat(
                servers(cluster, Role.ENSEMBLE, Role.SPARE),
                server -> mode(cluster, server).equals("leader"));
    }

    private static List<NodeId> servers(Cluster cluster, Role... roles) {
        return Stream.of(roles)
                .flatMap(role -> cluster.spec().nodes(role).stream())
                .toList();
    }

    /** True when one server leads, every other one follows it, and every observer observes. */
    public static boolean isWhole(Cluster cluster) {
        return SideBySide.each(cluster.spec().nodes(Role.ENSEMBLE), server -> mode(cluster, server)).stream()
                        .allMatch(mode -> mode.equals("leader") || mode.equals("follower"))
                && SideBySide.each(cluster.spec().nodes(Role.OBSERVER), server -> mode(cluster, server)).stream()
                        .allMatch(mode -> mode.equals("observer"));
    }

    /**
     * Those of some servers that are voting members, by what the leader says.
     *
     * @throws ClusterException when no server leads
     */
    static List<NodeId> members(Cluster cluster, List<NodeId> servers) {
        NodeId leader = leader(cluster)
                .orElseThrow(() -> new ClusterException("no ZooKeeper server leads, so nobody says who is a member"));
        List<String> lines = ask(cluster, leader, "conf").lines().toList();
        return servers.stream()
                .filter(server -> lines.stream()
                        .anyMatch(line -> line.startsWith("server." + EnsembleConfig.serverId(server) + "=")))
                .toList();
    }

    /** The last transaction that a server has, the epoch of its leader in the upper half; 0 when it does not serve. */
    static long zxid(Cluster cluster, NodeId server) {
        return ask(cluster, server, "srvr")
                .lines()
                .filter(line -> line.startsWith("Zxid: 0x"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("Zxid: 0x".length()).strip(), 16))
                .findFirst()
                .orElse(0L);
    }

    /** The server to which a session is connected, likewise; empty when none says so. */
    static Optional<NodeId> holderOf(Cluster cluster, long session) {
        String sid = "sid=0x" + Long.toHexString(session) + ",";
        return SideBySide.firstThat(
                servers(cluster, Role.ENSEMBLE, Role.SPARE, Role.OBSERVER),
                server -> ask(cluster, server, "cons").contains(sid));
    }

    /** What a server answers to a four-letter word; empty text when it does not serve. Blocks for a second at most. */
    static String ask(Cluster cluster, NodeId server, String word) {
        try (SocketChannel channel = cluster.control(server, Addresses.ZOOKEEPER_CLIENT_PORT, Duration.ofMillis(500))) {
            channel.write(ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)));
            return Deadline.within(
                    channel,
                    Duration.ofMillis(500),
                    open -> new String(Channels.newInputStream(open).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "";
        }
    }

    /** How it serves: as leader, follower, observer or standalone; empty text when it does not serve. */
    static String mode(Cluster cluster, NodeId server) {
        return ask(cluster, server, "srvr")
                .lines()
                .filter(line -> line.startsWith("Mode: "))
                .map(line -> line.substring("Mode: ".length()).strip())
                .findFirst()
                .orElse("");
    }
}
