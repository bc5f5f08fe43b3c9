package io.interregnum.masters;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on one thread, and another one whenever nothing else has come for a while.
 * {@link #submit} is safe for many threads.
 */
final class EventLoop {
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

    void submit(Runnable task) {
        queue.add(task);
    }

    /** Runs until this thread is interrupted. */
    void run(long quietMillis, Runnable whenQuiet) {
        try {
            while (true) {
                @Nullable Runnable task = queue.poll(quietMillis, TimeUnit.MILLISECONDS);
                (task == null ? whenQuiet : task).run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
