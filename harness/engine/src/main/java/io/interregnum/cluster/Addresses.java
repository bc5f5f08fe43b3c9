package io.interregnum.cluster;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where every node of a cluster will be on the data network.
 *
 * @param byNode numeric address of each node
 */
public record Addresses(Map<NodeId, String> byNode) {
    /** The port on which ZooKeeper servers serve their clients. */
    public static final int ZOOKEEPER_CLIENT_PORT = 2181;
    /** The port of a ZooKeeper leader for its followers. */
    public static final int ZOOKEEPER_QUORUM_PORT = 2888;
    /** The port of ZooKeeper servers for the election among them. */
    public static final int ZOOKEEPER_ELECTION_PORT = 3888;

    public Addresses {
        byNode = java.util.Collections.unmodifiableMap(new TreeMap<>(byNode));
    }

    /**
     * The address of a node.
     *
     * @throws IllegalArgumentException when the cluster has no such node
     */
    public String of(NodeId node) {
        String address = byNode.get(node);
        if (address == null) {
            throw new IllegalArgumentException("no node " + node + "; there are " + byNode.keySet());
        }
        return address;
    }

    /** {@code host:port} of every ZooKeeper server that is a member from the beginning, with commas between, as ZooKeeper clients want it. */
    public String zooKeeperConnectString() {
        return byNode.entrySet().stream()
                .filter(entry ->
                        entry.getKey().role().isServer() && entry.getKey().role() != Role.SPARE)
                .map(entry -> entry.getValue() + ":" + ZOOKEEPER_CLIENT_PORT)
                .collect(Collectors.joining(","));
    }
}
