package io.interregnum.masters;

import java.util.Collection;
import java.util.List;

/** What can happen to a leader's soft state. Everything that {@link SoftState} knows comes in as one of these. */
sealed interface SoftEvent {

    /** The registry was taken over; these are the agents that it knows. */
    record Recovered(Collection<AdmittedAgent> agents) implements SoftEvent {
        public Recovered {
            agents = List.copyOf(agents);
        }
    }

    /**
     * An agent wants to belong here.
     *
     * @param ticket to answer under
     * @param agent the id that it has; empty if it has none
     * @param incarnation tells two runs of its process apart
     * @param slotCount how many tasks fit on it
     * @param tasks all that it knows, ended ones whose end was not acknowledged included
     */
    record Register(
            long ticket,
            String agent,
            String incarnation,
            String node,
            String authority,
            int slotCount,
            List<Task> tasks)
            implements SoftEvent {
        public Register {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * What became of a {@link SoftAction.Store}.
     *
     * @param done false if the registry refused it
     */
    record Stored(long number, boolean done) implements SoftEvent {}

    /** An agent answered a ping. */
    record Ponged(String agent, String registration) implements SoftEvent {}

    /** An agent confirmed that it has got this task. */
    record Delivered(String taskKey) implements SoftEvent {}

    /** An agent tells news of a task, again and again until they are acknowledged. */
    record Update(long ticket, String registration, Task task, String uuid) implements SoftEvent {}

    /**
     * A framework opened a stream.
     *
     * @param framework the id that it has; empty if it has none
     */
    record Subscribe(String stream, String framework, String name) implements SoftEvent {}

    record StreamClosed(String stream) implements SoftEvent {}

    record Call(long ticket, String stream, String framework, SchedulerCall call) implements SoftEvent {}

    /** An operator says that an agent will never come back. */
    record MarkGone(long ticket, String agent) implements SoftEvent {}

    /** Time passed. */
    record Tick() implements SoftEvent {}
}
