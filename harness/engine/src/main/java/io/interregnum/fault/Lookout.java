package io.interregnum.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again, in a thread of its own, so that nobody waits for a look who has something to do. Safe for many
 * threads.
 *
 * <p>Closing does not wait for the look that is under way, nor interrupt it: it is left to itself, and what it finds is of
 * use to nobody.
 */
final class Lookout<T> implements AutoCloseable {
    private final Plan<T> plan;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable T last; // guarded by lock, as all below
    private @Nullable RuntimeException failure;
    private long count;
    private boolean wanted;
    private boolean closed;

    /**
     * What is done.
     *
     * @param rest before the first look
     * @param look may throw, which ends it, and is thrown to whoever asks
     * @param between how long to rest after a look that found that
     * @param unused is given what was found and taken by nobody, as soon as something newer is found, or after the end
     */
    record Plan<T>(Duration rest, Supplier<T> look, Function<T, Duration> between, Consumer<T> unused) {}

    private Lookout(String name, Plan<T> plan) {
        this.plan = plan;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins. */
    static <T> Lookout<T> start(String name, Plan<T> plan) {
        Lookout<T> lookout = new Lookout<>(name, plan);
        lookout.thread.start();
        return lookout;
    }

    private void run() {
        Duration rest = plan.rest();
        while (restsThenGoesOn(rest)) {
            T found;
            try {
                found = plan.look().get();
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
            rest = plan.between().apply(found);
            put(found);
        }
    }

    private boolean restsThenGoesOn(Duration rest) {
        lock.lock();
        try {
            long leftNanos = rest.toNanos();
            while (!closed && !wanted && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            wanted = false;
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void fail(RuntimeException e) {
        lock.lock();
        try {
            failure = e;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void put(T found) {
        @Nullable T unused = found;
        lock.lock();
        try {
            if (!closed) {
                unused = last;
                last = found;
                count++;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            plan.unused().accept(unused);
        }
    }

    /** What was found last; empty before the first look is done. */
    Optional<T> last() {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            return Optional.ofNullable(last);
        } finally {
            lock.unlock();
        }
    }

    /** Ends it and gives what was found last to the caller, who has to see what becomes of it. */
    Optional<T> take() {
        lock.lock();
        try {
            Optional<T> taken = last();
            last = null;
            closed = true;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Has the next look begin now, or after the one that is under way, and waits for the end of some look. */
    void awaitAnother(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            wanted = true;
            changed.signalAll();
            long before = count;
            long leftNanos = limit.toNanos();
            while (count == before && failure == null && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many looks are done. */
    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        @Nullable T unused;
        lock.lock();
        try {
            unused = last;
            last = null;
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            plan.unused().accept(unused);
        }
    }
}
