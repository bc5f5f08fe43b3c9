package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges the parts of a history that know nothing of each other, side by side where that is worth a thread. No thread is
 * left when it returns, whatever happened.
 */
final class Parts {
    private static final int WORTH_A_THREAD_OPERATIONS = 2_000;

    /** Judges one part; a part of its limits is whether it is still wanted. */
    interface Judge {
        Decision judge(List<LinearOperation> part, Limits limits);
    }

    private final List<List<LinearOperation>> parts;
    private final Limits limits;
    private final Judge judge;

    Parts(List<List<LinearOperation>> parts, Limits limits, Judge judge) {
        this.parts = parts;
        this.limits = limits;
        this.judge = judge;
    }

    /** The decision about each part, in their order. */
    List<Decision> all() {
        int operations = parts.stream().mapToInt(List::size).sum();
        int threads = Math.min(parts.size(), Runtime.getRuntime().availableProcessors());
        return threads < 2 || operations < WORTH_A_THREAD_OPERATIONS ? inTurn() : sideBySide(threads);
    }

    /** The worst decision; of several histories that are not linearizable, the one that is stuck first. */
    Decision worst() {
        List<Decision> decisions = all();
        Decision worst = decisions.get(0);
        long configurations = 0;
        for (Decision decision : decisions) {
            worst = isWorse(decision, worst) ? decision : worst;
            configurations += decision.configurations();
        }
        Optional<List<LinearOperation>> order = parts.size() == 1 ? worst.order() : Optional.empty();
        return new Decision(worst.answer(), worst.cause(), worst.by(), worst.stuck(), order, configurations);
    }

    private static boolean isWorse(Decision a, Decision b) {
        return a.answer().compareTo(b.answer()) > 0
                || (a.stuck().isPresent()
                        && b.stuck().isPresent()
                        && a.stuck().get().completedAt() < b.stuck().get().completedAt());
    }

    private List<Decision> inTurn() {
        List<Decision> decisions = new ArrayList<>();
        for (List<LinearOperation> part : parts) {
            decisions.add(judge.judge(part, limits));
        }
        return decisions;
    }

    private List<Decision> sideBySide(int threads) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger number = new AtomicInteger();
        Limits shared = limits.withCacheBytesMax(limits.cacheBytesMax() / threads)
                .withCancelled(() -> over.get() || limits.cancelled().getAsBoolean());
        ExecutorService executor = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "linearizability-part-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            Decision[] decisions = new Decision[parts.size()];
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> {
                    for (int part = next.getAndIncrement(); part < decisions.length; part = next.getAndIncrement()) {
                        decisions[part] = judge.judge(parts.get(part), shared);
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            return List.of(decisions);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("judging a part failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Collections.nCopies(
                    parts.size(),
                    SearchAnswer.undecided(Algorithm.WGL, "cancelled: the thread was interrupted", 0)
                            .decision());
        } finally {
            over.set(true);
            executor.shutdownNow();
            awaitEnd(executor);
        }
    }

    private static void awaitEnd(ExecutorService executor) {
        boolean interrupted = false;
        while (true) {
            try {
                if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
