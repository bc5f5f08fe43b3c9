package io.interregnum.clojure;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A call of foreign code that is cut off when its time is up. It runs on a daemon thread of its own, in a thread group of
 * its own, so that the threads it starts can be interrupted with it.
 *
 * <p>Java cannot end a thread that ignores interrupts: such a one is left behind, as {@link Outcome} says, and holds its
 * memory until it ends by itself. It does not keep the program alive.
 */
public final class LimitedCall {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Callable<?> call;
    private volatile @Nullable Object value;
    private volatile @Nullable Throwable thrown;

    private LimitedCall(Callable<?> call) {
        this.call = call;
    }

    /** How a call ended. */
    public enum End {
        /** It returned {@link Outcome#value}. */
        RETURNED,
        /** It threw {@link Outcome#thrown}. */
        THREW,
        /** Time was up; it was interrupted and is over. */
        CUT_OFF,
        /** Time was up; it was interrupted and goes on all the same. */
        LEFT_BEHIND
    }

    /** What came of a call: {@code value} if it returned, {@code thrown} if it threw. */
    public record Outcome(
            End end, @Nullable Object value, @Nullable Throwable thrown) {}

    /**
     * Calls and waits, for {@code timeMax} and at most two seconds more for the end of what was interrupted.
     *
     * @param threadName of the thread and its group
     * @throws InterruptedException when the waiting thread is interrupted; the call was interrupted too
     */
    public static Outcome run(String threadName, Callable<?> call, Duration timeMax) throws InterruptedException {
        LimitedCall limited = new LimitedCall(call);
        ThreadGroup group = new ThreadGroup(threadName);
        Thread thread = new Thread(group, limited::call, threadName);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(Math.max(1, timeMax.toMillis()));
            if (!thread.isAlive()) {
                return limited.outcome();
            }
            group.interrupt();
            thread.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            group.interrupt();
            throw e;
        }
        return new Outcome(thread.isAlive() ? End.LEFT_BEHIND : End.CUT_OFF, null, null);
    }

    private void call() {
        try {
            value = call.call();
        } catch (Throwable e) { // foreign code: running out of memory is one of the things it does
            thrown = e;
        }
    }

    private Outcome outcome() {
        return new Outcome(thrown == null ? End.RETURNED : End.THREW, value, thrown);
    }
}
