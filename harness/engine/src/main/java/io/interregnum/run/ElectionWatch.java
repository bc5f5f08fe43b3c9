package io.interregnum.run;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.RunClock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Watches the election nodes and the registry through one ZooKeeper server. One thread, which looks at every watch event
 * and at least every {@link #LOOK_MILLIS}, so that what happened is known to lie between two looks.
 */
final class ElectionWatch implements Watcher {
    private static final long LOOK_MILLIS = 25;
    private static final int SESSION_MILLIS = 6_000;

    private final NodeId server;
    private final String serverAddress;
    private final SystemUnderTest system;
    private final Addresses addresses;
    private final ElectionLog log;
    private final RunClock clock;
    private final Thread thread;
    private final Semaphore lookNow = new Semaphore(0);
    private final Set<String> seenHere = new HashSet<>(); // by the thread only
    private long lastLookNanos; // by the thread only; 0 when the last look failed
    private volatile boolean stopped;

    /** @param serverAddress a loopback address that leads to the server over the control way */
    ElectionWatch(
            NodeId server,
            String serverAddress,
            SystemUnderTest system,
            Addresses addresses,
            ElectionLog log,
            RunClock clock) {
        this.server = server;
        this.serverAddress = serverAddress;
        this.system = system;
        this.addresses = addresses;
        this.log = log;
        this.clock = clock;
        this.thread = new Thread(this::work, "watch-" + server);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Looks no more. */
    void end() {
        stopped = true;
        lookNow.release();
    }

    /** Looks no more and waits until the last look has ended. */
    void stop() throws InterruptedException {
        end();
        thread.join(5_000);
    }

    @Override
    public void process(WatchedEvent event) {
        lookNow.release();
    }

    private void work() {
        // The ensemble tracker would move this client to addresses that faults cut.
        try (CuratorFramework curator = CuratorFrameworkFactory.builder()
                .connectString(serverAddress)
                .sessionTimeoutMs(SESSION_MILLIS)
                .connectionTimeoutMs(1_000)
                .retryPolicy(new RetryOneTime(100))
                .ensembleTracker(false)
                .build()) {
            curator.start();
            while (!stopped) {
                look(curator);
                if (lookNow.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    lookNow.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(CuratorFramework curator) throws InterruptedException {
        long beganNanos = clock.nanos();
        try {
            // The plain handle: one attempt, so that a look is either fresh or failed.
            ZooKeeper zooKeeper = curator.getZookeeperClient().getZooKeeper();
            if (zooKeeper.getState() != ZooKeeper.States.CONNECTED) {
                throw new KeeperException.ConnectionLossException();
            }
            elections(zooKeeper);
            registry(zooKeeper);
            lastLookNanos = beganNanos;
            log.watched(server);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The server is down, cut off from its quorum, or nothing is there yet: this look saw nothing.
            lastLookNanos = 0;
            log.unwatched(server);
        }
    }

    private void elections(ZooKeeper zooKeeper) throws KeeperException, InterruptedException {
        List<String> children;
        try {
            children = zooKeeper.getChildren(system.electionPath(), this);
        } catch (KeeperException.NoNodeException e) {
            return;
        }
        Set<String> now = new HashSet<>();
        for (String child : children) {
            if (child.startsWith(system.electionNodePrefix())) {
                now.add(system.electionPath() + "/" + child);
            }
        }
        for (String path : now.stream().sorted().toList()) {
            if (log.isNew(path)) {
                created(zooKeeper, path);
            }
        }
        for (String path : seenHere.stream().sorted().toList()) {
            if (!now.contains(path)) {
                log.deleted(path, lastLookNanos);
            }
        }
        seenHere.clear();
        seenHere.addAll(now);
    }

    private void created(ZooKeeper zooKeeper, String path) throws KeeperException, InterruptedException {
        Stat stat = new Stat();
        try {
            byte[] data = zooKeeper.getData(path, false, stat);
            String owner =
                    system.electionNodeOwner(data, addresses).map(NodeId::name).orElse("");
            log.created(path, stat.getCzxid(), stat.getEphemeralOwner(), owner, lastLookNanos);
        } catch (KeeperException.NoNodeException e) {
            // It came and went between two requests; nobody led through it long enough to be seen.
        }
    }

    private void registry(ZooKeeper zooKeeper) throws KeeperException, InterruptedException {
        if (system.registryPath().isEmpty()) {
            return;
        }
        String path = system.registryPath().get();
        Stat stat = new Stat();
        try {
            byte[] data = zooKeeper.getData(path, false, stat);
            system.registryEpoch(data)
                    .ifPresent(epoch -> log.registry(path, stat.getMzxid(), epoch, stat.getVersion(), lastLookNanos));
        } catch (KeeperException.NoNodeException e) {
            // No leader has written yet.
        }
    }
}
