package io.interregnum.masters;

import java.util.Optional;
import java.util.Set;

/** What can happen to a candidate. Everything that {@link Election} knows of the world comes in as one of these. */
sealed interface ElectionEvent {

    /** The client has a connection under this session, new or resumed. */
    record Connected(long session, long negotiatedTimeoutNanos) implements ElectionEvent {}

    /**
     * The client gave its connection up.
     *
     * @param atNanos when it did, on the clock of the events; earlier than the event's own time if the event had to wait
     */
    record Disconnected(long atNanos) implements ElectionEvent {}

    /** This session is gone: the ensemble said so, or the client dropped it for another. */
    record Expired(long session) implements ElectionEvent {}

    /** Our own candidate znode exists: just created, or found again after a creation whose answer was lost. */
    record Joined(CandidateNode own) implements ElectionEvent {}

    /** The connection broke while we created our znode, so it may or may not exist. */
    record JoinUnknown() implements ElectionEvent {}

    /** We looked for a znode of our own in this session, and there is none. */
    record OwnNodeAbsent() implements ElectionEvent {}

    /** The group's children changed since they were last read. */
    record GroupChanged() implements ElectionEvent {}

    /**
     * The group was read.
     *
     * @param names names of all candidates; order carries no meaning
     * @param smallest the candidate with the smallest sequence number; empty exactly when there is none
     */
    record GroupRead(Set<String> names, Optional<CandidateNode> smallest) implements ElectionEvent {
        public GroupRead {
            names = Set.copyOf(names);
            if (names.isEmpty() != smallest.isEmpty()) {
                throw new IllegalArgumentException("candidates " + names + " do not go with smallest " + smallest);
            }
        }
    }

    /** The ensemble committed a check that our candidate znode exists. */
    record Confirmed() implements ElectionEvent {}

    /** The ensemble committed that our candidate znode does not exist. */
    record Refuted() implements ElectionEvent {}

    /** ZooKeeper refused in a way that trying again cannot mend, such as a missing permission. */
    record Failed(String reason) implements ElectionEvent {}

    /** Time passed. Must come several times in each third of a session time-out. */
    record Tick() implements ElectionEvent {}
}
