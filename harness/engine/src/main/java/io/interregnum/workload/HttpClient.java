package io.interregnum.workload;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A client that speaks HTTP from a client node, over the data network. Safe for many threads. */
public final class HttpClient implements Client {
    private final Cluster cluster;
    private final int port;
    private final OperationProtocol protocol;
    private final Addresses addresses;

    /** @param port on which masters serve */
    public HttpClient(Cluster cluster, int port, OperationProtocol protocol) {
        this.cluster = cluster;
        this.port = port;
        this.protocol = protocol;
        this.addresses = addressesOf(cluster);
    }

    /** Where every node of a cluster is. */
    public static Addresses addressesOf(Cluster cluster) {
        Map<NodeId, String> byNode = new TreeMap<>();
        cluster.spec().nodes().forEach(node -> byNode.put(node, cluster.address(node)));
        return new Addresses(byNode);
    }

    @Override
    public ClientAnswer invoke(NodeId from, NodeId master, ClientRequest request, Duration timeout) {
        HttpAttempt.Outcome outcome =
                HttpAttempt.send(left -> cluster.dial(from, master, port, left), protocol.request(request), timeout);
        if (outcome instanceof HttpAttempt.Answered answered) {
            return protocol.read(request, answered.answer(), addresses);
        }
        if (outcome instanceof HttpAttempt.NotSent notSent) {
            return new ClientAnswer.Failed("not connected: " + notSent.reach(), Optional.empty());
        }
        return new ClientAnswer.Unknown(((HttpAttempt.Unknown) outcome).why());
    }
}
