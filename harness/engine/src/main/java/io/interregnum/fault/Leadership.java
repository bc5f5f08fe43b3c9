package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import java.util.Optional;
import java.util.OptionalLong;

/** Who leads, as probes and watches saw it last. Safe for many threads. */
@FunctionalInterface
public interface Leadership {

    /** Who claims to lead under the highest epoch; empty when nobody does. */
    Optional<NodeId> leader();

    /** Who claimed to lead under the highest epoch before the present one; empty when nobody has. */
    default Optional<NodeId> previousLeader() {
        return Optional.empty();
    }

    /** The ZooKeeper session that owns a master's election node; empty when it has none. */
    default OptionalLong session(NodeId master) {
        return OptionalLong.empty();
    }
}
