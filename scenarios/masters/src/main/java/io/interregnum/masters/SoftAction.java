package io.interregnum.masters;

/** What {@link SoftState} wants done, in this order. */
sealed interface SoftAction {

    /** Store this in the registry and report {@link SoftEvent.Stored} under this number. */
    record Store(long number, Operation operation) implements SoftAction {}

    /** Answer whoever holds this ticket. */
    record Respond(long ticket, SoftReply reply) implements SoftAction {}

    /** Ping an agent and report {@link SoftEvent.Ponged} if it answers. */
    record Ping(Address to) implements SoftAction {}

    /** Have an agent start a task and report {@link SoftEvent.Delivered} if it agrees. */
    record Run(Address to, Task task) implements SoftAction {}

    record Kill(Address to, Task task) implements SoftAction {}

    /** Tell an agent that a framework has got its news. */
    record Acknowledge(Address to, String framework, String task, String uuid) implements SoftAction {}

    record Tell(String stream, SchedulerEvent event) implements SoftAction {}

    record CloseStream(String stream) implements SoftAction {}

    /** Tell the event log. */
    record Report(String what, String details) implements SoftAction {}

    /** End the process at once. */
    record Die(String sentence) implements SoftAction {}

    /**
     * An agent as it is registered now. A message to it is void once it has registered again.
     *
     * @param registration given anew with each registration
     */
    record Address(String agent, String authority, String registration) {}
}
