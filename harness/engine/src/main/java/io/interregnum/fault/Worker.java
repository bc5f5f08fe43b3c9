package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that works on while a fault lasts, kept in the scene. Safe for many threads. */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    /** One action on every target of a busy machine, with room. */
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    /** What it does, until it returns. */
    @FunctionalInterface
    interface Body {
        /** Works until it is done or told to end. */
        void run(Worker worker) throws InterruptedException;
    }

    private Worker(String name, Body body) {
        thread = new Thread(
                () -> {
                    try {
                        body.run(this);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
    }

    /** Begins to work. */
    static Worker start(String name, Body body) {
        Worker worker = new Worker(name, body);
        worker.thread.start();
        return worker;
    }

    /** Waits; false when the work is to end. */
    boolean goesOnAfter(Duration wait) throws InterruptedException {
        return !end.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does something that may be refused, as when another fault has killed the node; the work goes on all the same. */
    static void trying(String what, Runnable action) {
        try {
            action.run();
        } catch (ClusterException e) {
            LOG.debug("refused what={} why={}", what, e.getMessage());
        }
    }

    /**
     * Ends the work and waits until nothing of it is under way.
     *
     * @throws ClusterException when it does not end within a minute, or when interrupted
     */
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while ending the thread " + thread.getName(), e);
        }
        if (thread.isAlive()) {
            throw new ClusterException(
                    "the thread " + thread.getName() + " does not end within " + END_LIMIT.toSeconds() + " s");
        }
    }
}
