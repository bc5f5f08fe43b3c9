package io.interregnum.masters;

import java.util.OptionalLong;

/**
 * What a master believes about who leads, and until when it may believe that without news. Immutable; made by
 * {@link Election}, asked by every request with the time of asking, because a process that was frozen wakes up with an
 * old belief.
 *
 * @param leading whether it was leader when this was made
 * @param epoch its own epoch; meaningful only while leading
 * @param leaderAuthority {@code ip:port} of the leader it knows, itself included; empty if it knows none
 * @param limitNanos from this moment on, on the monotonic clock, it may no longer believe that it leads; empty: no limit
 */
record Standing(boolean leading, long epoch, String leaderAuthority, OptionalLong limitNanos) {

    static final Standing NONE = new Standing(false, 0, "", OptionalLong.empty());

    static Standing following(String leaderAuthority) {
        return new Standing(false, 0, leaderAuthority, OptionalLong.empty());
    }

    /** This standing as it is to be believed at this moment: with a limit that has passed, nobody leads. */
    Standing at(long nowNanos) {
        boolean stale = leading && limitNanos.isPresent() && nowNanos - limitNanos.getAsLong() >= 0;
        return stale ? NONE : this;
    }

    boolean knowsLeader() {
        return !leaderAuthority.isEmpty();
    }
}
