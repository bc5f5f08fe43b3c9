package io.interregnum.masters;

import java.util.List;

/**
 * The soft state at one moment. Immutable; lists in the order in which things became known.
 *
 * @param tasks those that are not over, and those whose end was not acknowledged
 */
record SoftView(List<Agent> agents, List<Task> tasks, List<Framework> frameworks, int offerCount) {

    static final SoftView EMPTY = new SoftView(List.of(), List.of(), List.of(), 0);

    /** How an agent stands with this leader. */
    enum AgentState {
        REGISTERED,
        /** Admitted under an earlier leader, and not heard of by this one. */
        RECOVERED,
        UNREACHABLE,
        GONE
    }

    /** @param sinceNanos when it registered, on the clock of the events; meaningful for registered ones only */
    record Agent(String id, String node, String authority, AgentState state, int slotCount, long sinceNanos) {}

    /** @param sinceNanos when it subscribed first, on the clock of the events */
    record Framework(String id, String name, boolean connected, long sinceNanos) {}

    SoftView {
        agents = List.copyOf(agents);
        tasks = List.copyOf(tasks);
        frameworks = List.copyOf(frameworks);
    }

    /** The agents in this state. */
    List<Agent> agents(AgentState state) {
        return agents.stream().filter(agent -> agent.state() == state).toList();
    }

    /** The tasks on this agent. */
    List<Task> tasksOn(String agent) {
        return tasks.stream().filter(task -> task.agent().equals(agent)).toList();
    }

    /** The tasks of this framework. */
    List<Task> tasksOf(String framework) {
        return tasks.stream().filter(task -> task.framework().equals(framework)).toList();
    }
}
