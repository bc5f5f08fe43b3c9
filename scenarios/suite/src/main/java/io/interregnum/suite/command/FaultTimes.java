package io.interregnum.suite.command;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network.Silence;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Measures cuts and pauses on a cluster. */
final class FaultTimes {
    private static final int DATAGRAMS = 400;
    private static final Duration BEFORE = Duration.ofMillis(150);
    private static final Duration PLANNED_END = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final RunClock clock = RunClock.startNow();

    FaultTimes(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Nanoseconds, sorted. */
    record Series(List<Long> nanos) {
        Series {
            nanos = nanos.stream().sorted().toList();
        }

        int count() {
            return nanos.size();
        }

        /**
         * The smallest that so many percent do not exceed, in milliseconds.
         *
         * @param percent from 1 to 100
         */
        double millis(int percent) {
            int index = (int) Math.ceil(percent / 100.0 * nanos.size()) - 1;
            return nanos.get(Math.max(0, index)) / 1e6;
        }
    }

    /** What was measured, by its name. */
    Map<String, Series> measure(int times) throws InterruptedException {
        List<Long> spreads = new ArrayList<>();
        List<Long> latencies = new ArrayList<>();
        List<Long> calls = new ArrayList<>();
        List<Long> pauses = new ArrayList<>();
        // The first of each are not counted: classes are loaded then, and the nodes are still starting.
        for (int i = -3; i < times; i++) {
            Begin begin = cut();
            long pause = pause();
            if (i >= 0) {
                spreads.add(begin.spreadNanos());
                latencies.add(begin.latencyNanos());
                calls.add(begin.callNanos());
                pauses.add(pause);
            }
        }
        Map<String, Series> series = new LinkedHashMap<>();
        series.put("cut spread over nodes", new Series(spreads));
        series.put("cut asked for until last link dead", new Series(latencies));
        series.put("cut asked for until reported done", new Series(calls));
        series.put("pause asked for until seen", new Series(pauses));
        return series;
    }

    /** The beginning of one cut. */
    private record Begin(long spreadNanos, long latencyNanos, long callNanos) {}

    /** Both directions between a minority with a master and a client, and everybody else: each node drops something. */
    private Begin cut() throws InterruptedException {
        List<NodeId> side =
                List.of(new NodeId(Role.ENSEMBLE, 1), new NodeId(Role.MASTER, 1), new NodeId(Role.CLIENT, 1));
        List<NodeId> rest = cluster.spec().nodes().stream()
                .filter(node -> !side.contains(node))
                .toList();
        Cut cut = Cut.packets(Link.between(side, rest));
        CompletableFuture<List<Silence>> watching =
                CompletableFuture.supplyAsync(() -> cluster.network().watch(cut.links(), clock, DATAGRAMS));
        clock.sleepUntil(clock.nanos() + BEFORE.toNanos());
        long asked = clock.nanos();
        try {
            cluster.network().cut(cut, PLANNED_END);
            long done = clock.nanos();
            List<Silence> silences = watching.join();
            return begin(asked, done, silences);
        } catch (CompletionException e) {
            throw new ClusterException("cannot watch links: " + e.getCause(), e);
        } finally {
            cluster.network().heal(cut);
        }
    }

    private static Begin begin(long asked, long done, List<Silence> silences) {
        long firstLost = Long.MAX_VALUE;
        long lastLost = Long.MIN_VALUE;
        long lastArrived = Long.MIN_VALUE;
        for (Silence silence : silences) {
            long lost = silence.firstLostNanos()
                    .orElseThrow(() -> new ClusterException("a link that was cut carried every datagram"));
            firstLost = Math.min(firstLost, lost);
            lastLost = Math.max(lastLost, lost);
            lastArrived = Math.max(lastArrived, silence.lastArrivedNanos());
        }
        // A link may die right after the last datagram that it carried; the last to be seen dead died by its first lost
        // one.
        return new Begin(Math.max(0, lastArrived - firstLost), Math.max(0, lastLost - asked), done - asked);
    }

    private long pause() {
        NodeId node = new NodeId(Role.MASTER, 2);
        long asked = clock.nanos();
        cluster.pause(node);
        long seen = clock.nanos();
        cluster.resume(node);
        return seen - asked;
    }
}
