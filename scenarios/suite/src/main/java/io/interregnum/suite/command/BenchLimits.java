package io.interregnum.suite.command;

import io.interregnum.check.linear.Algorithm;
import io.interregnum.check.linear.Decision;
import io.interregnum.check.linear.Limits;
import io.interregnum.check.linear.LinearHistory;
import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.Linearizability;
import io.interregnum.check.linear.Models;
import io.interregnum.check.linear.RandomHistory;
import io.interregnum.history.HistoryFormat;
import io.interregnum.history.RunClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is left of checks that were given up, and how late they were. One thread. */
final class BenchLimits {
    private static final int CHECKS = 200;
    private static final Duration TIME_LIMIT = Duration.ofMillis(50);
    private static final int WANTED_MILLIS = 200;

    private BenchLimits() {}

    /** One line about many checks of one hopeless history. */
    static List<String> lines(RunClock clock) {
        List<LinearOperation> hopeless = hopeless();
        check(hopeless);
        int threadsBefore = Thread.activeCount();
        long heapBefore = heapBytes();
        double latest = 0;
        int undecided = 0;
        for (int i = 0; i < CHECKS; i++) {
            long start = clock.nanos();
            Decision decision = check(hopeless);
            latest = Math.max(latest, (clock.nanos() - start - TIME_LIMIT.toNanos()) / 1e6);
            undecided += decision.answer() == LinearOutcome.Answer.UNDECIDED ? 1 : 0;
        }
        return List.of(String.format(
                Locale.ROOT,
                "%d checks with a limit of %d ms: %d given up, the latest %.0f ms late (wanted: %d); threads left %d, "
                        + "heap left %.1f MB",
                CHECKS,
                TIME_LIMIT.toMillis(),
                undecided,
                latest,
                WANTED_MILLIS,
                Thread.activeCount() - threadsBefore,
                (heapBytes() - heapBefore) / 1e6));
    }

    private static Decision check(List<LinearOperation> operations) {
        return Linearizability.decide(
                Models.named("fifo-queue"),
                operations,
                Limits.on(RunClock.startNow()).withTimeMax(TIME_LIMIT),
                Algorithm.AUTO);
    }

    /** A queue of few values, with 60 clients at a time and every fifth operation without an answer: states without end. */
    private static List<LinearOperation> hopeless() {
        LinearHistory history =
                new LinearHistory(LinearHistory.Rules.of(HistoryFormat.JSON, Models.named("fifo-queue")));
        RandomHistory.generate(
                new RandomHistory.Shape("fifo-queue", 2_000, 60, 0.2, 5, RandomHistory.Truth.INVALID, 7), history);
        List<LinearOperation> operations = new ArrayList<>();
        history.parts().values().forEach(operations::addAll);
        return operations;
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
