package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.NodeId;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;

/**
 * Closes somebody else's ZooKeeper session. A client may move its session to another connection by its number and its
 * password, and the password of a session is derived from nothing but the number, so that anybody can (ZooKeeper's
 * {@code ZooKeeperServer.generatePasswd}).
 *
 * <p>Two messages of ZooKeeper's protocol are written here by hand: a client library would keep the session alive and
 * reconnect, which is the opposite of what is wanted.
 */
final class SessionTakeover {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final long PASSWORD_SEED = 0xB3415C00L;
    private static final int PASSWORD_BYTES = 16;
    private static final int CLOSE_SESSION = -11;

    private SessionTakeover() {}

    /**
     * Takes a session over and closes it; returns when the server has said that it is closed.
     *
     * @param server through which it is done
     * @throws ClusterException when the server refuses the session, as one that has expired, or does not answer in 3 s
     */
    static void close(Cluster cluster, NodeId server, long session) {
        String name = "session 0x" + Long.toHexString(session);
        try (SocketChannel channel = cluster.control(server, Addresses.ZOOKEEPER_CLIENT_PORT, LIMIT)) {
            boolean taken = Deadline.within(channel, LIMIT, open -> takeOver(open, session));
            if (!taken) {
                throw new ClusterException(
                        "cannot close " + name + ": " + server + " does not know it; has it expired already?");
            }
        } catch (IOException e) {
            throw new ClusterException("cannot close " + name + " through " + server + ": " + e, e);
        }
    }

    private static boolean takeOver(SocketChannel channel, long session) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        write(channel, connect(session));
        in.readInt(); // length
        in.readInt(); // version of the protocol
        in.readInt(); // time-out
        if (in.readLong() != session) {
            return false;
        }
        in.readNBytes(in.readInt()); // password
        in.readByte(); // whether the server only reads
        write(channel, ByteBuffer.allocate(12).putInt(8).putInt(1).putInt(CLOSE_SESSION));
        in.readInt(); // length of the answer: once it comes, the ensemble has agreed on the end of the session
        return true;
    }

    private static ByteBuffer connect(long session) {
        byte[] password = password(session);
        int length = 4 + 8 + 4 + 8 + 4 + password.length + 1;
        return ByteBuffer.allocate(4 + length)
                .putInt(length)
                .putInt(0) // version of the protocol
                .putLong(0) // no transaction was seen
                .putInt((int) LIMIT.toMillis())
                .putLong(session)
                .putInt(password.length)
                .put(password)
                .put((byte) 0); // a server that only reads will not do
    }

    /** What ZooKeeper expects of whoever claims a session. */
    static byte[] password(long session) {
        byte[] password = new byte[PASSWORD_BYTES];
        new Random(session ^ PASSWORD_SEED).nextBytes(password);
        return password;
    }

    private static void write(SocketChannel channel, ByteBuffer message) throws IOException {
        message.flip();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }
}
