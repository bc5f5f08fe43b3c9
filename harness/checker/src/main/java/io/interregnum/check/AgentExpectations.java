package io.interregnum.check;

import java.time.Duration;
import java.util.List;

/**
 * What was promised of agents.
 *
 * @param names of the agents' nodes
 * @param returnBound how long after the last heal, or after a leader or an agent has begun, every agent must be registered
 *     with the leader of the newest epoch at the latest
 * @param pingTimeout shortest silence of an agent after which a leader may take it to be unreachable; zero where not known
 * @param reregisterTimeout shortest time since a leader has begun after which it may take an agent that has not come back
 *     to be unreachable, or its tasks to be lost; zero where not known
 */
public record AgentExpectations(
        List<String> names, Duration returnBound, Duration pingTimeout, Duration reregisterTimeout) {

    public AgentExpectations {
        names = List.copyOf(names);
    }

    /** What is promised, or what can be said where nothing is: agents return as soon as clients are served. */
    static AgentExpectations of(Expectations expectations) {
        return expectations
                .agents()
                .orElseGet(() ->
                        new AgentExpectations(List.of(), expectations.livenessBound(), Duration.ZERO, Duration.ZERO));
    }
}
