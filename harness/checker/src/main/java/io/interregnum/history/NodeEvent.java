package io.interregnum.history;

import java.util.Map;
import java.util.Optional;

/**
 * What the cluster says of a node's process: process {@code cluster}, type {@code info}, value the node's name, field
 * {@code code} the exit code where it is known.
 */
public final class NodeEvent {
    /** The {@code f} written before a process is started: it did not live before this. */
    public static final String STARTING = "node-starting";
    /** The {@code f} written when the end of a process was noticed: it does not live after this. */
    public static final String EXITED = "node-exited";

    private NodeEvent() {}

    /** The node that {@code event} speaks of; empty when it is neither of the two. */
    public static Optional<String> node(Event event) {
        boolean ours = event.process().equals(Processes.CLUSTER)
                && (event.f().equals(STARTING) || event.f().equals(EXITED));
        return ours && event.value() instanceof String node ? Optional.of(node) : Optional.empty();
    }

    /** The fields of an {@link #EXITED} event. */
    public static Map<String, Object> exitCode(int code) {
        return Map.of("code", (long) code);
    }
}
