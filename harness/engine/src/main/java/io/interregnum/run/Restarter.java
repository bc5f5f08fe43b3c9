package io.interregnum.run;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.fault.Scene;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes again that ended by themselves, as an operator's supervisor does: a master that steps down ends
 * itself and counts on this, and an agent may. Nodes that a fault holds are left alone. Safe for many threads.
 */
final class Restarter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Restarter.class);
    /** Long enough that a process that dies at once does not eat the machine. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<@Nullable Scene> scene;
    private final Duration pause;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "restarter");
        thread.setDaemon(true);
        return thread;
    });

    Restarter(Supplier<@Nullable Scene> scene) {
        this(scene, PAUSE);
    }

    /** @param pause between the end of a process and its new start */
    Restarter(Supplier<@Nullable Scene> scene, Duration pause) {
        this.scene = scene;
        this.pause = pause;
    }

    void exited(NodeId node) {
        if (!executor.isShutdown()) {
            Future<?> unused = executor.schedule(() -> restart(node), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void restart(NodeId node) {
        Scene now = scene.get();
        if (now == null) {
            exited(node); // the cluster is still being started
            return;
        }
        // A spare server runs when a fault wants it to, and only then.
        if (now.isHeld(node) || node.role() == Role.SPARE || executor.isShutdown()) {
            return;
        }
        try {
            now.cluster().start(node);
        } catch (ClusterException e) {
            // It may run already, started by the healing of a fault. If it does not, settling will say so.
            LOG.info("restart-refused node={} reason={}", node, e.getMessage());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
