package io.interregnum.suite.command;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.metric.Budget;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Sample;
import io.interregnum.metric.TrialSet;
import io.interregnum.suite.ReferenceSystem.Slowness;
import io.interregnum.suite.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether what is slow is measured in the phase in which it is slow. */
@Command(
        name = "delays",
        description =
                "Makes masters slower in one phase of a failover after the other, by a time that is drawn from the seed "
                        + "and that no metric is told, and holds what is measured against it. Promised: the median of that phase grows by it, "
                        + "and that of the other two by nothing, to within 20 ms. Detection is not judged: it hangs on the moment of the kill, "
                        + "which spreads it by a second. Ends with 1 when that was not kept.",
        footer = {"", "Example: scripts/interregnum bench delays --times 20"})
final class BenchDelaysCommand implements Callable<Integer> {
    private static final double WITHIN_MS = 20;
    private static final long SHORTEST_MILLIS = 80;
    private static final long LONGEST_MILLIS = 300;
    private static final Map<Slowness, Failover.Phase> PLANTED = new EnumMap<>(Map.of(
            Slowness.ELECTION, Failover.Phase.ELECTION,
            Slowness.RECOVERY, Failover.Phase.RECOVERY,
            Slowness.REDISCOVERY, Failover.Phase.REDISCOVERY));
    /** Detection hangs on the moment of the kill, which spreads it by a second: nothing could be told of 20 ms. */
    private static final List<Failover.Phase> JUDGED =
            List.of(Failover.Phase.ELECTION, Failover.Phase.RECOVERY, Failover.Phase.REDISCOVERY);

    @Option(
            names = "--times",
            defaultValue = "20",
            paramLabel = "COUNT",
            description = "Kills with each delay. Default: ${DEFAULT-VALUE}.")
    private int times = 20;

    @Mixin
    private TrialBenchOptions options = new TrialBenchOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** By how much a phase grew, and by how much it should have. */
    record Growth(String planted, Failover.Phase phase, double plantedMs, double grownMs) {
        boolean isKept() {
            return Math.abs(grownMs - plantedMs) <= WITHIN_MS;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%-14s %-14s %10.1f %10.1f  %s",
                    planted,
                    phase.name().toLowerCase(Locale.ROOT),
                    plantedMs,
                    grownMs,
                    isKept() ? "kept" : "NOT kept");
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1 || times > 500) {
            throw new UsageException("--times " + times + " must be from 1 to 500");
        }
        TrialBench bench = options.begin(Objects.requireNonNull(spec).commandLine(), "delays", times);
        ClusterSpec cluster = ClusterSpec.DEFAULT;
        List<Growth> growths = new ArrayList<>();
        Optional<TrialSet> plain =
                bench.measure("nothing slow", cluster, bench.masters()).map(Budget.Measured::trials);
        RandomGenerator chance = new SplittableRandom(options.seed());
        for (Map.Entry<Slowness, Failover.Phase> each : PLANTED.entrySet()) {
            long millis = chance.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS);
            String name = "slow " + each.getKey().name().toLowerCase(Locale.ROOT);
            Optional<TrialSet> slow = bench.measure(
                            name, cluster, bench.masters().slowed(each.getKey(), Duration.ofMillis(millis)))
                    .map(Budget.Measured::trials);
            for (Failover.Phase phase : JUDGED) {
                growths.add(new Growth(
                        name,
                        phase,
                        phase == each.getValue() ? millis : 0,
                        plain.isPresent() && slow.isPresent()
                                ? medianMs(slow.get().phase(phase))
                                        - medianMs(plain.get().phase(phase))
                                : Double.NaN));
            }
        }
        List<String> table = new ArrayList<>();
        table.add("made slow      phase          planted ms   grown ms  to within " + WITHIN_MS + " ms");
        growths.forEach(growth -> table.add(growth.text()));
        return bench.conclude(
                table,
                growths.stream().noneMatch(growth -> Double.isNaN(growth.grownMs())),
                growths.stream().allMatch(Growth::isKept));
    }

    private static double medianMs(Sample sample) {
        OptionalLong median = sample.percentile(50);
        return median.isPresent() ? median.getAsLong() / 1e6 : Double.NaN;
    }
}
