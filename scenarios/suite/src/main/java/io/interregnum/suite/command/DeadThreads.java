package io.interregnum.suite.command;

import io.interregnum.cluster.ClusterException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Threads of the harness that ended by an exception. Whatever such a thread was to see or to do is missing from a run, so
 * the run proves nothing, and the harness has failed. Says each cause once: when a disk is full, all clients end by the
 * same. Safe for many threads.
 */
final class DeadThreads implements Thread.UncaughtExceptionHandler {
    private final PrintWriter err;
    private final Map<String, Throwable> causes = new LinkedHashMap<>(); // guarded by this

    DeadThreads(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
        String cause = e.getMessage() == null ? e.toString() : e.getMessage();
        if (note(cause, e)) {
            err.println(Printable.of("thread " + thread.getName() + " of the harness ended: " + cause));
            err.flush();
        }
    }

    private synchronized boolean note(String cause, Throwable e) {
        return causes.putIfAbsent(cause, e) == null;
    }

    /**
     * Why threads ended since this was last asked, each cause once, in the order in which they did.
     *
     * @return a message that names them, with each of them suppressed; empty when none ended
     */
    synchronized Optional<ClusterException> take() {
        if (causes.isEmpty()) {
            return Optional.empty();
        }
        ClusterException all = new ClusterException("threads of it ended: " + String.join("; ", causes.keySet()));
        causes.values().forEach(all::addSuppressed);
        causes.clear();
        return Optional.of(all);
    }
}
