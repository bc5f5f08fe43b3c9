package io.interregnum.masters;

import java.util.List;

/**
 * What a framework must not forget. Immutable.
 *
 * @param framework the id that a master gave it; empty before the first subscription
 * @param highestEpoch the highest epoch that it has subscribed under
 * @param lastWork number of the last piece of work
 * @param works what is to be kept running or to be done once, in the order of their numbers
 */
record FrameworkCheckpoint(String framework, long highestEpoch, long lastWork, List<Work> works) {

    static final FrameworkCheckpoint NONE = new FrameworkCheckpoint("", 0, 0, List.of());

    /**
     * A piece of work.
     *
     * @param name such as {@code w7}
     * @param lasting whether it is to be kept running; else it is done once it has finished
     * @param attempt number of its latest task, from 1; 0 if none was intended yet
     * @param agent where that task is intended to run; empty if there is no task that may be alive
     */
    record Work(String name, boolean lasting, int attempt, String agent) {

        /** The name of its latest task, such as {@code w7.2}. */
        String task() {
            return name + "." + attempt;
        }

        boolean waiting() {
            return agent.isEmpty();
        }
    }

    FrameworkCheckpoint {
        works = List.copyOf(works);
    }
}
