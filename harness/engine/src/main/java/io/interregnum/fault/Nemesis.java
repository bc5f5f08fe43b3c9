package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.HistoryRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Carries out a schedule: each step when it is due, several at once where they overlap. Used by one thread, except
 * {@link #rollBack} and {@link #leaveOutTheRest}.
 */
public final class Nemesis {
    /** How many steps a schedule may have; each has a thread that mostly waits. */
    public static final int STEPS_MAX = 500;

    private final Scene scene;
    private final HistoryRecorder recorder;
    private final IntFunction<RandomGenerator> chance;
    private final Occurrences occurrences = new Occurrences();
    private final List<Execution> executions = new ArrayList<>(); // guarded by itself
    private volatile boolean leftOut;

    /** @param chance a new generator for a step's choice of targets, the same for the same number of the step */
    public Nemesis(Scene scene, HistoryRecorder recorder, IntFunction<RandomGenerator> chance) {
        this.scene = scene;
        this.recorder = recorder;
        this.chance = chance;
        recorder.listen(occurrences::accept);
    }

    /**
     * Carries out all steps, each from its trigger to its heal. Blocks until all are healed or their limits are over;
     * refusals are recorded, not thrown. May be called once.
     *
     * @throws IllegalArgumentException when a step waits for one that is not there or not before it, or they are too
     *     many; nothing was done
     * @throws InterruptedException when interrupted; what was in effect was healed as far as possible
     */
    public void carryOut(List<Step> steps) throws InterruptedException {
        refuseUnfit(steps);
        long beganNanos = recorder.clock().nanos();
        List<Thread> threads = new ArrayList<>();
        List<CompletableFuture<Void>> over = futures(steps);
        List<CompletableFuture<Void>> ready = futures(steps);
        for (int number = 0; number < steps.size(); number++) {
            Execution execution = execution(
                    number,
                    steps.get(number),
                    new Arming.Waits(
                            beganNanos,
                            before(steps, number, over),
                            over,
                            ready.get(number),
                            together(steps, number, ready),
                            () -> leftOut));
            CompletableFuture<Void> done = over.get(number);
            Thread thread = new Thread(() -> run(execution, done), "nemesis-" + number);
            thread.setDaemon(true);
            threads.add(thread);
        }
        occurrences.begin();
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            healWhatWasLeft();
            for (CompletableFuture<Void> done : over) {
                done.get();
            }
        } catch (InterruptedException e) {
            end(threads);
            throw e;
        } catch (ExecutionException e) {
            throw new ClusterException("a step of the schedule ended in an error: " + e.getCause(), e);
        }
    }

    /**
     * Leaves out the steps that have not begun; nothing is recorded of them. Those that have begun go on to their heal. Any
     * thread may call it. A step that waits for an event learns of it within a second.
     */
    public void leaveOutTheRest() {
        leftOut = true;
    }

    /**
     * Refuses a schedule that could not be carried out to its end.
     *
     * @throws UnfitStepException when a step waits for one that is not there or not before it, or for itself
     * @throws IllegalArgumentException when they are too many
     */
    public static void refuseUnfit(List<Step> steps) {
        if (steps.size() > STEPS_MAX) {
            throw new IllegalArgumentException("a schedule of " + steps.size() + " steps; at most " + STEPS_MAX);
        }
        Ordering.refuseUnfit(steps);
    }

    /**
     * Refuses a schedule of which it can be told beforehand that one of its steps could do nothing, whatever happens.
     *
     * @param spec of the cluster, without what faults need in addition
     * @throws UnfitStepException for the first such step, or one of which {@link #refuseUnfit} says so; says why
     * @throws IllegalArgumentException when they are too many
     */
    public static void refuseImpossible(List<Step> steps, ClusterSpec spec, SystemUnderTest system) {
        refuseUnfit(steps);
        new Feasibility(steps, spec, system).check();
    }

    private static List<CompletableFuture<Void>> futures(List<Step> steps) {
        return steps.stream().map(step -> new CompletableFuture<Void>()).toList();
    }

    /** Of the steps that are due at the same moment. */
    private static List<CompletableFuture<Void>> together(
            List<Step> steps, int number, List<CompletableFuture<Void>> ready) {
        Optional<Trigger> moment = moment(steps, number);
        return moment.isEmpty()
                ? List.of()
                : IntStream.range(0, steps.size())
                        .filter(other -> moment(steps, other).equals(moment))
                        .mapToObj(ready::get)
                        .toList();
    }

    /** When a step is due, said in one way only; empty where an event decides. */
    private static Optional<Trigger> moment(List<Step> steps, int number) {
        Trigger trigger = steps.get(number).trigger();
        if (trigger instanceof Trigger.After after) {
            return Optional.of(
                    number == 0
                            ? new Trigger.At(after.delay())
                            : new Trigger.AfterAll(List.of(number - 1), after.delay()));
        }
        return Optional.of(trigger).filter(any -> !(any instanceof Trigger.On));
    }

    /** What could not be healed beside other faults is tried once more when all are over. */
    private void healWhatWasLeft() {
        all().forEach(Execution::healWhatWasLeft);
    }

    private List<Execution> all() {
        synchronized (executions) {
            return List.copyOf(executions);
        }
    }

    private static List<CompletableFuture<Void>> before(
            List<Step> steps, int number, List<CompletableFuture<Void>> over) {
        Trigger trigger = steps.get(number).trigger();
        if (trigger instanceof Trigger.AfterAll after) {
            return after.steps().stream().map(over::get).toList();
        }
        if (trigger instanceof Trigger.On on) {
            return on.after().stream().map(over::get).toList();
        }
        return trigger instanceof Trigger.After && number > 0 ? List.of(over.get(number - 1)) : List.of();
    }

    private Execution execution(int number, Step step, Arming.Waits order) {
        Execution execution =
                new Execution(scene, recorder, number, step, () -> chance.apply(number), occurrences, order);
        synchronized (executions) {
            executions.add(execution);
        }
        return execution;
    }

    private static void run(Execution execution, CompletableFuture<Void> done) {
        try {
            execution.run();
            done.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.complete(null);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    /** Interrupts every step, which heals what it did, and waits for that. */
    private static void end(List<Thread> threads) throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(30).toMillis());
        }
    }

    /**
     * Heals whatever is in effect now, without looking or recording. For the end of a run that was cut short. What was
     * recorded as not healed is tried again, and may refuse again.
     *
     * @throws ClusterException the first refusal, with the later ones as suppressed; everything was tried
     */
    public void rollBack() {
        List<ClusterException> refusals = new ArrayList<>();
        for (Execution execution : all()) {
            try {
                execution.rollBack();
            } catch (ClusterException e) {
                refusals.add(e);
            }
        }
        if (!refusals.isEmpty()) {
            ClusterException first = refusals.get(0);
            refusals.subList(1, refusals.size()).forEach(first::addSuppressed);
            throw first;
        }
    }
}
