package io.interregnum.suite.command;

import io.interregnum.check.linear.Algorithm;
import io.interregnum.check.linear.Decision;
import io.interregnum.check.linear.Limits;
import io.interregnum.check.linear.LinearHistory;
import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.Linearizability;
import io.interregnum.check.linear.Model;
import io.interregnum.check.linear.Models;
import io.interregnum.check.linear.RandomHistory;
import io.interregnum.check.linear.RandomHistory.Shape;
import io.interregnum.check.linear.RandomHistory.Truth;
import io.interregnum.history.HistoryFormat;
import io.interregnum.history.RunClock;
import io.interregnum.suite.UsageException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long verdicts take, warm and without reading; then reading, and limits. Every history is judged several times in one
 * run, and the median counts. Ratios compare what the judging thread had of a processor, in the same run: on a busy machine
 * time says more about the others. Collecting garbage is in the time and not in that.
 */
@Command(
        name = "check",
        description = "Measures how long verdicts of linearizability take, on histories made at random; how fast files "
                + "are read; and what is left of checks that are given up. Ends with 255 when a verdict is wrong, and "
                + "with 2 when there is none. Give it 8 GiB: INTERREGNUM_JAVA_OPTS=-Xmx8g.",
        footer = {
            "",
            "Example: scripts/interregnum bench check",
            "         scripts/interregnum bench check --scale 0.01   (a quick look)",
            "         scripts/interregnum bench check --scale 5      (up to 10,000,000 operations)"
        })
final class BenchCheckCommand implements Callable<Integer> {
    private static final int READ_OPERATIONS = 300_000;
    private static final int ROUNDS = 5;
    private static final int ROUNDS_LONG = 3;
    private static final int LONG_OPERATIONS = 300_000;
    private static final int OPERATIONS_MIN = 50;

    /**
     * One row; the length is doubled for the ratio where growth matters.
     *
     * @param wantedMillis what a verdict should take at most on an idle machine, valid and invalid; 0 where it should
     *     only be reached. Never asserted
     */
    private record Row(
            String model,
            long operations,
            int processes,
            double info,
            int values,
            boolean grows,
            int wantedMillis,
            int wantedInvalidMillis) {
        int wanted(Truth truth) {
            return truth == Truth.VALID ? wantedMillis : wantedInvalidMillis;
        }

        Shape shape(double scale, Truth truth, int times) {
            long scaled = Math.max(OPERATIONS_MIN, Math.round(operations * scale));
            return new Shape(model, scaled * times, processes, info, values, truth, 7);
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("cas-register", 100_000, 5, 0, 5, true, 500, 500),
            new Row("cas-register", 1_000_000, 5, 0, 5, false, 6_000, 6_000),
            new Row("cas-register", 1_000, 5, 0.01, 5, false, 100, 100),
            new Row("cas-register", 1_000, 10, 0.01, 5, false, 100, 100),
            new Row("cas-register", 10_000, 10, 0.01, 5, false, 0, 0),
            new Row("cas-register", 1_000, 20, 0, 5, false, 100, 2_000),
            new Row("register", 1_000, 20, 0, 5, false, 100, 2_000),
            new Row("cas-register", 1_000, 50, 0, 5, false, 0, 0),
            new Row("cas-register", 100, 5, 0.05, 0, false, 20, 20),
            new Row("cas-register", 1_000, 5, 0.05, 0, false, 20, 20),
            new Row("cas-register", 100_000, 5, 0.05, 0, true, 0, 0),
            new Row("cas-register", 100, 50, 0.05, 0, false, 20, 20),
            new Row("cas-register", 1_000, 50, 0.05, 0, false, 20, 20),
            new Row("cas-register", 100_000, 50, 0.05, 0, true, 0, 0),
            new Row("key-value", 100_000, 20, 0.01, 0, true, 0, 0),
            new Row("cas-register", 1_000_000, 20, 0.01, 0, true, 3_000, 3_000),
            new Row("set", 1_000_000, 20, 0.01, 0, true, 3_000, 3_000),
            new Row("fifo-queue", 1_000_000, 20, 0.01, 0, true, 3_000, 3_000));

    @Option(
            names = "--scale",
            defaultValue = "1",
            paramLabel = "FACTOR",
            description = "Lengths of histories are multiplied by this. Default: ${DEFAULT-VALUE}.")
    private double scale;

    @Spec
    private @Nullable CommandSpec spec;

    private final RunClock clock = RunClock.startNow();
    private int exit = ExitCode.VALID;

    @Override
    public Integer call() {
        if (!(scale > 0 && scale <= 100)) {
            throw new UsageException("--scale " + scale + " must be above 0, and at most 100");
        }
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        console.line(String.format(
                Locale.ROOT,
                "%-13s %10s %8s %6s %7s %-8s %-8s %10s %10s %10s %10s %8s",
                "model",
                "operations",
                "clients",
                "info",
                "values",
                "truth",
                "by",
                "median ms",
                "cpu ms",
                "wanted ms",
                "ns an op",
                "x2 costs"));
        for (Row row : ROWS) {
            for (Truth truth : Truth.values()) {
                console.line(line(row, truth));
            }
        }
        console.line("");
        BenchReading.lines(Math.round(READ_OPERATIONS * scale)).forEach(console::line);
        console.line("");
        BenchLimits.lines(clock).forEach(console::line);
        return exit;
    }

    private String line(Row row, Truth truth) {
        Shape shape = row.shape(scale, truth, 1);
        Timed once = time(shape);
        String ratio = "-";
        if (row.grows()) {
            Timed twice = time(row.shape(scale, truth, 2));
            ratio = String.format(Locale.ROOT, "%.2f", twice.cpuMillis() / once.cpuMillis());
        }
        return String.format(
                Locale.ROOT,
                "%-13s %10d %8d %6.2f %7s %-8s %-8s %10.2f %10.2f %10s %10.0f %8s",
                row.model(),
                shape.operations(),
                row.processes(),
                row.info(),
                row.values() == 0 ? "unique" : String.valueOf(row.values()),
                truth.name().toLowerCase(Locale.ROOT),
                once.by(),
                once.medianMillis(),
                once.cpuMillis(),
                scale == 1 && row.wanted(truth) > 0 ? row.wanted(truth) : "-",
                once.cpuMillis() * 1e6 / shape.operations(),
                ratio);
    }

    private record Timed(String by, double medianMillis, double cpuMillis) {}

    private Timed time(Shape shape) {
        Model<?> model = Models.named(shape.model());
        LinearHistory history = new LinearHistory(LinearHistory.Rules.of(HistoryFormat.JSON, model));
        RandomHistory.generate(shape, history);
        List<LinearOperation> operations = new ArrayList<>();
        history.parts().values().forEach(operations::addAll);
        Limits limits = Limits.on(clock).withTimeMax(Duration.ofSeconds(60));
        List<Double> millis = new ArrayList<>();
        List<Double> cpuMillis = new ArrayList<>();
        String by = "";
        int rounds = operations.size() > LONG_OPERATIONS ? ROUNDS_LONG : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            long start = clock.nanos();
            long cpuStart = cpuNanos();
            Decision decision = Linearizability.decide(model, operations, limits, Algorithm.AUTO);
            millis.add((clock.nanos() - start) / 1e6);
            cpuMillis.add((cpuNanos() - cpuStart) / 1e6);
            by = word(shape, decision);
        }
        millis.sort(Double::compare);
        cpuMillis.sort(Double::compare);
        return new Timed(by, millis.get(rounds / 2), cpuMillis.get(rounds / 2));
    }

    /** What this thread had of a processor so far. */
    static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private String word(Shape shape, Decision decision) {
        if (decision.answer() == LinearOutcome.Answer.UNDECIDED) {
            exit = ExitCode.worstOf(List.of(exit, ExitCode.UNKNOWN));
            return "nobody";
        }
        if ((decision.answer() == LinearOutcome.Answer.LINEARIZABLE) != (shape.truth() == Truth.VALID)) {
            exit = ExitCode.HARNESS;
            return "WRONG";
        }
        return decision.by().name().toLowerCase(Locale.ROOT);
    }
}
