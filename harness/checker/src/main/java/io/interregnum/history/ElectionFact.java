package io.interregnum.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the observer saw in ZooKeeper: process {@code observer}, type {@code info}, {@code f} one of {@link Kind}, and
 * this as value. The event's time is when it was seen; it happened after {@code notBeforeNanos} and before that.
 *
 * @param kind what was seen
 * @param path the node's path
 * @param epoch czxid of the election node, or the epoch stored in the registry
 * @param sessionId the session that owns the election node, 0 for the registry
 * @param node name of the master that the node belongs to; empty text where unknown
 * @param version of the data, for the registry; 0 for election nodes
 * @param notBeforeNanos the last moment at which the opposite was known, in nanoseconds since the run began; 0 when the
 *     observer was not connected before
 */
public record ElectionFact(
        Kind kind, String path, long epoch, long sessionId, String node, long version, long notBeforeNanos) {

    /** Kinds of facts. */
    public enum Kind {
        /** A candidate's ephemeral node was created. */
        ELECTION_NODE_CREATED("election-node-created"),
        /** A candidate's ephemeral node was deleted. */
        ELECTION_NODE_DELETED("election-node-deleted"),
        /** The registry holds another epoch than before. */
        REGISTRY_EPOCH("registry-epoch");

        private final String f;

        Kind(String f) {
            this.f = f;
        }

        /** The {@code f} of its events. */
        public String f() {
            return f;
        }
    }

    /** The {@code f} of events that say that a ZooKeeper server is watched from now on; value: the server's name. */
    public static final String OBSERVER_CONNECTED = "observer-connected";
    /** The {@code f} of events that say that a server which was watched no longer is; value: the server's name. */
    public static final String OBSERVER_LOST = "observer-lost";

    /** This as the value of an event. */
    public Map<String, Object> toValue() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("path", path);
        value.put("epoch", epoch);
        value.put("session", sessionId);
        value.put("node", node);
        value.put("version", version);
        value.put("not-before", notBeforeNanos);
        return value;
    }

    /** Reads the value back; empty when the event is not one of these facts. */
    public static Optional<ElectionFact> of(Event event) {
        if (!event.process().equals(Processes.OBSERVER) || !(event.value() instanceof Map<?, ?> value)) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.f().equals(event.f()) && value.get("epoch") instanceof Long epoch) {
                return Optional.of(new ElectionFact(
                        kind,
                        text(value, "path"),
                        epoch,
                        number(value, "session"),
                        text(value, "node"),
                        number(value, "version"),
                        number(value, "not-before")));
            }
        }
        return Optional.empty();
    }

    private static String text(Map<?, ?> value, String name) {
        return value.get(name) instanceof String text ? text : "";
    }

    private static long number(Map<?, ?> value, String name) {
        return value.get(name) instanceof Long number ? number : 0;
    }
}
