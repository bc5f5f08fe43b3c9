package io.interregnum.workload;

import io.interregnum.cluster.NodeId;
import java.time.Duration;

/** Carries out one operation with one attempt: no hidden retry, no automatic redirect. Safe for many threads. */
@FunctionalInterface
public interface Client {

    /**
     * Asks {@code master} from the place {@code from}; blocks for about {@code timeout} at most.
     *
     * @return what became of it; never throws for anything that the system under test does
     */
    ClientAnswer invoke(NodeId from, NodeId master, ClientRequest request, Duration timeout);
}
