package io.interregnum.cluster;

import io.interregnum.history.ProbeAnswer;
import java.util.Map;
import java.util.Optional;

/** The leader-elected system that is being tested: how its masters are started and how they are asked who leads. */
public interface SystemUnderTest {

    /** Short name in lower case, such as {@code reference}. */
    String name();

    /**
     * The program of one master. What it writes to the directory {@code data} in the one that it is started in outlives its
     * end and is there when it starts again, unless a fault takes it away.
     */
    JavaProgram master(NodeId node, Addresses addresses, ClusterSpec spec);

    /** The port on which masters serve. */
    int masterPort();

    /** The path that a probe GETs on every master. */
    String probePath();

    /**
     * What the answer to a probe says.
     *
     * @param asked the node that answered
     * @param answer status, headers and body
     * @param addresses to recognise nodes in what it says
     * @return empty when the answer says nothing about leadership
     */
    Optional<ProbeAnswer> readProbe(NodeId asked, HttpAnswer answer, Addresses addresses);

    /** The ZooKeeper node below which the masters' election nodes are created. */
    String electionPath();

    /** What the names of election nodes begin with. */
    String electionNodePrefix();

    /**
     * The ZooKeeper node in which the registry is stored; empty when it is not in ZooKeeper.
     */
    Optional<String> registryPath();

    /**
     * The epoch that the data of the registry's node shows; empty when it shows none.
     *
     * @param data of the node at {@link #registryPath}
     */
    Optional<Long> registryEpoch(byte[] data);

    /**
     * The name of the master to which an election node's data belongs; empty when it does not say.
     */
    Optional<NodeId> electionNodeOwner(byte[] data, Addresses addresses);

    /** Whether an acknowledged read promises to return the newest acknowledged write. */
    boolean freshReads();

    /** What to say of it in a run's description, plain JSON data; must not say which planted bug it carries. */
    Map<String, Object> description();
}
