package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Flow;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.RunClock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a cut leaves behind when it is lifted: TCP connections that sit in back-off and stay silent until their next try,
 * although the way is open. Those that are just being opened count as well; what was closed, and the harness's own, do not.
 *
 * @param flowCount connections, each counted once although both its ends may wait; one at least
 * @param fromNanos when the cut had been lifted, on the run's clock
 * @param untilNanos when the last of them tries again, on the run's clock; late by as long as the look took, never early
 */
record Ghost(int flowCount, long fromNanos, long untilNanos) {

    /** Fields in the history, in the event that ends a fault. */
    private static final String FLOWS = "ghost-flows";

    private static final String FROM = "ghost-from";
    private static final String UNTIL = "ghost-until";

    /** A connection, whichever of its ends was asked. */
    private record Connection(NodeId node, int port, NodeId peer, int peerPort) {
        static Connection of(Flow flow) {
            return flow.at().compareTo(flow.peer()) < 0
                    ? new Connection(flow.at(), flow.localPort(), flow.peer(), flow.peerPort())
                    : new Connection(flow.peer(), flow.peerPort(), flow.at(), flow.localPort());
        }
    }

    /**
     * Looks once, at all ends at the same time.
     *
     * @param links that were just opened, either direction of which may have kept a connection silent
     * @return empty when no connection waits, and when nobody could look: not to know of a ghost hinders nothing
     */
    static Optional<Ghost> look(Network network, Collection<Link> links, RunClock clock) {
        long fromNanos = clock.nanos();
        List<Flow> waiting;
        try {
            waiting = network.flows(bothWays(links)).stream()
                    .filter(Flow::isInBackOff)
                    .filter(flow -> flow.localPort() != Network.PROBE_PORT && flow.peerPort() != Network.PROBE_PORT)
                    .toList();
        } catch (ClusterException e) {
            return Optional.empty();
        }
        long askedNanos = clock.nanos();
        long longestMillis =
                waiting.stream().mapToLong(Flow::nextTryMillis).max().orElse(0);
        int count = (int) waiting.stream().map(Connection::of).distinct().count();
        return count == 0
                ? Optional.empty()
                : Optional.of(new Ghost(count, fromNanos, askedNanos + longestMillis * 1_000_000));
    }

    /** Of a connection that is cut in one direction, the other's answers are lost, so either end may wait. */
    private static List<Link> bothWays(Collection<Link> links) {
        TreeSet<Link> all = new TreeSet<>(Link.ORDER);
        links.forEach(link -> {
            all.add(link);
            all.add(new Link(link.to(), link.from()));
        });
        return List.copyOf(all);
    }

    /** The same when its connections were ended, and nobody waited for them any longer. */
    Ghost endedAt(long nanos) {
        return new Ghost(flowCount, fromNanos, nanos);
    }

    /** As fields of an event. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(FLOWS, (long) flowCount);
        fields.put(FROM, fromNanos);
        fields.put(UNTIL, untilNanos);
        return fields;
    }
}
