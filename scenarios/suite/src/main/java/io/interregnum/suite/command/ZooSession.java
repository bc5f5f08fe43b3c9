package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.SharedEnsembles;
import io.interregnum.cluster.UnableException;
import io.interregnum.report.Report;
import io.interregnum.report.Reports;
import io.interregnum.run.Finished;
import io.interregnum.run.RunListener;
import io.interregnum.run.ScenarioRunner;
import io.interregnum.run.Setup;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Home;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.zoo.Cell;
import io.interregnum.suite.zoo.Matrix;
import io.interregnum.suite.zoo.MatrixText;
import io.interregnum.suite.zoo.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs cells of the zoo, in rounds: each cell once, then each again, so that what has been seen when it is ended early is
 * spread evenly. Within a round those with equal clusters follow each other, so that they can share an ensemble where
 * the faults left it whole. One session in a program.
 */
final class ZooSession {
    private final Console console;
    private final RunListener listener;
    private final Home home;
    private final Backend backend;
    private final Path out;
    private final DeadThreads dead;
    private final Set<ScenarioRunner> running = ConcurrentHashMap.newKeySet(); // order is never read
    private final AtomicInteger done = new AtomicInteger();

    /** One run to be made. */
    private record Task(Cell cell, long seed) {}

    /**
     * A session that has run nothing yet.
     *
     * @param listener is told how each run goes
     * @param dead takes note of threads that end
     */
    ZooSession(Console console, RunListener listener, Home home, Backend backend, Path out, DeadThreads dead) {
        this.console = console;
        this.listener = listener;
        this.home = home;
        this.backend = backend;
        this.out = out;
        this.dead = dead;
    }

    /**
     * Runs every cell. Blocks until all is done.
     *
     * @param times how often each
     * @param firstSeed of the first run; each further one has the next
     * @param sideBySide how many runs at a time
     */
    void run(Matrix matrix, List<Cell> cells, int times, long firstSeed, int sideBySide) throws InterruptedException {
        backend.removeLeftovers().failures().forEach(line -> console.line("left by a dead run: " + line));
        Thread.setDefaultUncaughtExceptionHandler(dead);
        List<Task> tasks = new ArrayList<>();
        for (int round = 0; round < times; round++) {
            for (Cell cell : byCluster(cells)) {
                tasks.add(new Task(cell, firstSeed + tasks.size()));
            }
        }
        try (SharedEnsembles shared = new SharedEnsembles(backend, sideBySide)) {
            run(matrix, tasks, sideBySide, shared);
        }
    }

    private static List<Cell> byCluster(List<Cell> cells) {
        Map<ClusterSpec, List<Cell>> groups = new LinkedHashMap<>();
        cells.forEach(cell ->
                groups.computeIfAbsent(cell.spec(), spec -> new ArrayList<>()).add(cell));
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private void run(Matrix matrix, List<Task> tasks, int sideBySide, SharedEnsembles shared)
            throws InterruptedException {
        Thread hook = new Thread(
                () -> {
                    shared.close();
                    running.forEach(ScenarioRunner::abort);
                },
                "abort");
        Runtime.getRuntime().addShutdownHook(hook);
        AtomicInteger threads = new AtomicInteger();
        ExecutorService workers =
                Executors.newFixedThreadPool(sideBySide, task -> new Thread(task, "zoo-" + threads.incrementAndGet()));
        try {
            carryOut(workers, matrix, tasks, shared);
        } finally {
            workers.shutdownNow();
            removeHook(hook);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being ended, and the hook is at work.
        }
    }

    private void carryOut(ExecutorService workers, Matrix matrix, List<Task> tasks, SharedEnsembles shared)
            throws InterruptedException {
        long beganNanos = Main.SINCE_MAIN.nanos();
        List<Future<?>> pending = new ArrayList<>();
        for (Task task : tasks) {
            pending.add(workers.submit(() -> {
                Sighting sighting = sight(task, shared);
                matrix.add(task.cell(), sighting);
                tell(task, sighting, done.incrementAndGet(), tasks.size(), Main.SINCE_MAIN.nanos() - beganNanos);
                return sighting;
            }));
        }
        for (Future<?> each : pending) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a run of the zoo ended unexpectedly", e.getCause());
            }
        }
    }

    private void tell(Task task, Sighting sighting, int count, int all, long spentNanos) {
        Duration left = Duration.ofNanos(spentNanos / count * (all - count));
        console.line(count + "/" + all + "  " + task.cell().text() + ", "
                + task.cell().size() + ", seed " + task.seed()
                + ": " + sighting.outcome().words()
                + (sighting.rang().isEmpty() ? "" : " [" + String.join(", ", sighting.rang()) + "]")
                + (sighting.detectionNanos().isPresent()
                        ? " after "
                                + Durations.seconds(sighting.detectionNanos().getAsLong())
                        : "")
                + "; about " + MatrixText.minutes(left) + " left");
        console.line("    " + sighting.words());
    }

    private Sighting sight(Task task, SharedEnsembles shared) throws InterruptedException {
        try {
            ScenarioRunner runner = new ScenarioRunner(task.cell().scenario(), setup(task, shared), listener, 0);
            Sighting sighting = one(task, runner);
            return dead.take()
                    .map(failure -> failed(failure, runner.directory()))
                    .orElse(sighting);
        } catch (UnableException e) {
            return Sighting.failed("this machine can't run it: " + e.getMessage());
        } catch (RuntimeException e) {
            // Whatever it was, the other runs and the table still follow.
            return failed(e, Optional.empty());
        }
    }

    private Sighting one(Task task, ScenarioRunner runner) throws InterruptedException {
        running.add(runner);
        try (Finished finished = runner.run()) {
            Report report = Report.of(finished.directory());
            Reports.render(report);
            return task.cell().look(report);
        } catch (UnableException e) {
            throw e;
        } catch (RuntimeException e) {
            return failed(e, runner.directory());
        } finally {
            running.remove(runner);
        }
    }

    private static Sighting failed(RuntimeException failure, Optional<RunDirectory> run) {
        return Sighting.failed("the harness failed: " + failure + "; " + HarnessError.keep(failure, run));
    }

    private Setup setup(Task task, SharedEnsembles shared) {
        Cell cell = task.cell();
        // Each run has a place of its own in ZooKeeper: the next one may find there what this one left.
        ReferenceSystem system = cell.entry().subject().system(home).at("/ref-" + task.seed());
        String command = "scripts/interregnum zoo run " + cell.entry().name() + " --seed " + task.seed() + " --backend "
                + backend.name() + " --masters " + cell.spec().masterCount() + " --ensemble "
                + cell.spec().ensembleCount();
        return new Setup(
                system.keepsNothingItself() ? shared : backend,
                cell.spec(),
                system,
                system,
                home.mastersClassPath(),
                cell.entry().workload(),
                task.seed(),
                out,
                command);
    }
}
