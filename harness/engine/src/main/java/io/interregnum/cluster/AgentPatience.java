package io.interregnum.cluster;

import java.time.Duration;

/**
 * When masters give agents up.
 *
 * @param pingTimeout shortest silence of an agent after which a leader may take it to be unreachable; zero where not known
 * @param reregisterTimeout shortest time since a leader has begun after which it may take an agent that has not come back
 *     to be unreachable; zero where not known
 */
public record AgentPatience(Duration pingTimeout, Duration reregisterTimeout) {
    /** Nothing is known. */
    public static final AgentPatience UNKNOWN = new AgentPatience(Duration.ZERO, Duration.ZERO);
}
