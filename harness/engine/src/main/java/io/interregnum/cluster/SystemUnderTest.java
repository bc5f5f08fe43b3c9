package io.interregnum.cluster;

import io.interregnum.history.ProbeAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The leader-elected system that is being tested: how the programs of its nodes are started and how its masters are asked
 * who leads. It has masters at least; whatever else it has stands in {@link #ports}.
 */
public interface SystemUnderTest {

    /** Short name in lower case, such as {@code reference}. */
    String name();

    /**
     * /**
     * The program of one node. It starts in a directory of the node's own, which survives the end of the process, and what
     * it prints is kept. What a master writes to the directory {@code data} there can be taken away by a fault.
     *
     * @param node of a role in {@link #ports}
     */
    JavaProgram program(NodeId node, Addresses addresses, ClusterSpec spec);

    /** The port on which masters serve. */
    int masterPort();

    /**
     * The port on which nodes of each role serve HTTP; its keys are the roles for which this system has programs. Any
     * answer shows that such a node is alive.
     */
    default Map<Role, Integer> ports() {
        return Map.of(Role.MASTER, masterPort());
    }

    /** When masters give agents up. */
    default AgentPatience agentPatience() {
        return AgentPatience.UNKNOWN;
    }

    /**
     * The longest usual time between two requests of the session that holds the leader's election node, each of which
     * ZooKeeper takes for a sign of life; empty where the session only pings.
     */
    default Optional<Duration> sessionGap() {
        return Optional.empty();
    }

    /** The path under which a master tells which agents, tasks and frameworks it knows; empty when it tells nobody. */
    default Optional<String> agentsPath() {
        return Optional.empty();
    }

    /**
     * Which agents, tasks and frameworks a master knows, plain JSON data.
     *
     * @param answer to a GET of {@link #agentsPath}
     * @return empty when it tells nothing of them
     */
    default Optional<AgentsView> readAgents(HttpAnswer answer) {
        return Optional.empty();
    }

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
