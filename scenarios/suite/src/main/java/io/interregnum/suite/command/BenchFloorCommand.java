package io.interregnum.suite.command;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.TimeText;
import io.interregnum.metric.Budget;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.LatencySummary;
import io.interregnum.metric.Sample;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.ReferenceSystem.Slowness;
import io.interregnum.suite.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether ZooKeeper notices a killed leader as soon as its closed form says. */
@Command(
        name = "floor",
        description =
                "Kills the leader again and again and holds the time until its election node is gone against the closed "
                        + "form of ZooKeeper's time-outs: for three pairs of session time-out and tick, with a session that only "
                        + "pings and with one that is in use. Promised: 99 %% inside the bounds widened by 50 ms, and a median within "
                        + "10 %% of the closed form's. Ends with 1 when that was not kept.",
        footer = {"", "Example: scripts/interregnum bench floor --times 60"})
final class BenchFloorCommand implements Callable<Integer> {
    private static final long WIDENED_NANOS = 50_000_000;
    private static final double INSIDE_SHARE = 0.99;
    private static final double MEDIAN_SHARE = 0.10;
    private static final Duration IN_USE_EVERY = Duration.ofMillis(10);
    private static final List<ClusterSpec> CLUSTERS = List.of(
            TrialBench.cluster(Duration.ofSeconds(2), Duration.ofMillis(500)),
            TrialBench.cluster(Duration.ofSeconds(1), Duration.ofMillis(100)),
            TrialBench.cluster(Duration.ofSeconds(4), Duration.ofSeconds(1)));

    @Option(
            names = "--times",
            defaultValue = "60",
            paramLabel = "COUNT",
            description = "Kills in each cluster. Default: ${DEFAULT-VALUE}.")
    private int times = 60;

    @Option(
            names = "--clusters",
            defaultValue = "3",
            paramLabel = "COUNT",
            description = "Only the first of the three pairs.")
    private int clusters = 3;

    @Mixin
    private TrialBenchOptions options = new TrialBenchOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** A row of the table. */
    record Row(String cluster, String session, Sample detection, FloorDistribution floor) {
        /** How many lie inside the bounds. */
        long inside() {
            return detection.nanos().stream()
                    .filter(nanos -> nanos > floor.bounds().aboveNanos() - WIDENED_NANOS
                            && nanos <= floor.bounds().atMostNanos() + WIDENED_NANOS)
                    .count();
        }

        /** The median less that of the closed form, as a share of that. */
        double medianError() {
            return detection
                    .summary()
                    .map(known -> (double) known.medianNanos() / floor.medianNanos() - 1)
                    .orElse(Double.NaN);
        }

        boolean isKept() {
            return detection.count() > 0
                    && detection.missingCount() == 0
                    && inside() >= INSIDE_SHARE * detection.count()
                    && Math.abs(medianError()) <= MEDIAN_SHARE;
        }

        String text() {
            Optional<LatencySummary> known = detection.summary();
            return known.isEmpty()
                    ? String.format(Locale.ROOT, "%-16s %-8s none was observed", cluster, session)
                    : String.format(
                            Locale.ROOT,
                            "%-16s %-8s %5d %6d %8.3f %8.3f %8.3f %9.3f %9.3f %9.3f %+8.1f %%  %s",
                            cluster,
                            session,
                            detection.count(),
                            inside(),
                            known.get().minNanos() / 1e9,
                            known.get().medianNanos() / 1e9,
                            known.get().maxNanos() / 1e9,
                            floor.bounds().aboveNanos() / 1e9,
                            floor.medianNanos() / 1e9,
                            floor.bounds().atMostNanos() / 1e9,
                            medianError() * 100,
                            isKept() ? "kept" : "NOT kept");
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1 || times > 500 || clusters < 1 || clusters > CLUSTERS.size()) {
            throw new UsageException("--times " + times + " must be from 1 to 500, and --clusters " + clusters
                    + " from 1 to " + CLUSTERS.size());
        }
        TrialBench bench = options.begin(Objects.requireNonNull(spec).commandLine(), "floor", times);
        List<Row> rows = new ArrayList<>();
        for (ClusterSpec cluster : CLUSTERS.subList(0, clusters)) {
            add(rows, bench, cluster, "idle", bench.masters());
            add(rows, bench, cluster, "in use", bench.masters().slowed(Slowness.TOUCH, IN_USE_EVERY));
        }
        List<String> table = new ArrayList<>(List.of(
                "detection, in seconds                    measured                     closed form",
                "T / tick         session   seen inside      min   median      max     above    median   at most"
                        + "   median   promised"));
        rows.forEach(row -> table.add(row.text()));
        return bench.conclude(table, rows.size() == 2 * clusters, rows.stream().allMatch(Row::isKept));
    }

    private void add(List<Row> rows, TrialBench bench, ClusterSpec cluster, String use, ReferenceSystem system)
            throws InterruptedException {
        String times = TimeText.print(cluster.sessionTimeout()) + " / " + TimeText.print(cluster.tickTime());
        Optional<Budget.Measured> measured = bench.measure(times + ", " + use, cluster, system);
        if (measured.isPresent()) {
            rows.add(new Row(
                    times,
                    use,
                    measured.get().trials().phase(Failover.Phase.DETECTION),
                    measured.get().floor().orElseThrow()));
        }
    }
}
