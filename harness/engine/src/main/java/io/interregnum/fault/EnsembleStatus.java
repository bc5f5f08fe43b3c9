package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What ZooKeeper servers say of themselves when asked with {@code srvr} over the control way. */
public final class EnsembleStatus {
    private EnsembleStatus() {}

    /** The server that says that it leads; empty when none does. */
    public static Optional<NodeId> leader(Cluster cluster) {
        return cluster.spec().nodes(Role.ENSEMBLE).stream()
                .filter(server -> mode(cluster, server).equals("leader"))
                .findFirst();
    }

    /** True when one server leads and every other one follows it. */
    public static boolean isWhole(Cluster cluster) {
        return cluster.spec().nodes(Role.ENSEMBLE).stream()
                        .map(server -> mode(cluster, server))
                        .filter(mode -> mode.equals("leader") || mode.equals("follower"))
                        .count()
                == cluster.spec().ensembleCount();
    }

    /** The server to which a session is connected; empty when none says so. */
    static Optional<NodeId> holderOf(Cluster cluster, long session) {
        String sid = "sid=0x" + Long.toHexString(session) + ",";
        return cluster.spec().nodes(Role.ENSEMBLE).stream()
                .filter(server -> ask(cluster, server, "cons").contains(sid))
                .findFirst();
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

    /** {@code leader}, {@code follower}, {@code standalone}; empty text when it does not serve. */
    static String mode(Cluster cluster, NodeId server) {
        return ask(cluster, server, "srvr")
                .lines()
                .filter(line -> line.startsWith("Mode: "))
                .map(line -> line.substring("Mode: ".length()).strip())
                .findFirst()
                .orElse("");
    }
}
