package io.interregnum.cluster.docker;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of 1024 blocks of 32 addresses in 198.19.0.0/17, which belongs to the range reserved for benchmarks (RFC 2544), so
 * that it meets neither a home's nor an office's network.
 *
 * @param index from 0 to 1023
 */
record Subnet(int index) {
    private static final int COUNT = 1024;
    private static final int SIZE = 32;
    /** Network, gateway and broadcast are nobody's. */
    private static final int NODES_MAX = SIZE - 3;

    Subnet {
        if (index < 0 || index >= COUNT) {
            throw new IllegalArgumentException("index=" + index + " must be from 0 to " + (COUNT - 1));
        }
    }

    /**
     * The block to be tried.
     *
     * @param label of the run: different runs begin at different blocks
     * @param attempt from 0; each attempt has a block of its own
     */
    static Subnet candidate(String label, int attempt) {
        return new Subnet(Math.floorMod(label.hashCode() * 31 + attempt, COUNT));
    }

    /** Such as {@code 198.19.3.32/27}. */
    String cidr() {
        return address(0) + "/27";
    }

    /** The engine's own address in it, from which published ports are reached. Never an address of a node. */
    String gateway() {
        return address(1);
    }

    /**
     * An address for each node, in their order.
     *
     * @throws IllegalArgumentException when there are too many
     */
    Addresses addresses(List<NodeId> nodes) {
        if (nodes.size() > NODES_MAX) {
            throw new IllegalArgumentException(nodes.size() + " nodes; a block has room for " + NODES_MAX);
        }
        Map<NodeId, String> byNode = new TreeMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            byNode.put(nodes.get(i), address(i + 2));
        }
        return new Addresses(byNode);
    }

    private String address(int host) {
        int offset = index * SIZE + host;
        return "198.19." + (offset >> 8) + "." + (offset & 0xff);
    }
}
