package io.interregnum.masters;

/**
 * News of a task for its framework. Immutable.
 *
 * @param agent id of its agent; empty if it is not known
 * @param uuid what the framework must acknowledge; empty if the news comes from the master itself
 */
record TaskStatus(String task, String work, String agent, TaskState state, String uuid) {

    /** What the master knows of this task. */
    static TaskStatus of(Task task) {
        return new TaskStatus(task.id(), task.work(), task.agent(), task.state(), "");
    }
}
