package io.interregnum.masters;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows who leads, for those who do not contend: events in, belief out. Nobody leads when the session has ended, or
 * when there was no connection for a whole session time-out, because whoever led may have been deposed unseen. For one
 * thread; time comes with the events.
 */
final class Detector {
    private long session;
    private long timeoutNanos;
    private boolean connected;
    private OptionalLong disconnectedNanos = OptionalLong.empty();
    private Optional<Leader> leader = Optional.empty();

    /** Takes an event in and returns whether the group must be read now. */
    boolean on(long nowNanos, ElectionEvent event) {
        boolean read = false;
        if (event instanceof ElectionEvent.Connected connection) {
            session = connection.session();
            timeoutNanos = connection.negotiatedTimeoutNanos();
            connected = true;
            disconnectedNanos = OptionalLong.empty();
            read = true;
        } else if (event instanceof ElectionEvent.Disconnected disconnection) {
            connected = false;
            disconnectedNanos = OptionalLong.of(disconnection.atNanos());
        } else if (event instanceof ElectionEvent.Expired expiry && expiry.session() == session) {
            connected = false;
            leader = Optional.empty();
        } else if (event instanceof ElectionEvent.GroupChanged) {
            read = connected;
        } else if (event instanceof ElectionEvent.GroupRead group && connected) {
            leader =
                    group.smallest().filter(node -> !node.authority().isEmpty()).map(Leader::of);
        }
        if (disconnectedNanos.isPresent() && nowNanos - disconnectedNanos.getAsLong() >= timeoutNanos) {
            leader = Optional.empty();
        }
        return read;
    }

    Optional<Leader> leader() {
        return leader;
    }
}
