package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.history.RunClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The harness, started again after it was killed: it must come to its run and find nothing of the dead one in its way. It is
 * told to end as soon as that is known.
 *
 * @param backend on which it runs
 * @param directory for what it writes
 */
record NextStart(String backend, Path directory) {
    private static final Duration RUN_LIMIT = Duration.ofMinutes(3);
    /** What is on another backend is removed beside the start. */
    private static final Duration NOTHING_LIMIT = Duration.ofSeconds(15);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration END_LIMIT = Duration.ofMinutes(2);

    /**
     * Starts it, looks, and ends it.
     *
     * @param left of the one that was killed
     * @param wrong gets a line for whatever is left, of that one or of this start, and for what else went wrong
     */
    void look(Left left, List<String> wrong) throws InterruptedException {
        Victim next = Victim.start(directory, List.of("run", "kill-leader", "--seed", "1", "--backend", backend));
        Thread hook = new Thread(() -> next.process().destroy(), "end-next-start");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            look(next, left, wrong);
        } finally {
            next.process().destroy();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // This program is being ended, and the hook is at work.
            }
        }
    }

    private void look(Victim next, Left left, List<String> wrong) throws InterruptedException {
        try {
            if (!next.awaitRun(RUN_LIMIT)) {
                wrong.add("the next start " + next.end());
                return;
            }
        } catch (ClusterException e) {
            wrong.add("the next start: " + e.getMessage());
            return;
        }
        awaitNothing(left).forEach(line -> wrong.add("after the next start: " + line));
        Left own = new Left(next, backend.equals("docker"));
        next.process().destroy();
        if (!next.process().waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            next.kill();
            wrong.add("the next start had not ended " + END_LIMIT.toSeconds() + " s after SIGTERM");
            return;
        }
        awaitNothing(own).forEach(line -> wrong.add("left by the next start, which was told to end: " + line));
    }

    /** What is left in the end; empty as soon as that is so. */
    private static List<String> awaitNothing(Left left) throws InterruptedException {
        RunClock clock = RunClock.startNow();
        List<String> there = left.everything();
        while (!there.isEmpty() && clock.nanos() < NOTHING_LIMIT.toNanos()) {
            clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
            there = left.everything();
        }
        return there;
    }
}
