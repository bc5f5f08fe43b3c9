package io.interregnum.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loopback port that leads to a port of a node over the control way, for libraries that insist on an address. Safe for
 * many threads.
 */
public final class Tunnel implements AutoCloseable {
    private final Cluster cluster;
    private final NodeId node;
    private final int targetPort;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private Tunnel(Cluster cluster, NodeId node, int targetPort, ServerSocketChannel server) {
        this.cluster = cluster;
        this.node = node;
        this.targetPort = targetPort;
        this.server = server;
    }

    /**
     * Opens a port that leads to {@code targetPort} of {@code node}.
     *
     * @throws ClusterException when no loopback port can be had
     */
    public static Tunnel open(Cluster cluster, NodeId node, int targetPort) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Tunnel tunnel = new Tunnel(cluster, node, targetPort, server);
            daemon("tunnel-" + node, tunnel::accept);
            return tunnel;
        } catch (IOException e) {
            throw new ClusterException("cannot open a loopback port for " + node + ": " + e, e);
        }
    }

    /** The loopback address, {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + server.socket().getLocalPort();
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(null, body, name, 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel near = server.accept();
                open.add(near);
                daemon("tunnel-" + node + "-up", () -> join(near));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void join(SocketChannel near) {
        try (near;
                SocketChannel far = cluster.control(node, targetPort, Duration.ofSeconds(1))) {
            open.add(far);
            daemon("tunnel-" + node + "-down", () -> copy(far, near));
            copy(near, far);
        } catch (IOException e) {
            // The caller sees its connection closed, which is what it would see of a node that does not listen.
        } finally {
            open.remove(near);
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // One side went away; both are closed now.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
        } catch (IOException e) {
            throw new ClusterException("cannot close the tunnel to " + node + ": " + e, e);
        }
    }
}
