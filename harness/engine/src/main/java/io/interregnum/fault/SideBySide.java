package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

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
     * The one of some things that is found first to pass a test; whoever is still being tested then is left to himself.
     * Blocks until one has passed or none has.
     *
     * @throws ClusterException when none has, and testing one of them failed: the first that was thrown
     */
    static <T> Optional<T> firstThat(List<T> things, Predicate<T> test) {
        CompletionService<Optional<T>> answers = new ExecutorCompletionService<>(POOL);
        things.forEach(thing -> answers.submit(() -> Optional.of(thing).filter(test)));
        Optional<ClusterException> failure = Optional.empty();
        try {
            for (int i = 0; i < things.size(); i++) {
                try {
                    Optional<T> found = answers.take().get();
                    if (found.isPresent()) {
                        return found;
                    }
                } catch (ExecutionException e) {
                    failure = failure.or(() -> Optional.of(failure(things, e)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while looking at " + things, e);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return Optional.empty();
    }

    private static ClusterException failure(List<?> things, Exception e) {
        return e.getCause() instanceof ClusterException cause
                ? cause
                : new ClusterException("cannot look at " + things + ": " + e, e);
    }

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
            throw failure(things, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while looking at " + things, e);
        }
    }
}
