package io.interregnum.cluster;

/**
 * A TCP connection between two nodes, as the kernel of one of them sees it.
 *
 * @param at the node whose kernel was asked
 * @param peer the other end
 * @param localPort the port at {@code at}
 * @param peerPort the port at {@code peer}
 * @param retransmissionCount how often its oldest unanswered packet was sent again; above 0 it sits in back-off, and
 *     carries nothing until the next try is answered
 * @param nextTryMillis until it tries again, in milliseconds; 0 when it waits for nothing
 */
public record Flow(NodeId at, NodeId peer, int localPort, int peerPort, int retransmissionCount, long nextTryMillis) {

    /** Whether it waits for its next try although the way may be open again. */
    public boolean isInBackOff() {
        return retransmissionCount > 0;
    }
}
