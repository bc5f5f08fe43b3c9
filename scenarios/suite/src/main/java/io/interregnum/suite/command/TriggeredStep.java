package io.interregnum.suite.command;

import io.interregnum.cluster.ClusterException;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Scene;
import io.interregnum.fault.Step;
import io.interregnum.fault.Target;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A step that waits for an event, carried out by a nemesis in a thread of its own; the event is recorded by whoever holds
 * this. For one thread.
 */
final class TriggeredStep implements AutoCloseable {
    /** What it waits for: a client's write, which nobody here sends. */
    static final Occurrence.Kind EVENT = Occurrence.Kind.WRITE_ACKNOWLEDGED;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final HistoryRecorder recorder;
    private final Nemesis nemesis;
    private final Map<Stage, CompletableFuture<Event>> stages = new EnumMap<>(Stage.class); // never changed
    private final CompletableFuture<Event> effect = new CompletableFuture<>();
    private final CompletableFuture<Event> healed = new CompletableFuture<>();
    private final Thread thread;

    private TriggeredStep(Scene scene, RunClock clock, Step step) {
        recorder = new HistoryRecorder(clock, event -> {});
        nemesis = new Nemesis(scene, recorder, number -> new SplittableRandom(number));
        for (Stage stage : Stage.values()) {
            stages.put(stage, new CompletableFuture<>());
        }
        recorder.listen(event -> FaultEvent.of(event).ifPresent(fault -> reached(fault.stage(), event)));
        thread = new Thread(() -> carryOut(step), "bench-" + step.fault().name());
        thread.setDaemon(true);
    }

    /** A step on a fault of the catalogue that waits for the first {@link #EVENT}. */
    static TriggeredStep begin(Scene scene, RunClock clock, String fault, Target target, Until until) {
        Step step = Step.of(Faults.named(fault).orElseThrow(), Duration.ZERO, until)
                .aimedAt(target)
                .when(new Trigger.On(Occurrence.first(EVENT), Duration.ZERO));
        TriggeredStep triggered = new TriggeredStep(scene, clock, step);
        triggered.thread.start();
        return triggered;
    }

    private void reached(Stage stage, Event event) {
        switch (stage) {
            case EFFECTIVE, UNPROVEN -> effect.complete(event);
            case HEALED -> healed.complete(event);
            case HEAL_UNPROVEN ->
                healed.completeExceptionally(new ClusterException("could not be healed: "
                        + FaultEvent.of(event).map(FaultEvent::detail).orElse("")));
            default -> {} // waited for by its own name
        }
        CompletableFuture<Event> named = stages.get(stage);
        if (named != null) {
            named.complete(event);
        }
    }

    private void carryOut(Step step) {
        try {
            nemesis.carryOut(List.of(step));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            healed.completeExceptionally(e);
        }
    }

    /** Lets the event happen now, and says when that was, in nanoseconds of the clock. */
    long happen() {
        return recorder.record(Event.Type.OK, "0", ClientFields.WRITE, null).timeNanos();
    }

    /**
     * When the step came to a stage, in nanoseconds of the clock. Blocks until it has.
     *
     * @throws ClusterException when it has not within a minute
     */
    long await(Stage stage) throws InterruptedException {
        return await(stages.getOrDefault(stage, healed), stage.name());
    }

    /** Blocks until the nemesis has looked for the effect, whatever it saw: it is looked for from outside as well. */
    void awaitEffect() throws InterruptedException {
        await(effect, "a look for its effect");
    }

    /** @throws ClusterException when it could not be healed */
    void awaitHealed() throws InterruptedException {
        await(healed, Stage.HEALED.name());
    }

    private long await(CompletableFuture<Event> stage, String name) throws InterruptedException {
        try {
            return stage.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).timeNanos();
        } catch (ExecutionException e) {
            throw new ClusterException(thread.getName() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new ClusterException(
                    thread.getName() + " did not come to " + name + " within " + LIMIT.toSeconds() + " s", e);
        }
    }

    /** Ends it; what it did is healed. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nemesis.rollBack();
    }
}
