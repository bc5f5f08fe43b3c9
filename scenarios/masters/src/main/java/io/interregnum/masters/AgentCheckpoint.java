package io.interregnum.masters;

import java.util.List;

/**
 * What an agent must not forget. Immutable.
 *
 * @param agent the id that a master gave it; empty before the first registration
 * @param highestEpoch the highest epoch that it has accepted
 * @param tasks those that run, and those whose end was not acknowledged
 */
record AgentCheckpoint(String agent, long highestEpoch, List<Held> tasks) {

    static final AgentCheckpoint NONE = new AgentCheckpoint("", 0, List.of());

    /**
     * A task and its news that were not acknowledged.
     *
     * @param news oldest first
     */
    record Held(Task task, List<News> news) {
        public Held {
            news = List.copyOf(news);
        }
    }

    /** @param uuid tells it from every other news */
    record News(TaskState state, String uuid) {}

    AgentCheckpoint {
        tasks = List.copyOf(tasks);
    }
}
