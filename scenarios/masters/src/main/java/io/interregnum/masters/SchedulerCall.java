package io.interregnum.masters;

import java.util.List;

/** What a framework that is subscribed asks of the master. Immutable. */
sealed interface SchedulerCall {

    /**
     * Starts tasks on what these offers offer.
     *
     * @param tasks their agent is that of the offers; an agent named otherwise makes the task lost
     * @param refuseNanos for how long what is left over shall not be offered again
     */
    record Accept(List<String> offers, List<Task> tasks, long refuseNanos) implements SchedulerCall {
        public Accept {
            offers = List.copyOf(offers);
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * Gives offers back.
     *
     * @param refuseNanos for how long the same shall not be offered again
     */
    record Decline(List<String> offers, long refuseNanos) implements SchedulerCall {
        public Decline {
            offers = List.copyOf(offers);
        }
    }

    /** Forgets every refusal. */
    record Revive() implements SchedulerCall {}

    /**
     * Ends a task.
     *
     * @param agent where the framework thinks that it runs; may be empty
     */
    record Kill(String task, String agent) implements SchedulerCall {}

    /**
     * Asks for the state of these tasks, or of all that the master knows if there are none.
     *
     * @param tasks of each only id, work and agent matter; the agent may be empty
     */
    record Reconcile(List<Task> tasks) implements SchedulerCall {
        public Reconcile {
            tasks = List.copyOf(tasks);
        }
    }

    /** The framework has got this news and need not be told again. */
    record Acknowledge(String task, String agent, String uuid) implements SchedulerCall {}
}
