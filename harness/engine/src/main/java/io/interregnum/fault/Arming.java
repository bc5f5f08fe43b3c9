package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.Event;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Waits until a step is due, and looks at its targets before that. Used by one thread.
 *
 * <p>A step that waits for an event has no time to look when the event comes: a look takes up to a quarter of a second.
 * So it looks while it waits, at whom it would aim at, and the last look counts if the aim is still the same.
 */
final class Arming {
    /** How long a target is waited for: a failover of its own accord, with a session time-out of some seconds. */
    static final Duration AIM_LIMIT = Duration.ofSeconds(20);
    /** How long an event is waited for although no fault is injected or healed any more. */
    static final Duration TRIGGER_LIMIT = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    /** Between two looks at whom a step would aim at while it waits. */
    private static final Duration LOOK_WHILE_WAITING = Duration.ofSeconds(1);

    private final Scene scene;
    private final RunClock clock;
    private final Step step;
    private final Supplier<RandomGenerator> chance;
    private final Occurrences occurrences;
    private final Waits waits;
    private final Optional<CompletableFuture<Event>> occurs;

    /**
     * What a step waits for beside an event.
     *
     * @param beganNanos when the faults began, on the recorder's clock
     * @param before completed when each step is over after which it begins
     * @param over completed when a step is over, for all steps by their numbers
     */
    record Waits(long beganNanos, List<CompletableFuture<Void>> before, List<CompletableFuture<Void>> over) {
        Waits {
            before = List.copyOf(before);
            over = List.copyOf(over);
        }
    }

    Arming(
            Scene scene,
            RunClock clock,
            Step step,
            Supplier<RandomGenerator> chance,
            Occurrences occurrences,
            Waits waits) {
        this.scene = scene;
        this.clock = clock;
        this.step = step;
        this.chance = chance;
        this.occurrences = occurrences;
        this.waits = waits;
        this.occurs = step.trigger() instanceof Trigger.On on
                ? Optional.of(occurrences.await(on.occurrence()))
                : Optional.empty();
    }

    /**
     * A step that is due.
     *
     * @param targets whom it is aimed at
     * @param before what a look at them showed before
     * @param seenNanos when the event was recorded for which it waited
     */
    record Fired(List<NodeId> targets, ProofOfFault before, OptionalLong seenNanos) {}

    /**
     * Waits until the step is due and there is somebody to aim at.
     *
     * @throws ClusterException when the event did not come or nobody could be aimed at within the limits
     */
    Fired await() throws InterruptedException {
        if (step.trigger() instanceof Trigger.On on) {
            return awaitEvent(on, occurs.orElseThrow());
        }
        if (step.trigger() instanceof Trigger.After after) {
            joinThen(after.delay());
        } else if (step.trigger() instanceof Trigger.AfterAll after) {
            joinThen(after.delay());
        } else if (step.trigger() instanceof Trigger.At at) {
            clock.sleepUntil(waits.beganNanos() + at.sinceFaults().toNanos());
        }
        List<NodeId> targets = aim();
        return new Fired(targets, lookUntilWhole(targets), OptionalLong.empty());
    }

    private Fired awaitEvent(Trigger.On on, CompletableFuture<Event> happens) throws InterruptedException {
        Optional<Looked> last = Optional.empty();
        Optional<Event> event = Optional.empty();
        while (event.isEmpty()) {
            boolean never = isHopeless(on.occurrence());
            last = lookAhead();
            event = waitFor(happens, LOOK_WHILE_WAITING);
            if (event.isEmpty() && never) {
                throw new ClusterException("waited in vain for \"" + on.text() + "\": "
                        + (on.occurrence().step().isPresent()
                                ? "that step is over"
                                : "nothing else was done for " + TRIGGER_LIMIT.toSeconds() + " s"));
            }
        }
        long seenNanos = event.get().timeNanos();
        clock.sleepUntil(seenNanos + on.plus().toNanos());
        List<NodeId> targets = aim();
        ProofOfFault before = last.filter(looked -> looked.targets().equals(targets))
                .map(Looked::proof)
                .orElse(new ProofOfFault(
                        ProofOfFault.Condition.UNCLEAR, "not looked at, since the event decided whom to aim at"));
        return new Fired(targets, before, OptionalLong.of(seenNanos));
    }

    /**
     * Whether there is no use in waiting on: the step that is spoken of is over, or for a long time no fault was
     * injected or healed that could make it happen.
     */
    private boolean isHopeless(Occurrence occurrence) {
        if (occurrence.step().isPresent()) {
            return waits.over().get(occurrence.step().getAsInt()).isDone();
        }
        long sinceNanos = Math.max(waits.beganNanos(), occurrences.lastFaultNanos());
        return clock.nanos() > sinceNanos + TRIGGER_LIMIT.toNanos();
    }

    private record Looked(List<NodeId> targets, ProofOfFault proof) {}

    private Optional<Looked> lookAhead() {
        try {
            List<NodeId> targets = step.aim().resolve(scene, chance.get());
            return Optional.of(new Looked(targets, look(scene, step.fault(), targets)));
        } catch (ClusterException e) {
            return Optional.empty(); // nobody to aim at yet; that counts when the event comes
        }
    }

    /** Between two leaders, or while probes stall, there is nobody to aim at for a moment. */
    private List<NodeId> aim() throws InterruptedException {
        long deadlineNanos = clock.nanos() + AIM_LIMIT.toNanos();
        while (true) {
            try {
                return step.aim().resolve(scene, chance.get());
            } catch (ClusterException e) {
                if (clock.nanos() > deadlineNanos) {
                    throw e;
                }
            }
            pause(clock);
        }
    }

    /** What another fault did may keep the targets from being whole; then the last look tells so. */
    private ProofOfFault lookUntilWhole(List<NodeId> targets) throws InterruptedException {
        long deadlineNanos = clock.nanos() + Execution.EFFECT_LIMIT.toNanos();
        ProofOfFault proof = look(scene, step.fault(), targets);
        while (proof.condition() != ProofOfFault.Condition.WHOLE && clock.nanos() < deadlineNanos) {
            pause(clock);
            proof = look(scene, step.fault(), targets);
        }
        return proof;
    }

    /** Between two looks. */
    static void pause(RunClock clock) throws InterruptedException {
        clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
    }

    /** A look that never throws: whoever could not look saw nothing. */
    static ProofOfFault look(Scene scene, Fault fault, List<NodeId> targets) {
        try {
            return fault.inspect(scene, targets);
        } catch (ClusterException e) {
            return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, String.valueOf(e.getMessage()));
        }
    }

    /** The event, or empty when it has not come within {@code limit}. */
    static Optional<Event> waitFor(CompletableFuture<Event> happens, Duration limit) throws InterruptedException {
        try {
            return Optional.of(happens.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes an occurrence with an exception", e);
        }
    }

    /** The steps before are over, however they ended, and some time has passed. */
    private void joinThen(Duration delay) throws InterruptedException {
        for (CompletableFuture<Void> step : waits.before()) {
            try {
                step.get();
            } catch (ExecutionException e) {
                throw new ClusterException("the step before ended in an error: " + e.getCause(), e);
            }
        }
        clock.sleepUntil(clock.nanos() + delay.toNanos());
    }
}
