package io.interregnum.cluster.sidecar;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program on which an agent and a false clock are tried before nodes depend on them. */
public final class Rehearsed {
    /** What {@code method} prints when {@link #RULE} works. */
    public static final String CHANGED = "changed";
    /** A rule for the agent. */
    public static final String RULE = """
            RULE rehearsal
            CLASS io.interregnum.cluster.sidecar.Rehearsed
            METHOD word
            AT ENTRY
            IF true
            DO RETURN "changed"
            ENDRULE
            """;
    /** What the clock's file says, for {@code clock}: an hour late. */
    public static final String CLOCK = "-3600.000\n";

    private static final long LATE_MILLIS = 3_600_000;
    private static final long ERROR_MILLIS_MAX = 60_000;
    private static final long WAIT_MILLIS = 200;

    private Rehearsed() {}

    /**
     * Tries one thing. Arguments: {@code method}; or {@code clock}, then the right wall clock in milliseconds and,
     * where it is the same kernel's, the monotonic clock in nanoseconds. Exits with 1 when it does not work.
     */
    @SuppressWarnings("WaitNotInLoop") // a wait that ends early is what is looked for; a loop would hide it
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[0].equals("method")) {
            System.out.println(word());
            return;
        }
        long lateMillis = Long.parseLong(arguments[1]) - System.currentTimeMillis();
        // The harness's clock may be another kernel's; then nothing is known of it here.
        long nanos = arguments.length > 2 ? System.nanoTime() - Long.parseLong(arguments[2]) : 0;
        boolean offsetRight = Math.abs(lateMillis - LATE_MILLIS) < ERROR_MILLIS_MAX;
        boolean monotonicRight = Math.abs(nanos) < TimeUnit.MILLISECONDS.toNanos(ERROR_MILLIS_MAX);
        long begunNanos = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS));
        Object lock = new Object();
        synchronized (lock) {
            lock.wait(WAIT_MILLIS);
        }
        // Waits that end at once are what a false clock does when it is not told better.
        long waitedMillis = (System.nanoTime() - begunNanos) / 1_000_000;
        System.out.println("a wall clock was " + lateMillis / 1000 + " s late, the monotonic one off by "
                + nanos / 1_000_000 + " ms, and " + 2 * WAIT_MILLIS + " ms of waiting took " + waitedMillis + " ms");
        if (!offsetRight || !monotonicRight || waitedMillis < 2 * WAIT_MILLIS - 50) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** The rule changes it. */
    static String word() {
        return "plain";
    }
}
