package io.interregnum.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How large a cluster is and how patient. A spec that exists can be started.
 *
 * @param ensembleCount ZooKeeper servers: 1, 3, 5 or 7
 * @param masterCount contenders, 1 to 9
 * @param clientCount client nodes, 2 to 9, so that a partition can leave one on either side
 * @param sessionTimeout how long ZooKeeper waits for a silent master before it expires its session; from 2 to 20 ticks,
 *     since ZooKeeper clamps it to that
 * @param tickTime ZooKeeper's unit of time, from 50 ms to 10 s
 * @param observerCount ZooKeeper servers that do not vote, 0 to 2; clients are told of them as of the others
 * @param spareCount ZooKeeper servers that are no members and do not run until a fault starts them, 0 to 2; nobody is
 *     told of them
 * @param agentCount workers that follow the leading master, 0 to 9
 * @param frameworkCount clients that have tasks run on agents, 0 or 1
 */
public record ClusterSpec(
        int ensembleCount,
        int masterCount,
        int clientCount,
        Duration sessionTimeout,
        Duration tickTime,
        int observerCount,
        int spareCount,
        int agentCount,
        int frameworkCount) {

    /** Three servers, three masters, two clients, a session of 2 s and a tick of 500 ms. */
    public static final ClusterSpec DEFAULT = new ClusterSpec(3, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));

    /** Without observers, spare servers, agents and frameworks. */
    public ClusterSpec(
            int ensembleCount, int masterCount, int clientCount, Duration sessionTimeout, Duration tickTime) {
        this(ensembleCount, masterCount, clientCount, sessionTimeout, tickTime, 0, 0, 0, 0);
    }

    public ClusterSpec {
        if (ensembleCount < 1 || ensembleCount > 7 || ensembleCount % 2 == 0) {
            throw new IllegalArgumentException("ensembleCount=" + ensembleCount + " must be 1, 3, 5 or 7");
        }
        inRange("masterCount", masterCount, 1, 9);
        inRange("clientCount", clientCount, 2, 9);
        inRange("observerCount", observerCount, 0, 2);
        inRange("spareCount", spareCount, 0, 2);
        inRange("agentCount", agentCount, 0, 9);
        inRange("frameworkCount", frameworkCount, 0, 1);
        inRange("tickTime in ms", tickTime.toMillis(), 50, 10_000);
        Duration shortest = tickTime.multipliedBy(2);
        Duration longest = tickTime.multipliedBy(20);
        if (sessionTimeout.compareTo(shortest) < 0 || sessionTimeout.compareTo(longest) > 0) {
            throw new IllegalArgumentException("sessionTimeout=" + sessionTimeout.toMillis() + " ms must be from "
                    + shortest.toMillis() + " to " + longest.toMillis() + " ms (2 to 20 ticks of tickTime="
                    + tickTime.toMillis() + " ms)");
        }
    }

    private static void inRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + "=" + value + " must be from " + least + " to " + most);
        }
    }

    /** The same with so many observers. */
    public ClusterSpec withObservers(int count) {
        return with(count, spareCount, agentCount, frameworkCount);
    }

    /** The same with so many spare servers. */
    public ClusterSpec withSpareServers(int count) {
        return with(observerCount, count, agentCount, frameworkCount);
    }

    /** The same with so many agents and frameworks. */
    public ClusterSpec withAgents(int agents, int frameworks) {
        return with(observerCount, spareCount, agents, frameworks);
    }

    /** The same with the nodes that faults need beyond those that every cluster has, unless it has some. */
    public ClusterSpec withNodesFor(Set<Need> needs) {
        ClusterSpec more = needs.contains(Need.SPARE_SERVERS) && spareCount == 0 ? withSpareServers(2) : this;
        return needs.contains(Need.OBSERVERS) && observerCount == 0 ? more.withObservers(1) : more;
    }

    private ClusterSpec with(int observers, int spares, int agents, int frameworks) {
        return new ClusterSpec(
                ensembleCount,
                masterCount,
                clientCount,
                sessionTimeout,
                tickTime,
                observers,
                spares,
                agents,
                frameworks);
    }

    /** All nodes, in their order. */
    public List<NodeId> nodes() {
        List<NodeId> nodes = new ArrayList<>();
        for (Role role : Role.values()) {
            nodes.addAll(nodes(role));
        }
        return List.copyOf(nodes);
    }

    /** The nodes of one role, in their order. */
    public List<NodeId> nodes(Role role) {
        int count = switch (role) {
            case ENSEMBLE -> ensembleCount;
            case OBSERVER -> observerCount;
            case SPARE -> spareCount;
            case MASTER -> masterCount;
            case CLIENT -> clientCount;
            case AGENT -> agentCount;
            case FRAMEWORK -> frameworkCount;
        };
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new NodeId(role, number))
                .toList();
    }

    /**
     * The longest time from the crash of a master to the deletion of its election node: session, plus one tick of
     * rounding, plus half a tick until a follower's touch reaches the ZooKeeper leader.
     */
    public Duration longestDetection() {
        return sessionTimeout.plus(tickTime).plus(tickTime.dividedBy(2));
    }
}
