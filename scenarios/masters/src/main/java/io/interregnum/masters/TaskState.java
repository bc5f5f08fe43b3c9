package io.interregnum.masters;

/** What is known of a task. */
enum TaskState {
    /** Accepted by the master, and not yet heard of from its agent. */
    STAGING,
    RUNNING,
    FINISHED,
    KILLED,
    FAILED,
    /** It does not exist, as far as whoever says so knows, and will not be started. */
    LOST,
    /** Its agent is marked unreachable: it may go on there. */
    UNREACHABLE;

    /** Whether the task is over. */
    boolean terminal() {
        return this == FINISHED || this == KILLED || this == FAILED || this == LOST;
    }

    /** The name that Mesos uses, such as {@code TASK_RUNNING}. */
    String mesosName() {
        return "TASK_" + name();
    }
}
