package io.interregnum.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What every backend promises of ends, freezes and lives of nodes; called by the tests of each with its own cluster. */
public final class LifeCycle {
    private static final int SIGNALS_COUNT = 40;
    private static final RunClock CLOCK = RunClock.startNow();

    private LifeCycle() {}

    /** Asked to end, a node ends by itself; its next life has another name, and asking what has ended is no error. */
    public static void terminatedNodeEndsByItself(Cluster cluster, NodeId node) {
        String before = cluster.life(node);

        cluster.terminate(node);

        await(node + " to end")
                .atMost(Duration.ofSeconds(10))
                .until(() -> cluster.state(node), NodeState.ENDED::equals);
        assertThat(before).isNotEmpty();
        assertThat(cluster.life(node)).isEmpty();
        cluster.terminate(node);

        await(node + " to be startable").atMost(Duration.ofSeconds(10)).untilAsserted(() -> cluster.start(node));
        assertThat(cluster.life(node)).isNotEmpty().isNotEqualTo(before);
        assertThat(cluster.state(node)).isEqualTo(NodeState.RUNNING);
    }

    /** A frozen node that is asked to end goes on being frozen, and ends when it is resumed. */
    public static void terminatedWhileFrozenEndsWhenResumed(Cluster cluster, NodeId node) {
        cluster.pause(node);
        cluster.terminate(node);
        NodeState afterwards = cluster.state(node);

        cluster.resume(node);

        await(node + " to end")
                .atMost(Duration.ofSeconds(10))
                .until(() -> cluster.state(node), NodeState.ENDED::equals);
        assertThat(afterwards).isEqualTo(NodeState.PAUSED);
        await(node + " to be startable").atMost(Duration.ofSeconds(10)).untilAsserted(() -> cluster.start(node));
    }

    /** Several nodes are frozen by several threads at once and are all frozen afterwards, over and over. */
    public static void manyAreFrozenAtATime(Cluster cluster, List<NodeId> nodes) {
        for (int round = 0; round < 5; round++) {
            onAll(nodes, cluster::pause);
            List<NodeState> frozen = nodes.stream().map(cluster::state).toList();
            onAll(nodes, cluster::resume);
            List<NodeState> resumed = nodes.stream().map(cluster::state).toList();

            assertThat(frozen).containsOnly(NodeState.PAUSED);
            assertThat(resumed).containsOnly(NodeState.RUNNING);
        }
    }

    private static void onAll(List<NodeId> nodes, java.util.function.Consumer<NodeId> action) {
        List<CompletableFuture<Void>> all = nodes.stream()
                .map(node -> CompletableFuture.runAsync(() -> action.accept(node), task -> new Thread(task).start()))
                .toList();
        all.forEach(CompletableFuture::join);
    }

    /** Prints how long a freeze takes, from the call until the kernel shows it; how long is not judged. */
    public static void freezesAreMeasured(String backend, Cluster cluster, NodeId node) {
        List<Long> pauseNanos = new ArrayList<>();
        List<Long> resumeNanos = new ArrayList<>();
        for (int i = 0; i < SIGNALS_COUNT; i++) {
            long beganNanos = CLOCK.nanos();
            cluster.pause(node);
            long pausedNanos = CLOCK.nanos();
            assertThat(cluster.state(node)).isEqualTo(NodeState.PAUSED);
            long seenNanos = CLOCK.nanos();
            cluster.resume(node);
            pauseNanos.add(pausedNanos - beganNanos);
            resumeNanos.add(CLOCK.nanos() - seenNanos);
        }
        System.out.println(
                "MEASURED " + backend + " pause " + summary(pauseNanos) + ", resume " + summary(resumeNanos));
    }

    /** Median, 95th percentile and maximum in ms. */
    public static String summary(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return String.format(
                java.util.Locale.ROOT,
                "median %.1f ms, p95 %.1f ms, max %.1f ms of %d",
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(Math.min(sorted.size() - 1, sorted.size() * 95 / 100)) / 1e6,
                sorted.get(sorted.size() - 1) / 1e6,
                sorted.size());
    }
}
