package io.interregnum.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The data network between nodes. The addresses by which the harness reaches nodes are never cut.
 *
 * <p>Safe for many threads. Every method blocks until the rules are in place or gone.
 */
public interface Network {

    /**
     * Drops all packets on {@code links}, silently, as a cut cable does. All links in one transaction where the backend
     * has one place for rules, else at nearly the same time.
     *
     * @param plannedEnd after which, from this call on, the kernel lifts the cut by itself, even if the harness is dead,
     *     where it can; never a reason not to call {@link #heal}
     * @throws ClusterException when some rule could not be set; any part of it may be in effect, so heal
     */
    void cut(Collection<Link> links, Duration plannedEnd);

    /**
     * Lifts the cut of {@code links}; those that are not cut are left as they are. Tries every node even after one
     * refused.
     *
     * @throws ClusterException when some rule could not be removed, with the others as suppressed
     */
    void heal(Collection<Link> links);

    /**
     * Ends TCP connections on {@code links}, so that none goes on waiting between retransmissions after a cut was lifted.
     * Connections that do not cross one of the links, in either direction, go on.
     *
     * @throws ClusterException when they could not be ended, or this network has no way to; some may be
     */
    default void endFlows(Collection<Link> links) {
        throw new ClusterException("this network cannot end connections; heal without \"fresh\"");
    }

    /** Packets that the rules of {@link #cut} have dropped since the cluster was started; -1 where nobody counts them. */
    long droppedPackets();

    /**
     * Tries TCP connections on the data network, all at the same time.
     *
     * @return what each attempt found, in the order of {@code attempts}
     * @throws ClusterException when a node could not be asked to try
     */
    List<Reach> reach(List<Attempt> attempts, Duration timeout);

    /**
     * A connection to be tried.
     *
     * @param from the node that tries
     * @param to the node it tries to reach
     * @param port of {@code to}
     */
    record Attempt(NodeId from, NodeId to, int port) {}
}
