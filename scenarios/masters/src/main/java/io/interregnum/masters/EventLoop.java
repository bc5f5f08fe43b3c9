package io.interregnum.masters;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on one thread, and another one at a steady rate between them. {@link #submit} is safe
 * for many threads.
 */
final class EventLoop {
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

    void submit(Runnable task) {
        queue.add(task);
    }

    /** Runs until this thread is interrupted. However many tasks there are, {@code onTick} waits for one at most. */
    void run(long tickMillis, Runnable onTick) {
        long periodNanos = TimeUnit.MILLISECONDS.toNanos(tickMillis);
        long dueNanos = System.nanoTime() + periodNanos;
        try {
            while (true) {
                @Nullable Runnable task = queue.poll(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                if (System.nanoTime() - dueNanos >= 0) {
                    onTick.run();
                    dueNanos = System.nanoTime() + periodNanos;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
