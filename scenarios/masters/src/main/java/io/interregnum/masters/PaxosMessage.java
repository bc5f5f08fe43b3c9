package io.interregnum.masters;

import org.jspecify.annotations.Nullable;

/** What replicas of the log and coordinators say to each other. Immutable. */
sealed interface PaxosMessage {

    /** What a replica is asked. */
    sealed interface Request extends PaxosMessage {}

    /** To obey nobody with this number or a smaller one but the sender, for all positions. */
    record Promise(long number) implements Request {}

    /** To accept a value for a position; null fills a hole. */
    record Write(long number, long position, @Nullable String value) implements Request {}

    /** To say whether it still obeys this number. */
    record Confirm(long number) implements Request {}

    /** To forget what lies before a position that was chosen. */
    record Truncate(long number, long position) implements Request {}

    /** To say all that it knows, and to remember the incarnation of the asker, unless that is 0. */
    record Join(int replica, int incarnation) implements Request {}

    /** What became of a request. */
    enum Outcome {
        DONE,
        /** Nothing was done: a higher number was promised, or the same to somebody else. */
        REFUSED,
        /** Nothing was done: the replica does not vote. */
        IGNORED
    }

    /**
     * An answer.
     *
     * @param state of the replica after the request, with entries exactly if a promise or a join was done
     */
    record Reply(Outcome outcome, PaxosState state) implements PaxosMessage {}
}
