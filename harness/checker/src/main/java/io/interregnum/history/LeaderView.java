package io.interregnum.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a leading master knows of agents and tasks: the value of an {@code ok} of a process {@link Processes#viewOf},
 * {@code f} {@code agents}. One that does not lead refuses ({@code fail}), one that does not answer is {@code info}.
 *
 * @param recovered whether it has read the registry; if not, nothing that it says of agents counts
 * @param epoch under which it leads
 * @param agents those that it knows, in the order given
 * @param tasks those that it takes to be running, in the order given
 */
public record LeaderView(boolean recovered, long epoch, List<Agent> agents, List<Task> tasks) {
    /** The {@code f} of such questions. */
    public static final String F = "agents";

    /** The state of an agent that is connected. */
    public static final String REGISTERED = "registered";
    /** The state of an agent that was admitted before and has not come back to this leader yet. */
    public static final String RECOVERED = "recovered";
    /** The state of an agent that the leader takes to be out of reach. */
    public static final String UNREACHABLE = "unreachable";

    /**
     * An agent as the leader knows it.
     *
     * @param id that a master gave it
     * @param node where it runs; empty text where the leader does not say
     * @param state such as {@link #REGISTERED}
     */
    public record Agent(String id, String node, String state) {}

    /**
     * A task as the leader knows it.
     *
     * @param id of the attempt
     * @param agent id of the agent that runs it; empty text where the leader does not say
     * @param state such as {@code RUNNING}; empty text where the leader does not say
     */
    public record Task(String id, String agent, String state) {}

    public LeaderView {
        agents = List.copyOf(agents);
        tasks = List.copyOf(tasks);
    }

    /** True for the answer to such a question, whatever it says. */
    public static boolean isAnswer(Event event) {
        return event.type() == Event.Type.OK && Processes.isView(event.process());
    }

    /** Reads the value back; empty when the event is no such answer, or one that cannot be understood. */
    public static Optional<LeaderView> of(Event event) {
        if (!isAnswer(event)
                || !(event.value() instanceof Map<?, ?> value)
                || !(value.get("recovered") instanceof Boolean recovered)
                || !(value.get("epoch") instanceof Long epoch)
                || !(value.get("agents") instanceof List<?> agentList)
                || !(value.get("tasks") instanceof List<?> taskList)) {
            return Optional.empty();
        }
        List<Agent> agents = new ArrayList<>();
        for (Object element : agentList) {
            if (!(element instanceof Map<?, ?> agent)
                    || !(agent.get("id") instanceof String id)
                    || !(agent.get("state") instanceof String state)) {
                return Optional.empty();
            }
            agents.add(new Agent(id, text(agent, "node"), state));
        }
        List<Task> tasks = new ArrayList<>();
        for (Object element : taskList) {
            if (!(element instanceof Map<?, ?> task) || !(task.get("id") instanceof String id)) {
                return Optional.empty();
            }
            tasks.add(new Task(id, text(task, "agent"), text(task, "state")));
        }
        return Optional.of(new LeaderView(recovered, epoch, agents, tasks));
    }

    private static String text(Map<?, ?> value, String name) {
        return value.get(name) instanceof String text ? text : "";
    }
}
