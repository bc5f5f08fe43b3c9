package io.interregnum.cluster.local;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has which address: node number i (from 1, in order) has 198.18.i.2, and the router's end of its cable has
 * 198.18.i.1. The range is reserved for benchmarks (RFC 2544), so that it cannot be confused with a real network.
 *
 * @param nodes in their order
 */
record AddressPlan(List<NodeId> nodes) {

    AddressPlan {
        nodes = List.copyOf(nodes);
        if (nodes.size() > 250) {
            throw new IllegalArgumentException("nodes=" + nodes.size() + " must be at most 250");
        }
    }

    /** The address of a node. */
    String of(NodeId node) {
        return subnet(node) + ".2";
    }

    /** The address of the router on a node's cable. */
    String router(NodeId node) {
        return subnet(node) + ".1";
    }

    /** The name of the router's end of a node's cable; the kernel allows 15 characters. */
    static String cable(NodeId node) {
        return "v-" + node.name();
    }

    Addresses addresses() {
        Map<NodeId, String> byNode = new LinkedHashMap<>();
        nodes.forEach(node -> byNode.put(node, of(node)));
        return new Addresses(byNode);
    }

    /**
     * The text of {@code /etc/hosts}.
     *
     * @param hostName of this machine, which a JVM looks up and must find at once
     */
    String hosts(String hostName) {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost " + hostName + "\n::1 localhost\n");
        nodes.forEach(
                node -> text.append(of(node)).append(' ').append(node.name()).append('\n'));
        return text.toString();
    }

    private String subnet(NodeId node) {
        int index = nodes.indexOf(node);
        if (index < 0) {
            throw new IllegalArgumentException("no node " + node + "; there are " + nodes);
        }
        return "198.18." + (index + 1);
    }
}
