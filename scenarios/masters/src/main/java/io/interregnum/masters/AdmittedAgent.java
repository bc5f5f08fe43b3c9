package io.interregnum.masters;

/**
 * An agent as the registry knows it. Immutable.
 *
 * @param id the id that a master gave it
 * @param node its name, such as {@code agent-1}
 * @param authority {@code ip:port} of its HTTP server
 */
record AdmittedAgent(String id, String node, String authority, Presence presence) {

    /** What the registry says of an agent. */
    enum Presence {
        REACHABLE,
        UNREACHABLE,
        /** For ever: an agent with this id is never admitted again. */
        GONE
    }

    AdmittedAgent with(Presence other) {
        return new AdmittedAgent(id, node, authority, other);
    }
}
