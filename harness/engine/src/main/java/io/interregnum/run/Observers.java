package io.interregnum.run;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.cluster.Tunnel;
import io.interregnum.history.HistoryRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that looks at a cluster without touching it: a probe for each master, where there are agents another for what it
 * knows of them, and a watch for each ZooKeeper server.
 */
final class Observers implements AutoCloseable {
    /** Tasks and agents come and go by seconds, and an answer is long. */
    private static final Duration VIEW_INTERVAL = Duration.ofMillis(200);

    private final List<Prober> probers = new ArrayList<>();
    private final List<ElectionWatch> watches = new ArrayList<>();
    private final List<Tunnel> tunnels = new ArrayList<>();

    Observers(
            Cluster cluster,
            SystemUnderTest system,
            Addresses addresses,
            AgentsBoard agents,
            HistoryRecorder recorder) {
        Question whoLeads = new Question.WhoLeads(system, addresses);
        boolean asksForAgents = !cluster.spec().nodes(Role.AGENT).isEmpty();
        int port = system.masterPort();
        for (NodeId master : cluster.spec().nodes(Role.MASTER)) {
            probers.add(new Prober(cluster, port, whoLeads, master, ScenarioRunner.PROBE_INTERVAL, recorder));
            system.agentsPath().filter(path -> asksForAgents).ifPresent(path -> {
                Question whichAgents = new Question.WhichAgents(system, path, agents);
                probers.add(new Prober(cluster, port, whichAgents, master, VIEW_INTERVAL, recorder));
            });
        }
        ElectionLog log = new ElectionLog(recorder);
        List<NodeId> servers = new ArrayList<>(cluster.spec().nodes(Role.ENSEMBLE));
        servers.addAll(cluster.spec().nodes(Role.OBSERVER));
        for (NodeId server : servers) {
            Tunnel tunnel = Tunnel.open(cluster, server, Addresses.ZOOKEEPER_CLIENT_PORT);
            tunnels.add(tunnel);
            watches.add(new ElectionWatch(server, tunnel.address(), system, addresses, log, recorder.clock()));
        }
    }

    void start() {
        probers.forEach(Prober::start);
        watches.forEach(ElectionWatch::start);
    }

    /** Waits until the last looks have ended, so that nothing is recorded later. */
    void stop() throws InterruptedException {
        for (Prober prober : probers) {
            prober.stop();
        }
        for (ElectionWatch watch : watches) {
            watch.stop();
        }
    }

    /** Ends looking where {@link #stop} was not called or was interrupted, so that nothing is recorded later. */
    @Override
    public void close() {
        probers.forEach(Prober::end);
        watches.forEach(ElectionWatch::end);
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tunnels.forEach(Tunnel::close);
    }
}
