package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in the way of TCP connections that this node begins, and makes what they carry late: for kernels without netem.
 * One thread serves all connections. Delays are set by others.
 *
 * <p>A relayed connection is accepted here before the node behind answers, so a refusal is seen as a reset a moment later.
 * The time that two such delays would add to connecting is added to the first bytes.
 */
final class Relay {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final Map<String, Delays> byPeer = new ConcurrentHashMap<>();
    private final List<Connection> connections = new ArrayList<>(); // of the relay's thread
    private int flowCount; // of the relay's thread

    /** For what goes to a peer, and what comes from it. */
    record Delays(Delay up, Delay down) {
        static final Delays NONE = new Delays(Delay.NONE, Delay.NONE);
    }

    /** Where something is to be relayed to. */
    private record Way(String peer, int port) {}

    /** A connection of this node and its continuation. */
    private record Connection(Way way, DelayLine up, DelayLine down, long readyNanos) {}

    Relay() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Sidecar.start("relay", this::serve);
    }

    Delays delays(String peer) {
        return byPeer.getOrDefault(peer, Delays.NONE);
    }

    void set(String peer, Delays delays) {
        byPeer.put(peer, delays);
        selector.wakeup();
    }

    /** Opens a port of the loopback device for connections to a port of a peer; closing the channel closes it. */
    ServerSocketChannel listen(String peer, int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.configureBlocking(false);
        selector.wakeup();
        server.register(selector, SelectionKey.OP_ACCEPT, new Way(peer, port));
        return server;
    }

    private void serve() {
        long next = Long.MAX_VALUE;
        while (true) {
            try {
                long left = next == Long.MAX_VALUE ? 1000 : (next - System.nanoTime()) / NANOS_PER_MILLI;
                // A millisecond early rather than late, and then again and again until it is time.
                selector.select(Math.max(1, Math.min(left, 1000)));
                for (SelectionKey key : selector.selectedKeys()) {
                    ready(key);
                }
                selector.selectedKeys().clear();
                next = writeAll();
            } catch (IOException | RuntimeException e) {
                System.err.println("relay: " + e);
            }
        }
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof Way way) {
            accept(key, way);
            return;
        }
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isConnectable()) {
                connection.up().to().finishConnect();
            }
            if (key.isReadable()) {
                DelayLine line = key.channel() == connection.up().from() ? connection.up() : connection.down();
                Delays delays = delays(connection.way().peer());
                long from = Math.max(System.nanoTime(), connection.readyNanos());
                line.read(line == connection.up() ? delays.up() : delays.down(), from);
            }
        } catch (IOException e) {
            reset(connection);
        }
    }

    private void accept(SelectionKey key, Way way) {
        SocketChannel client = null;
        SocketChannel target = null;
        try {
            client = ((ServerSocketChannel) key.channel()).accept();
            if (client == null) {
                return;
            }
            target = SocketChannel.open();
            ReservedPorts.bind(target);
            for (SocketChannel each : List.of(client, target)) {
                each.configureBlocking(false);
                each.socket().setTcpNoDelay(true);
            }
            target.connect(new InetSocketAddress(way.peer(), way.port()));
            Random chance = new Random(++flowCount);
            Delays delays = delays(way.peer());
            long now = System.nanoTime();
            Connection connection = new Connection(
                    way,
                    new DelayLine(client, target, chance),
                    new DelayLine(target, client, chance),
                    now + delays.up().draw(chance, now) + delays.down().draw(chance, now));
            client.register(selector, 0, connection);
            target.register(selector, 0, connection);
            connections.add(connection);
        } catch (IOException e) {
            closeHard(client);
            closeHard(target);
        }
    }

    /** Writes what is due and says when the next is. */
    private long writeAll() {
        long next = Long.MAX_VALUE;
        for (Connection connection : List.copyOf(connections)) {
            try {
                if (connection.up().to().isConnected()) {
                    next = Math.min(next, connection.up().write(System.nanoTime()));
                }
                next = Math.min(next, connection.down().write(System.nanoTime()));
                if (connection.up().isDone() && connection.down().isDone()) {
                    connection.up().from().close();
                    connection.up().to().close();
                    connections.remove(connection);
                } else {
                    interest(connection.up().from(), connection.up(), connection.down());
                    interest(connection.up().to(), connection.down(), connection.up());
                }
            } catch (IOException | RuntimeException e) {
                reset(connection);
            }
        }
        return next;
    }

    /**
     * Says what to wait for.
     *
     * @param in what the channel is read for
     * @param out what it is written for
     */
    private void interest(SocketChannel channel, DelayLine in, DelayLine out) {
        SelectionKey key = channel.keyFor(selector);
        if (key == null || !key.isValid()) {
            return;
        }
        if (channel.isConnectionPending()) {
            key.interestOps(SelectionKey.OP_CONNECT);
        } else {
            key.interestOps(
                    (in.wantsMore() ? SelectionKey.OP_READ : 0) | (out.isBlocked() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void reset(Connection connection) {
        closeHard(connection.up().from());
        closeHard(connection.up().to());
        connections.remove(connection);
    }

    private static void closeHard(@org.jspecify.annotations.Nullable SocketChannel channel) {
        if (channel != null) {
            try (channel) {
                channel.socket().setSoLinger(true, 0);
            } catch (IOException e) {
                // It is gone, which is what was wanted.
            }
        }
    }
}
