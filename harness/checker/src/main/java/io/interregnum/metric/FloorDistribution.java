package io.interregnum.metric;

import java.time.Duration;
import java.util.Arrays;

/**
 * How soon ZooKeeper notices that a client crashed, as a distribution over the moments at which it can crash. Immutable.
 *
 * <p>The node is gone after {@code T - U + R + F}, as {@link SessionFloor} says. Here U is uniform over the age that the
 * last sign of life can have, R over a tick, and F over half a tick for a session held by a follower, and 0 for one that
 * is held by the leader itself; of an ensemble of n servers a session is held by a follower in (n - 1) / n of cases. The
 * three are taken to be independent. Over many lives of a cluster they are; within one the leader asks its followers at
 * a fixed phase of its own ticks, so R and F go together, and a median measured there may lie up to a quarter of a tick
 * beside the one given here: half of the mean width of F, which is half a tick. The bounds hold all the same.
 */
public final class FloorDistribution {
    /** To what a quantile is searched: a microsecond. */
    private static final long STEP_NANOS = 1_000;

    private final SessionFloor bounds;
    private final double heldByFollower;
    private final double[] atLeader; // widths of the uniform parts, in nanoseconds
    private final double[] atFollower;

    private FloorDistribution(Duration timeout, Duration tick, Duration oldest, int ensembleSize) {
        if (ensembleSize < 1) {
            throw new IllegalArgumentException("ensembleSize=" + ensembleSize + " must be at least 1");
        }
        SessionFloor of = SessionFloor.busy(timeout, tick, oldest);
        // The leader of an ensemble of one holds every session itself.
        this.bounds = ensembleSize > 1
                ? of
                : new SessionFloor(of.aboveNanos(), timeout.plus(tick).toNanos());
        this.heldByFollower = (double) (ensembleSize - 1) / ensembleSize;
        double age = timeout.toNanos() - (double) bounds.aboveNanos();
        this.atLeader = widths(age, (double) tick.toNanos());
        this.atFollower = widths(age, (double) tick.toNanos(), tick.toNanos() / 2.0);
    }

    private static double[] widths(double... all) {
        return Arrays.stream(all).filter(width -> width > 0).toArray();
    }

    /**
     * Of a session without requests.
     *
     * @param sessionTimeout as negotiated, see {@link SessionFloor#negotiated}
     * @param ensembleSize how many servers take sessions, 1 at least
     */
    public static FloorDistribution idle(Duration sessionTimeout, Duration tick, int ensembleSize) {
        return new FloorDistribution(sessionTimeout, tick, SessionFloor.pingPeriod(sessionTimeout), ensembleSize);
    }

    /**
     * Of a session with a request at least every {@code requestGap}.
     *
     * @param sessionTimeout as negotiated, see {@link SessionFloor#negotiated}
     * @param ensembleSize how many servers take sessions, 1 at least
     */
    public static FloorDistribution busy(
            Duration sessionTimeout, Duration tick, Duration requestGap, int ensembleSize) {
        return new FloorDistribution(sessionTimeout, tick, requestGap, ensembleSize);
    }

    /** It takes longer than the one and no longer than the other. */
    public SessionFloor bounds() {
        return bounds;
    }

    /** In which share of cases the node is gone within {@code nanos} of the crash, from 0 to 1. */
    public double shareUpTo(long nanos) {
        double beyond = nanos - (double) bounds.aboveNanos();
        return (1 - heldByFollower) * shareOfSum(atLeader, beyond) + heldByFollower * shareOfSum(atFollower, beyond);
    }

    /**
     * Within which time the node is gone in a share of cases, too long by a microsecond at most.
     *
     * @param share above 0, at most 1
     */
    public long quantileNanos(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share=" + share + " must be above 0 and at most 1");
        }
        long low = bounds.aboveNanos();
        long high = bounds.atMostNanos();
        while (high - low > STEP_NANOS) {
            long middle = low + (high - low) / 2;
            if (shareUpTo(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Within which time the node is gone in half of the cases. */
    public long medianNanos() {
        return quantileNanos(0.5);
    }

    /**
     * How likely a sum of independent variables, each uniform from 0 to its width, is at most {@code sum}: the volume of a
     * box below a plane, by inclusion and exclusion of its corners (Feller, "An introduction to probability theory and its
     * applications", volume 2, 1971, section I.9).
     */
    private static double shareOfSum(double[] widths, double sum) {
        double total = Arrays.stream(widths).sum();
        if (sum <= 0) {
            return 0;
        }
        if (sum >= total) {
            return 1;
        }
        double volume = 0;
        for (int corner = 0; corner < 1 << widths.length; corner++) {
            double left = sum;
            for (int i = 0; i < widths.length; i++) {
                left -= (corner >> i & 1) * widths[i];
            }
            double sign = Integer.bitCount(corner) % 2 == 0 ? 1 : -1;
            volume += left <= 0 ? 0 : sign * Math.pow(left / total, widths.length);
        }
        double box = 1;
        for (int i = 0; i < widths.length; i++) {
            box *= (i + 1) * widths[i] / total;
        }
        return Math.max(0, Math.min(1, volume / box));
    }
}
