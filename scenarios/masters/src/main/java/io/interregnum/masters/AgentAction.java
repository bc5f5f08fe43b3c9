package io.interregnum.masters;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link Agent} wants done, in this order. */
sealed interface AgentAction {

    /**
     * Ask this master for registration, and report {@link AgentEvent.Registered} or {@link AgentEvent.NotRegistered}.
     *
     * @param agent the id that we have; empty if none
     */
    record Register(long attempt, String authority, String agent, String incarnation, List<Task> tasks)
            implements AgentAction {
        public Register {
            tasks = List.copyOf(tasks);
        }
    }

    /** Tell this master news of a task. It comes again until it is acknowledged. */
    record SendUpdate(String authority, String registration, Task task, String uuid) implements AgentAction {}

    /** Have this on disk before anything that follows is done. */
    record Save(AgentCheckpoint checkpoint) implements AgentAction {}

    /** Write a line of the ledger. */
    record Ledger(String kind, Map<String, Object> fields) implements AgentAction {
        public Ledger {
            fields = new TreeMap<>(fields);
        }
    }

    /** Answer whoever holds this ticket. */
    record Respond(long ticket, boolean obeyed) implements AgentAction {}

    /** Read the group again, since what we know of the leader seems to be old. */
    record Detect() implements AgentAction {}
}
