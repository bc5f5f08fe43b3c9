package io.interregnum.masters;

/**
 * One attempt at a piece of work. Immutable.
 *
 * @param id unique within its framework, such as {@code w7.2}
 * @param work the piece of work, such as {@code w7}
 * @param framework id of the framework that started it
 * @param agent id of the agent that it runs on
 * @param millis how long it runs, in ms
 */
record Task(String id, String work, String framework, String agent, TaskState state, long millis) {

    Task with(TaskState other) {
        return new Task(id, work, framework, agent, other, millis);
    }

    /** Tells it from every task of every framework. */
    String key() {
        return framework + "/" + id;
    }
}
