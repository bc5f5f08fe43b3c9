package io.interregnum.masters;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.curator.framework.CuratorFramework;

/**
 * Tells who leads, by a ZooKeeper session of its own. Everything is told on the given loop's thread, and everything but
 * {@link #start} must be called there.
 */
final class LeaderWatch {
    private final NodeFlags flags;
    private final EventLoop loop;
    private final LongSupplier clockNanos;
    private final Consumer<Optional<Leader>> listener;
    private final Consumer<String> onFailure;
    private final Detector detector = new Detector();
    private Optional<Leader> told = Optional.empty();
    private final ZooKeeperGroup group;
    private final CuratorFramework client;

    /**
     * @param listener told of each change; nobody leads before the first
     * @param onFailure told if ZooKeeper refuses in a way that trying again cannot mend
     */
    LeaderWatch(
            NodeFlags flags,
            EventLoop loop,
            LongSupplier clockNanos,
            Consumer<Optional<Leader>> listener,
            Consumer<String> onFailure) {
        this.flags = flags;
        this.loop = loop;
        this.clockNanos = clockNanos;
        this.listener = listener;
        this.onFailure = onFailure;
        this.client = new ZooKeeperClients(flags.zooKeeperServers(), flags.sessionTimeoutMs(), clockNanos)
                .create(this::accept);
        MasterInfo nobody = new MasterInfo(flags.id(), flags.ip(), flags.ip(), flags.port(), Master.VERSION);
        this.group = new ZooKeeperGroup(client, flags.group(), nobody, this::accept);
    }

    void start() {
        client.start();
    }

    /** Reads the group again. */
    void look() {
        group.read();
    }

    /** Lets time pass. */
    void tick() {
        handle(new ElectionEvent.Tick());
    }

    private void accept(ElectionEvent event) {
        loop.submit(() -> handle(event));
    }

    private void handle(ElectionEvent event) {
        if (event instanceof ElectionEvent.Failed failed) {
            onFailure.accept("Failed to detect the leading master of " + flags.group() + ": " + failed.reason());
            return;
        }
        if (detector.on(clockNanos.getAsLong(), event)) {
            group.read();
        }
        if (!detector.leader().equals(told)) {
            told = detector.leader();
            listener.accept(told);
        }
    }
}
