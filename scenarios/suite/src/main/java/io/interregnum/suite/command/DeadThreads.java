package io.interregnum.suite.command;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Threads of the harness that ended by an exception. Whatever such a thread was to see or to do is missing from a run, so
 * the run proves nothing, and the harness has failed. Says each cause once: when a disk is full, all clients end by the
 * same. Safe for many threads.
 */
final class DeadThreads implements Thread.UncaughtExceptionHandler {
    private final PrintWriter err;
    private final Set<String> causes = new LinkedHashSet<>(); // guarded by this

    DeadThreads(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
        String cause = e.getMessage() == null ? e.toString() : e.getMessage();
        if (note(cause)) {
            err.println(Printable.of("thread " + thread.getName() + " of the harness ended: " + cause));
            err.flush();
        }
    }

    private synchronized boolean note(String cause) {
        return causes.add(cause);
    }

    /** Why threads ended since this was last asked, each cause once, in the order in which they did. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(causes);
        causes.clear();
        return taken;
    }
}
