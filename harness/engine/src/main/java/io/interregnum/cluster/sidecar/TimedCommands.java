package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Changes by {@code tc} that undo themselves when their time is up. Safe for many threads, which wait for each other. */
final class TimedCommands {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(null, body, "undo", 256 * 1024);
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Future<?>> undoing = new HashMap<>(); // guarded by this

    /**
     * Does something now, and undoes it later unless the same name is used again before.
     *
     * @param endMillis from now, 0 when nothing is to be undone
     * @param batch for {@code tc -force -batch}: a command that fails does not stop those after it
     */
    synchronized Command.Ended apply(String name, long endMillis, String batch, String undo) throws IOException {
        Future<?> earlier = undoing.remove(name);
        if (earlier != null) {
            earlier.cancel(false);
        }
        Command.Ended ended = tc(batch);
        if (endMillis > 0) {
            undoing.put(name, timer.schedule(() -> undo(name, undo), endMillis, TimeUnit.MILLISECONDS));
        }
        return ended;
    }

    private synchronized void undo(String name, String batch) {
        try {
            Command.Ended ended = tc(batch);
            if (ended.exitCode() != 0) {
                System.err.println("undoing " + name + ": " + ended.printed().strip());
            }
        } catch (IOException e) {
            System.err.println("undoing " + name + ": " + e);
        }
    }

    private static Command.Ended tc(String batch) throws IOException {
        return Command.run(List.of("tc", "-force", "-batch", "-"), batch);
    }
}
