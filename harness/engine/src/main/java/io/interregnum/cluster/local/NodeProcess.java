package io.interregnum.cluster.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that the {@link Supervisor} started. Safe for many threads.
 *
 * @param name of the node, or of what stands beside it
 * @param process leads a process group of its own, with its pid as the group's number
 * @param end is at zero once its end was told
 */
record NodeProcess(String name, Process process, CountDownLatch end) {

    NodeProcess(String name, Process process) {
        this(name, process, new CountDownLatch(1));
    }

    long pid() {
        return process.pid();
    }

    boolean hasEnded() {
        return end.getCount() == 0;
    }

    void ended() {
        end.countDown();
    }

    /** Whether its end was told within the limit. */
    boolean awaitEnd(long limitMillis) throws InterruptedException {
        return end.await(limitMillis, TimeUnit.MILLISECONDS);
    }
}
