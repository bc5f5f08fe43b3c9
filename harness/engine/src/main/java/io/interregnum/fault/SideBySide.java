package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Does something to many things at the same time, such as waiting for each of them. */
final class SideBySide {
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ExecutorService POOL = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "look-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private SideBySide() {}

    /**
     * Blocks until all are done.
     *
     * @return what each gave, in order
     * @throws ClusterException the first that was thrown
     */
    static <T, R> List<R> each(List<T> things, Function<T, R> body) {
        List<Future<R>> futures = new ArrayList<>();
        things.forEach(thing -> futures.add(POOL.submit(() -> body.apply(thing))));
        List<R> results = new ArrayList<>();
        try {
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException | CancellationException e) {
            if (e.getCause() instanceof ClusterException cause) {
                throw cause;
            }
            throw new ClusterException("cannot look at " + things + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while looking at " + things, e);
        }
    }
}
