package io.interregnum.report;

import io.interregnum.metric.Budget;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.TrialSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Made-up trials, each drawn from a seed: detection of 1.4 to 2.7 s, and a few milliseconds for each of the others. */
final class TrialRuns {
    private static final long MS = 1_000_000;

    private TrialRuns() {}

    static TrialSet trials(int count, long seed) {
        return trials(count, seed, 0);
    }

    /** The same with a recovery that is longer by so much. */
    static TrialSet trials(int count, long seed, long recoveryMoreNanos) {
        Random random = new Random(seed);
        List<Failover> trials = new ArrayList<>();
        for (int trial = 0; trial < count; trial++) {
            long fault = (4_000 + 15_000L * trial) * MS + random.nextInt(1_000_000);
            long gone = fault + 1_400 * MS + random.nextInt(1_300) * MS;
            long claims = gone + 5 * MS + random.nextInt(40_000_000);
            long accepted = claims + 20 * MS + random.nextInt(60_000_000) + recoveryMoreNanos;
            long served = accepted + 2 * MS + random.nextInt(30_000_000);
            trials.add(new Failover(
                    Optional.of("kill-node"),
                    "master-" + (1 + trial % 3),
                    OptionalLong.of(4 + trial),
                    "master-" + (1 + (trial + 1) % 3),
                    5 + trial,
                    seen(fault),
                    seen(gone),
                    seen(claims),
                    seen(accepted),
                    seen(served)));
        }
        return TrialSet.of(trials);
    }

    private static Optional<Milestone> seen(long nanos) {
        return Optional.of(new Milestone(nanos - 3 * MS, nanos));
    }

    /** Of which nothing is known but that it happened. */
    static Failover unseen() {
        return new Failover(
                Optional.empty(),
                "",
                OptionalLong.empty(),
                "master-2",
                5,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same trials followed by so many of which nothing is known. */
    static TrialSet withUnseen(TrialSet trials, int count) {
        List<Failover> all = new ArrayList<>(trials.failovers());
        for (int i = 0; i < count; i++) {
            all.add(unseen());
        }
        return TrialSet.of(all);
    }

    static FloorDistribution floor() {
        return FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 3);
    }

    static Budget.Outcome outcome(String text, Budget.Status status) {
        boolean known = status != Budget.Status.UNKNOWN;
        return new Budget.Outcome(
                Budget.parse(text),
                status,
                known ? OptionalLong.of(2_400 * MS) : OptionalLong.empty(),
                known ? OptionalLong.of(2_600 * MS) : OptionalLong.empty(),
                "the reason why it is " + status);
    }

    static TrialReport.Configuration configuration(String name, Report report, TrialSet trials) {
        return new TrialReport.Configuration(name, report, trials, Optional.of(floor()), List.of());
    }

    /** One valid configuration without a budget. */
    static TrialReport one(Path root, TrialSet trials) {
        return of(root, List.of(configuration("3 masters, session 2 s", Runs.valid(root), trials)));
    }

    static TrialReport of(Path root, List<TrialReport.Configuration> configurations) {
        return new TrialReport(
                root.resolve("trials"), "Failover of three masters", "scripts/run trials --seed 42", configurations);
    }

    /** A valid configuration with a budget of each status, and an invalid one without a floor and with missing values. */
    static TrialReport two(Path root) {
        TrialReport.Configuration first = new TrialReport.Configuration(
                "3 masters, session 2 s, tick 500 ms",
                Runs.valid(root),
                trials(30, 1),
                Optional.of(floor()),
                List.of(
                        outcome("failover.p95=12s", Budget.Status.KEPT),
                        outcome("detection.max=floor", Budget.Status.EXCEEDED),
                        outcome("recovery.p99=300ms", Budget.Status.UNKNOWN)));
        TrialReport.Configuration second = new TrialReport.Configuration(
                "3 masters, session 4 s, tick 2 s",
                Runs.invalid(root),
                withUnseen(trials(30, 2, 400 * MS), 2),
                Optional.empty(),
                List.of());
        return of(root, List.of(first, second));
    }
}
