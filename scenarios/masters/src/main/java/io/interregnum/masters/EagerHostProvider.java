package io.interregnum.masters;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.client.HostProvider;

/**
 * Tells a ZooKeeper client which server to try next, without the stock provider's pause of a second per round.
 *
 * <p>Masters start together with the servers. A server that has not joined a quorum yet accepts connections and closes
 * them; after the first such connection the client itself sleeps up to a second before each further attempt
 * ({@code ClientCnxn.SendThread.startConnect}). So until the first session exists, a server is named only once it says
 * that it serves, by its {@code srvr} word, which ZooKeeper allows by default; a server that forbids the word is
 * trusted. After that the client's own pause is left as it is.
 *
 * <p>For the client's send thread; {@link #size} and {@link #updateServerList} for any.
 */
final class EagerHostProvider implements HostProvider {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ASKING_MAX_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int ANSWER_TIMEOUT_MS = 200;

    private final List<InetSocketAddress> servers;
    private int nextIndex;
    private boolean everConnected;
    private boolean justConnected;

    /** @param random decides the order in which the servers are tried, round after round */
    EagerHostProvider(Collection<InetSocketAddress> servers, Random random) {
        this.servers = new ArrayList<>(servers);
        Collections.shuffle(this.servers, random);
    }

    @Override
    public synchronized int size() {
        return servers.size();
    }

    /** The next server. Blocks until one serves, at most 30 s, if there was never a session. */
    @Override
    public InetSocketAddress next(long spinDelayMs) {
        long beganNanos = System.nanoTime();
        while (needsAsking() && System.nanoTime() - beganNanos < ASKING_MAX_NANOS) {
            for (int i = 0; i < size(); i++) {
                InetSocketAddress server = step();
                if (serves(server)) {
                    return server;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        if (pausesNow()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return step();
    }

    private synchronized boolean needsAsking() {
        return !everConnected;
    }

    /** Every attempt but the first after a success comes after a pause. */
    private synchronized boolean pausesNow() {
        boolean pauses = !justConnected;
        justConnected = false;
        return pauses;
    }

    private synchronized InetSocketAddress step() {
        InetSocketAddress server = servers.get(nextIndex % servers.size());
        nextIndex = (nextIndex + 1) % servers.size();
        return server;
    }

    @Override
    public synchronized void onConnected() {
        everConnected = true;
        justConnected = true;
    }

    /** Changes nothing: the addresses are those that were given, whatever Curator's ensemble tracker finds. */
    @Override
    public boolean updateServerList(Collection<InetSocketAddress> changed, InetSocketAddress current) {
        return false;
    }

    private static boolean serves(InetSocketAddress server) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_TIMEOUT_MS);
            socket.connect(server, ANSWER_TIMEOUT_MS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.contains("Mode:") || answer.contains("not in the whitelist");
        } catch (IOException e) {
            return false;
        }
    }
}
