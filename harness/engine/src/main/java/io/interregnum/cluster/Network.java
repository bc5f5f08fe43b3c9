package io.interregnum.cluster;

import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The data network between nodes. The addresses by which the harness reaches nodes are never cut.
 *
 * <p>Safe for many threads. Every method blocks until it is done. What is done with a planned end ends then by itself, even
 * if the harness is dead, where the backend can; that is never a reason not to undo it. Several cuts may hold the same
 * link: it is open again when the last of them is healed or over.
 */
public interface Network {
    /** On every node, on TCP and UDP: the harness's own, which answers whatever becomes of the node's program. */
    int PROBE_PORT = 7071;

    /**
     * Cuts. All links in one transaction where the backend has one place for rules, else at nearly the same time.
     *
     * @param plannedEnd after which, from this call on, the kernel lifts the cut by itself
     * @throws ClusterException when some rule could not be set, or rules of this kind cannot be had here; any part of it may
     *     be in effect, so heal
     */
    void cut(Cut cut, Duration plannedEnd);

    /**
     * Lifts a cut; what is not cut is left as it is. Tries every node even after one refused.
     *
     * @throws ClusterException when some rule could not be removed, with the others as suppressed
     */
    void heal(Cut cut);

    /** Drops all packets on {@code links}. */
    default void cut(Collection<Link> links, Duration plannedEnd) {
        cut(Cut.packets(links), plannedEnd);
    }

    /** Lifts what {@link #cut(Collection, Duration)} did. */
    default void heal(Collection<Link> links) {
        heal(Cut.packets(links));
    }

    /**
     * How many packets each link's rules have stopped since it was cut.
     *
     * @return by link, those of {@code cut} that are cut now; empty where nobody counts
     */
    Map<Link, Long> stoppedPackets(Cut cut);

    /**
     * Packets that rules of {@link #cut} have stopped since the cluster was started; -1 where nobody counts them.
     */
    long droppedPackets();

    /**
     * Makes links worse; replaces an impairment of the same kind.
     *
     * @throws ClusterException when it could not be done, or cannot be had here; any part may be in effect, so repair
     */
    void impair(Collection<Link> links, Impairment impairment, Duration plannedEnd);

    /**
     * Takes an impairment of that kind from links; those that do not have it are left as they are. Tries every node even
     * after one refused.
     *
     * @throws ClusterException when some node refused, with the others as suppressed
     */
    void repair(Collection<Link> links, Impairment impairment);

    /**
     * Tries TCP connections on the data network, all at the same time. Delays of {@link Impairment.Delay} do not matter to
     * them.
     *
     * @return what each attempt found, in the order of {@code attempts}
     * @throws ClusterException when a node could not be asked to try
     */
    List<Reach> reach(List<Attempt> attempts, Duration timeout);

    /**
     * Sends numbered datagrams in one direction on each link, all at the same time, and looks what arrives. The only probe
     * that tells the two directions between two nodes apart.
     *
     * @param count for each link, from 1 to 1000
     * @param timeout how long to wait for those that are missing
     * @return what arrived, in the order of {@code links}
     * @throws ClusterException when a node could not be asked
     */
    List<Passage> passages(List<Link> links, int count, Duration timeout);

    /**
     * Sends a datagram each millisecond on each link, to see when links fall silent; blocks until the last was sent.
     *
     * @param clock of the times that are returned; right where nodes share this machine's clock
     * @param count for each link, from 1 to 1000
     * @return in the order of {@code links}
     */
    List<Silence> watch(List<Link> links, RunClock clock, int count);

    /**
     * When a link fell silent: between two datagrams.
     *
     * @param lastArrivedNanos when the last that arrived was sent; -1 when none arrived
     * @param firstLostNanos when the first that did not arrive was sent; empty when all arrived
     */
    record Silence(long lastArrivedNanos, OptionalLong firstLostNanos) {}

    /**
     * Ends all TCP connections between the nodes of each link, at both ends, so that none sits in back-off: programs see a
     * reset and connect anew. The harness's own way to the nodes is left alone.
     *
     * @throws ClusterException when a node refused, with the others as suppressed
     */
    void endFlows(Collection<Link> links);

    /**
     * The TCP connections between the nodes of {@code links}, as the senders' kernels see them: those that are open or being
     * opened. What a program has closed waits for nobody.
     */
    List<Flow> flows(Collection<Link> links);

    /**
     * A connection to be tried.
     *
     * @param from the node that tries
     * @param to the node it tries to reach
     * @param port of {@code to}
     */
    record Attempt(NodeId from, NodeId to, int port) {}
}
