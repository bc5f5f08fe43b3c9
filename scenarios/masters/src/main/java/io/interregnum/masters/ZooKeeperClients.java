package io.interregnum.masters;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/**
 * Makes the Curator clients of a process: no retries (each caller knows best whether it may repeat itself) and no
 * ensemble tracker (which would replace the given addresses by others).
 *
 * <p>Curator is not told of disconnections. It would count time from them on the wall clock and then end the session
 * itself, which can't be switched off; here {@link Election} and {@link Detector} count, and only the ensemble ends a session. Curator is
 * left with what it is good at: making a new handle when a session has expired.
 */
final class ZooKeeperClients {
    private static final int RETRY_BASE_MILLIS = 100;
    private static final int RETRIES_MAX = 5;

    private final List<String> servers;
    private final int sessionTimeoutMs;
    private final LongSupplier clockNanos;

    /**
     * @param servers {@code ip:port} of each ZooKeeper server
     * @param sessionTimeoutMs to ask for
     * @param clockNanos what disconnections are stamped by; safe for many threads
     */
    ZooKeeperClients(List<String> servers, int sessionTimeoutMs, LongSupplier clockNanos) {
        this.servers = List.copyOf(servers);
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.clockNanos = clockNanos;
    }

    /**
     * A client that is not started yet.
     *
     * @param sessionEvents told of each connection, disconnection and expiry on the client's event thread, before
     *     Curator itself
     */
    CuratorFramework create(Consumer<ElectionEvent> sessionEvents) {
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(String.join(",", servers))
                .sessionTimeoutMs(sessionTimeoutMs)
                .connectionTimeoutMs(sessionTimeoutMs)
                .retryPolicy((count, elapsedMs, sleeper) -> false)
                .dontUseContainerParents()
                .zookeeperFactory(new Handles(addresses(servers), clockNanos, sessionEvents));
        CuratorBuilder.keepAddresses(builder);
        return builder.build();
    }

    /**
     * A client for one of Curator's recipes, which is not started yet: with retries and with Curator's own count of time,
     * as the recipes expect.
     */
    CuratorFramework createForRecipe(ErrorPolicy errorPolicy) {
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(String.join(",", servers))
                .sessionTimeoutMs(sessionTimeoutMs)
                .connectionTimeoutMs(sessionTimeoutMs)
                .retryPolicy(new ExponentialBackoffRetry(RETRY_BASE_MILLIS, RETRIES_MAX))
                .zookeeperFactory(new PlainHandles(addresses(servers)));
        CuratorBuilder.keepAddresses(builder);
        if (errorPolicy == ErrorPolicy.SESSION) {
            builder.connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy());
            CuratorBuilder.expireAfter(builder, ErrorPolicy.EXPIRATION_PERCENT);
        }
        return builder.build();
    }

    private static List<InetSocketAddress> addresses(List<String> servers) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String server : servers) {
            int colon = server.indexOf(':');
            addresses.add(new InetSocketAddress(
                    numeric(server.substring(0, colon)), Integer.parseInt(server.substring(colon + 1))));
        }
        return addresses;
    }

    /** The address with its own text as its name, so that nothing ever asks a name server about it. */
    private static InetAddress numeric(String ip) {
        try {
            return InetAddress.getByAddress(ip, InetAddress.getByName(ip).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a numeric address: " + ip, e);
        }
    }

    /** Makes ZooKeeper handles for the given servers, whatever addresses an ensemble tracker finds. */
    private record PlainHandles(List<InetSocketAddress> servers) implements ZookeeperFactory {
        @Override
        public ZooKeeper newZooKeeper(String connectString, int timeoutMs, Watcher watcher, boolean readOnly)
                throws Exception {
            return new ZooKeeper(
                    connectString, timeoutMs, watcher, readOnly, new EagerHostProvider(servers, new Random()));
        }
    }

    /** Makes ZooKeeper handles and listens to their session events. A new handle means that the last session is over. */
    private static final class Handles implements ZookeeperFactory {
        private final List<InetSocketAddress> servers;
        private final LongSupplier clockNanos;
        private final Consumer<ElectionEvent> sessionEvents;
        private volatile long lastSession;

        Handles(List<InetSocketAddress> servers, LongSupplier clockNanos, Consumer<ElectionEvent> sessionEvents) {
            this.servers = servers;
            this.clockNanos = clockNanos;
            this.sessionEvents = sessionEvents;
        }

        @Override
        public ZooKeeper newZooKeeper(String connectString, int timeoutMs, Watcher watcher, boolean readOnly)
                throws Exception {
            if (lastSession != 0) {
                sessionEvents.accept(new ElectionEvent.Expired(lastSession));
            }
            CompletableFuture<ZooKeeper> handle = new CompletableFuture<>();
            Watcher listening = event -> {
                boolean ofSession = event.getType() == Watcher.Event.EventType.None;
                if (ofSession) {
                    tell(handle.join(), event);
                }
                if (!ofSession || event.getState() != Watcher.Event.KeeperState.Disconnected) {
                    watcher.process(event);
                }
            };
            ZooKeeper made = new ZooKeeper(
                    connectString, timeoutMs, listening, readOnly, new EagerHostProvider(servers, new Random()));
            handle.complete(made);
            return made;
        }

        private void tell(ZooKeeper handle, WatchedEvent event) {
            switch (event.getState()) {
                case SyncConnected -> {
                    lastSession = handle.getSessionId();
                    long timeoutNanos = handle.getSessionTimeout() * 1_000_000L;
                    sessionEvents.accept(new ElectionEvent.Connected(lastSession, timeoutNanos));
                }
                case Disconnected -> sessionEvents.accept(new ElectionEvent.Disconnected(clockNanos.getAsLong()));
                case Expired -> {
                    lastSession = 0;
                    sessionEvents.accept(new ElectionEvent.Expired(handle.getSessionId()));
                }
                case AuthFailed -> sessionEvents.accept(new ElectionEvent.Failed("authentication failed"));
                default -> {
                    // Closed and the states of features that are not used tell nothing about the session.
                }
            }
        }
    }
}
