package io.interregnum.suite.survive;

import io.interregnum.cluster.NodeId;

/**
 * Where a connection is tried.
 *
 * @param from the node that tries
 * @param to the node that is tried
 * @param port of {@code to}
 */
record Way(NodeId from, NodeId to, int port) {
    @Override
    public String toString() {
        return from + "->" + to + ":" + port;
    }
}
