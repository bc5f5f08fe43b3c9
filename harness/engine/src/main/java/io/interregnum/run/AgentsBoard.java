package io.interregnum.run;

import io.interregnum.cluster.AgentsView;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.RunClock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which agents each master last said to be registered with it. Safe for many threads. */
final class AgentsBoard {
    /** What was not said again for so long is not true of now. */
    private static final long STALE_NANOS = 1_000_000_000;

    private final List<String> agents;
    private final RunClock clock;
    private final Map<NodeId, Said> byMaster = new TreeMap<>(); // guarded by this

    private record Said(Set<String> registered, long atNanos) {}

    /** @param agents that there are */
    AgentsBoard(List<NodeId> agents, RunClock clock) {
        this.agents = agents.stream().map(NodeId::name).toList();
        this.clock = clock;
    }

    synchronized void told(NodeId master, AgentsView view) {
        byMaster.put(master, new Said(view.registered(), clock.nanos()));
    }

    /** Whether all agents were registered with a master within the last second; true where there are none. */
    synchronized boolean follow(NodeId master) {
        Said said = byMaster.get(master);
        return agents.isEmpty()
                || (said != null
                        && clock.nanos() - said.atNanos() < STALE_NANOS
                        && said.registered().containsAll(agents));
    }
}
