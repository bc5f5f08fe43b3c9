package io.interregnum.masters;

import java.util.List;

/** What a master tells a framework on its stream. Immutable. */
sealed interface SchedulerEvent {

    record Subscribed(String framework) implements SchedulerEvent {}

    record Offers(List<Offer> offers) implements SchedulerEvent {
        public Offers {
            offers = List.copyOf(offers);
        }
    }

    /** This offer is off. */
    record Rescind(String offer) implements SchedulerEvent {}

    record Update(TaskStatus status) implements SchedulerEvent {}

    /** The last event of a stream. */
    record Failure(String message) implements SchedulerEvent {}

    record Heartbeat() implements SchedulerEvent {}

    /**
     * Room for tasks on an agent.
     *
     * @param node the agent's name
     * @param slotCount how many more tasks fit, at least 1
     */
    record Offer(String id, String framework, String agent, String node, int slotCount) {}
}
