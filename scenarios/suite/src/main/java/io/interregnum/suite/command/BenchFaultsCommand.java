package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.history.Json;
import io.interregnum.history.RunClock;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How exact faults are, on nodes of one cluster. */
@Command(
        name = "faults",
        description =
                "Measures how exact faults are that wait for an event: how far the beginnings of a cut on several nodes lie "
                        + "apart (from the first packet stopped to the last link dead), and how long a cut, a pause, a kill "
                        + "and a start take from the event until they are in effect. Cuts are seen by datagrams that are sent "
                        + "each millisecond on a link to each node, so they cannot be told apart by less; the others by asking for the "
                        + "node's processes again and again. Ends with 1 when what is promised was not kept.",
        footer = {"", "Example: scripts/interregnum bench faults --backend local --times 50"})
final class BenchFaultsCommand implements Callable<Integer> {
    @Option(
            names = "--backend",
            defaultValue = "auto",
            description = "auto, docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = "auto";

    @Option(
            names = "--times",
            defaultValue = "50",
            paramLabel = "COUNT",
            description = "Cuts, pauses, kills and starts, each so often. Default: ${DEFAULT-VALUE}.")
    private int times;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "From which the moments of events are drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Prints one JSON object and nothing else.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1 || times > 10_000) {
            throw new UsageException("--times " + times + " must be from 1 to 10000");
        }
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        Home home = Home.find();
        Backend chosen = Backends.choose(backend, home);
        chosen.removeLeftovers();
        Path nodes = temporary();
        ReferenceSystem system = new ReferenceSystem(home.mastersClassPath(), "correct");
        try (Cluster cluster = chosen.start(launch(home, system, nodes))) {
            awaitMasters(cluster);
            Map<Exactness, Series> series = new FaultTimes(cluster, system, new SplittableRandom(seed)).measure(times);
            (json ? asJson(chosen.name(), series) : asTable(chosen.name(), series))
                    .lines()
                    .forEach(console::line);
            return isKept(chosen.name(), series) ? ExitCode.VALID : ExitCode.INVALID;
        } finally {
            delete(nodes);
        }
    }

    /** Whether all that is promised on that backend was kept. */
    static boolean isKept(String backend, Map<Exactness, Series> series) {
        return series.entrySet().stream()
                .allMatch(each -> each.getKey()
                        .bound(backend)
                        .filter(bound -> !bound.isKept(each.getValue()))
                        .isEmpty());
    }

    private static Backend.Launch launch(Home home, ReferenceSystem system, Path nodes) {
        NodeListener nobody = new NodeListener() {
            @Override
            public void starting(NodeId node) {}

            @Override
            public void exited(NodeId node, int exitCode) {}
        };
        return new Backend.Launch(
                ClusterSpec.DEFAULT,
                system,
                home.mastersClassPath(),
                "bench-faults-" + ProcessHandle.current().pid(),
                nodes,
                nobody);
    }

    /** A pause needs somebody to be paused. */
    private static void awaitMasters(Cluster cluster) throws InterruptedException {
        RunClock clock = RunClock.startNow();
        List<NodeId> masters = cluster.spec().nodes(Role.MASTER);
        while (!masters.stream().allMatch(node -> cluster.state(node) == NodeState.RUNNING)) {
            if (clock.nanos() > Duration.ofSeconds(60).toNanos()) {
                throw new ClusterException("masters do not run after 60 s: " + masters);
            }
            clock.sleepUntil(clock.nanos() + 50_000_000);
        }
    }

    static String asTable(String backend, Map<Exactness, Series> series) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-8s %-34s %6s %10s %10s %10s  %s%n",
                "backend",
                "what",
                "times",
                "median ms",
                "p95 ms",
                "max ms",
                "promised, in ms"));
        series.forEach((what, each) -> table.append(String.format(
                                Locale.ROOT,
                                "%-8s %-34s %6d %10.2f %10.2f %10.2f  %s",
                                backend,
                                what.title(),
                                each.count(),
                                each.millis(50),
                                each.millis(95),
                                each.millis(100),
                                what.bound(backend)
                                        .map(bound -> bound + (bound.isKept(each) ? ": kept" : ": NOT KEPT"))
                                        .orElse(""))
                        .stripTrailing())
                .append(System.lineSeparator()));
        return table.toString().stripTrailing();
    }

    static String asJson(String backend, Map<Exactness, Series> series) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("backend", backend);
        all.put("kept", isKept(backend, series));
        series.forEach((what, each) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("times", (long) each.count());
            one.put("median-ms", each.millis(50));
            one.put("p95-ms", each.millis(95));
            one.put("max-ms", each.millis(100));
            what.bound(backend).ifPresent(bound -> {
                one.put("promised-percentile", (long) bound.percent());
                one.put("promised-ms", (long) bound.millisMax());
                one.put("kept", bound.isKept(each));
            });
            all.put(what.name().toLowerCase(Locale.ROOT).replace('_', '-'), one);
        });
        return Json.write(all);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("interregnum-bench");
        } catch (IOException e) {
            throw new ClusterException("cannot make a directory for nodes: " + e, e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new ClusterException("cannot delete " + directory + ": " + e, e);
        }
    }
}
