package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Tunnel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;

/** A ZooKeeper client of the harness itself, over the control way, which no cut touches. */
final class ControlClient {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int SESSION_MILLIS = 10_000;
    private static final int CLOSE_MILLIS = 2_000;

    private ControlClient() {}

    /** What is done with a client. */
    @FunctionalInterface
    interface Body {
        void run(ZooKeeperAdmin client) throws KeeperException, InterruptedException;
    }

    /**
     * Connects to a server, does something, and disconnects.
     *
     * @param what completes "cannot …"
     * @throws ClusterException when it could not connect within 5 s, or when ZooKeeper refused
     */
    static void with(Cluster cluster, NodeId server, String what, Body body) {
        try (Tunnel tunnel = Tunnel.open(cluster, server, Addresses.ZOOKEEPER_CLIENT_PORT)) {
            CountDownLatch connected = new CountDownLatch(1);
            ZKClientConfig config = new ZKClientConfig();
            config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
            ZooKeeperAdmin client = new ZooKeeperAdmin(
                    tunnel.address(),
                    SESSION_MILLIS,
                    event -> {
                        if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    },
                    config);
            try {
                if (!connected.await(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new ClusterException("cannot " + what + ": " + server + " gives no session within "
                            + CONNECT_LIMIT.toSeconds() + " s");
                }
                body.run(client);
            } finally {
                client.close(CLOSE_MILLIS);
            }
        } catch (KeeperException e) {
            throw new ClusterException("cannot " + what + ": " + server + " answered " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ClusterException("cannot " + what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("cannot " + what + ": interrupted", e);
        }
    }
}
