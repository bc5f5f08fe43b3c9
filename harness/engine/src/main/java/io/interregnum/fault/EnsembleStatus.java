package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.io.IOException;
import java.io.InputStream;
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

    /** {@code leader}, {@code follower}, {@code standalone}; empty text when it does not serve. */
    static String mode(Cluster cluster, NodeId server) {
        try (SocketChannel channel = cluster.control(server, Addresses.ZOOKEEPER_CLIENT_PORT, Duration.ofMillis(500))) {
            channel.write(ByteBuffer.wrap("srvr".getBytes(StandardCharsets.US_ASCII)));
            return Deadline.within(channel, Duration.ofMillis(500), EnsembleStatus::readMode);
        } catch (IOException e) {
            return "";
        }
    }

    private static String readMode(SocketChannel channel) throws IOException {
        InputStream in = Channels.newInputStream(channel);
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return answer.lines()
                .filter(line -> line.startsWith("Mode: "))
                .map(line -> line.substring("Mode: ".length()).strip())
                .findFirst()
                .orElse("");
    }
}
