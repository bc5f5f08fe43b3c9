package io.interregnum.cluster;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A ZooKeeper ensemble, masters and client nodes, each with an address of its own. Safe for many threads: nodes are acted
 * on at the same time, what is asked about one node is done in the order of asking.
 *
 * <p>Spare servers are there from the beginning, with address and directory, and run only once they are started.
 *
 * <p>Started by {@link Backend#start}. {@link #close} ends every node and removes everything that was created; the files
 * in the nodes' directories stay.
 */
public interface Cluster extends AutoCloseable {

    /** What it was started with. */
    ClusterSpec spec();

    /**
     * What the nodes were made from, for a reader who wants the same again: plain JSON data, such as images with their
     * digests; empty where there is nothing to tell beside the class paths. A part that could not be found out says so.
     */
    default Map<String, Object> description() {
        return Map.of();
    }

    /** The address of a node on the data network, numeric. */
    String address(NodeId node);

    /** The network that faults act on. */
    Network network();

    /**
     * Starts the process of a node that was ended, with the same address, rules and data. Does not wait until it serves.
     *
     * @throws ClusterException when it runs already or cannot be started
     */
    void start(NodeId node);

    /**
     * Ends every process of a node at once (SIGKILL) and waits until it is gone.
     *
     * @throws ClusterException when it could not be ended; a node that was not running is no error
     */
    void kill(NodeId node);

    /**
     * Asks every process of a node to end (SIGTERM), as an operator's stop does. Returns when the signal was sent. That
     * is all it promises: whether and when they end is up to them, and frozen ones learn of it when they are resumed.
     *
     * @throws ClusterException when it could not be sent; a node that was not running is no error
     */
    void terminate(NodeId node);

    /**
     * Stops the scheduling of every process of a node and waits until that is so.
     *
     * @throws ClusterException when it could not be frozen; it may be, so resume it, or when it
     *     was not running
     */
    void pause(NodeId node);

    /**
     * Lets a paused node go on.
     *
     * @throws ClusterException when it could not be resumed; a node that was not paused is no error
     */
    void resume(NodeId node);

    /** What the process of a node is doing now, as the kernel or the container engine sees it. */
    NodeState state(NodeId node);

    /**
     * Names the present life of a node's process: no earlier or later one has the same. Empty text when it has ended.
     *
     * @throws ClusterException when nobody could tell
     */
    String life(NodeId node);

    /**
     * Connects from a client node to a port of another node over the data network, where cuts act.
     *
     * @return a blocking channel, connected to the port; close it to abort whatever is in flight
     * @throws DialException when it could not connect: nothing was sent
     */
    SocketChannel dial(NodeId from, NodeId to, int port, Duration timeout) throws DialException;

    /**
     * Connects to a port of a node over a way that no cut touches.
     *
     * @return a blocking channel, connected to the port
     * @throws DialException when it could not connect: nothing was sent
     */
    SocketChannel control(NodeId node, int port, Duration timeout) throws DialException;

    /**
     * Has the program beside a node do something to the node's files, clock or pipe: {@code cluster.sidecar.Errands} lists
     * what there is. Works whatever the node's own program does, and whatever is cut. Blocks for 10 s at most.
     *
     * @return what it answered
     * @throws ClusterException when it could not; some of it may be done
     */
    String errand(NodeId node, List<String> words);

    /**
     * Ends the nodes of the system and leaves servers and client nodes running, so that {@link Backend#renew} can start
     * another system beside them. Blocks until they are gone.
     *
     * @return whether that was done; false when servers were acted on, or links are not as they were, or this kind of cluster
     *     cannot: then it can only be closed
     */
    default boolean release() {
        return false;
    }

    /** Ends every node and removes what was created. Tries everything even after something failed; does nothing twice. */
    @Override
    void close();
}
