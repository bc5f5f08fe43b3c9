package io.interregnum.check.linear;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Both searches at once: whichever decides first, ends the other. The answer is the same whoever wins. Takes one thread
 * besides the caller's, and none any more when {@link #run} returns, whatever happened.
 *
 * @param <S> the model's state
 */
final class Race<S> {
    private final Model<S> model;
    private final Calls calls;
    private final Limits limits;
    private final long startNanos;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable SearchAnswer depthFirst;
    private volatile @Nullable Throwable depthFirstFailed;

    /** @param startNanos when the time began to run, by the clock of {@code limits} */
    Race(Model<S> model, Calls calls, Limits limits, long startNanos) {
        this.model = model;
        this.calls = calls;
        this.limits = limits;
        this.startNanos = startNanos;
    }

    SearchAnswer run() {
        Thread rival = new Thread(this::searchDepthFirst, "linearizability-wgl");
        rival.setDaemon(true);
        rival.start();
        SearchAnswer breadthFirst;
        try {
            breadthFirst = JustInTimeSearch.run(model, calls, budget());
            if (breadthFirst.answer() != LinearOutcome.Answer.UNDECIDED) {
                over.set(true);
            }
        } catch (OutOfMemoryError e) {
            breadthFirst = outOfMemory();
        } catch (RuntimeException | Error e) {
            over.set(true);
            join(rival);
            throw e;
        }
        join(rival);
        return winner(breadthFirst);
    }

    private SearchAnswer winner(SearchAnswer breadthFirst) {
        SearchAnswer other = depthFirst;
        if (breadthFirst.answer() != LinearOutcome.Answer.UNDECIDED) {
            return breadthFirst;
        }
        Throwable failed = depthFirstFailed;
        if (failed instanceof RuntimeException e) {
            throw e;
        }
        if (failed instanceof Error e) {
            throw e;
        }
        if (other == null || (other.answer() == LinearOutcome.Answer.UNDECIDED && over.get())) {
            return breadthFirst;
        }
        return other;
    }

    private void searchDepthFirst() {
        try {
            SearchAnswer result = new WglSearch<>(model, calls, budget()).run();
            depthFirst = result;
            if (result.answer() != LinearOutcome.Answer.UNDECIDED) {
                over.set(true);
            }
        } catch (OutOfMemoryError e) {
            depthFirst = outOfMemory();
        } catch (RuntimeException | Error e) {
            depthFirstFailed = e;
            over.set(true);
        }
    }

    private Budget budget() {
        return new Budget(limits, startNanos, 2, over::get);
    }

    static SearchAnswer outOfMemory() {
        return SearchAnswer.undecided(Algorithm.WGL, "out of memory: the heap is full", 0);
    }

    /** Waits for {@code rival}, which asks often whether it is over; an interrupt is kept for later. */
    private static void join(Thread rival) {
        boolean interrupted = false;
        while (true) {
            try {
                rival.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
