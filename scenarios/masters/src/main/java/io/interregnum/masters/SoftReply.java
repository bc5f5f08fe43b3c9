package io.interregnum.masters;

/** The answer to an agent, a framework or an operator. Immutable. */
sealed interface SoftReply {

    /**
     * An agent belongs here now.
     *
     * @param totalPingMs without a ping for so long it must take the master for lost, in ms
     */
    record Registered(String agent, String registration, int totalPingMs) implements SoftReply {}

    record Accepted() implements SoftReply {}

    /** Nothing was done. {@code status} is that of HTTP. */
    record Refused(int status, String why) implements SoftReply {}
}
