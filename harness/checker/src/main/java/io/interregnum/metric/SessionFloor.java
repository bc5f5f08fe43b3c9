package io.interregnum.metric;

import java.time.Duration;

/**
 * How soon ZooKeeper can notice that a client crashed: from the crash until its ephemeral nodes are gone.
 *
 * <p>With T the session's timeout, tau the tick and U the age of the last request or ping at the crash, the node is gone
 * after {@code T - U + R + F}: expiry is rounded up to the next tick (R in (0, tau]), and a session held by a follower is
 * touched at the leader with its answer to the leader's ping, every half tick (F in [0, tau/2]). From the source of
 * ZooKeeper 3.9 ({@code ExpiryQueue.roundToNextInterval} for R). Holds for a
 * crash and for a cut in both directions, not for a clean close of the session, which needs one commit only, nor for a
 * ZooKeeper leader that changes meanwhile, which starts every session's time anew.
 *
 * @param aboveNanos it takes longer than this
 * @param atMostNanos it takes no longer than this
 */
public record SessionFloor(long aboveNanos, long atMostNanos) {
    private static final Duration PING_MAX = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    public SessionFloor {
        if (aboveNanos > atMostNanos) {
            throw new IllegalArgumentException(
                    "aboveNanos=" + aboveNanos + " must not be greater than atMostNanos=" + atMostNanos);
        }
    }

    /**
     * Of a session without requests, whose last ping is up to a ping period old: {@code (T - P, T + 1.5 tau]}.
     *
     * @param sessionTimeout as negotiated, see {@link #negotiated}
     */
    public static SessionFloor idle(Duration sessionTimeout, Duration tick) {
        return busy(sessionTimeout, tick, pingPeriod(sessionTimeout));
    }

    /**
     * Of a session with a request at least every {@code requestGap}, each of which touches it like a ping:
     * {@code (T - min(P, gap), T + 1.5 tau]}.
     *
     * @param sessionTimeout as negotiated, see {@link #negotiated}
     */
    public static SessionFloor busy(Duration sessionTimeout, Duration tick, Duration requestGap) {
        Duration period = pingPeriod(sessionTimeout);
        Duration oldest = requestGap.compareTo(period) < 0 ? requestGap : period;
        return new SessionFloor(
                sessionTimeout.minus(oldest).toNanos(), sessionTimeout.toNanos() + tick.toNanos() + tick.toNanos() / 2);
    }

    /** What a server makes of a requested timeout: from 2 to 20 ticks (ZooKeeper administrator's guide). */
    public static Duration negotiated(Duration requested, Duration tick) {
        Duration least = tick.multipliedBy(2);
        Duration most = tick.multipliedBy(20);
        return requested.compareTo(least) < 0 ? least : requested.compareTo(most) > 0 ? most : requested;
    }

    /**
     * How often an idle client pings: every third of the timeout, less a second where that is above one second, never
     * more often than every second then, and every 10 s at least.
     */
    public static Duration pingPeriod(Duration sessionTimeout) {
        Duration third = sessionTimeout.dividedBy(3);
        if (third.compareTo(SECOND) <= 0) {
            return third;
        }
        Duration less = third.minus(SECOND);
        Duration period = less.compareTo(SECOND) < 0 ? SECOND : less;
        return period.compareTo(PING_MAX) > 0 ? PING_MAX : period;
    }
}
