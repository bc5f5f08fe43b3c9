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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Waits until a step is due, and looks at its targets before that. Used by one thread.
 *
 * <p>When the moment comes there is no time to look: a look takes up to a quarter of a second, or more. So a {@link Lookout}
 * looks while the step waits, at whom it would aim at, and the last look counts if the aim is still the same. A step that
 * waits for an event fires with what there is. One that waits for a time needs a look that found its targets whole and that
 * no other fault has outdated; it begins late where there is none, and so do those that are due at the same moment, since
 * they begin together.
 */
final class Arming {
    /** How long a target is waited for: a failover of its own accord, with a session time-out of some seconds. */
    static final Duration AIM_LIMIT = Duration.ofSeconds(20);
    /** How long an event is waited for although no fault is injected or healed any more. */
    static final Duration TRIGGER_LIMIT = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    /** Between two looks at whom a step would aim at while it waits. */
    private static final Duration LOOK_WHILE_WAITING = Duration.ofSeconds(1);
    /** So long before a step is due it begins to look. */
    private static final Duration LOOK_AHEAD = Execution.EFFECT_LIMIT;

    private final Scene scene;
    private final RunClock clock;
    private final Step step;
    private final Supplier<RandomGenerator> chance;
    private final Occurrences occurrences;
    private final Waits waits;
    private final CompletableFuture<Void> before;
    private final Optional<CompletableFuture<Event>> occurs;

    /**
     * What a step waits for beside an event.
     *
     * @param beganNanos when the faults began, on the recorder's clock
     * @param before completed when each step is over after which it begins
     * @param over completed when a step is over, for all steps by their numbers
     * @param ready to be completed when this step is about to begin
     * @param together likewise of all steps that are due at the same moment, this one among them
     * @param isLeftOut whether a step that has not begun by now is not to begin
     */
    record Waits(
            long beganNanos,
            List<CompletableFuture<Void>> before,
            List<CompletableFuture<Void>> over,
            CompletableFuture<Void> ready,
            List<CompletableFuture<Void>> together,
            BooleanSupplier isLeftOut) {
        Waits {
            before = List.copyOf(before);
            over = List.copyOf(over);
            together = List.copyOf(together);
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
        this.before = CompletableFuture.allOf(waits.before().toArray(CompletableFuture<?>[]::new));
        this.occurs = step.trigger() instanceof Trigger.On on ? Optional.of(event(on)) : Optional.empty();
    }

    /** Counted by the thread that ends the last step before it, so that nothing is missed in between. */
    private CompletableFuture<Event> event(Trigger.On on) {
        return on.after().isEmpty()
                ? occurrences.await(on.occurrence())
                : before.thenCompose(unused -> occurrences.awaitFromNow(on.occurrence()));
    }

    /**
     * A step that is due.
     *
     * @param targets whom it is aimed at
     * @param before what a look at them showed before
     * @param prepared what was made ready for these targets
     * @param seenNanos when the event was recorded for which it waited
     */
    record Fired(List<NodeId> targets, ProofOfFault before, Optional<AutoCloseable> prepared, OptionalLong seenNanos) {}

    /**
     * Waits until the step is due and there is somebody to aim at. Empty when it is not to begin any more.
     *
     * @throws ClusterException when the event did not come or nobody could be aimed at within the limits
     */
    Optional<Fired> await() throws InterruptedException {
        try {
            if (step.trigger() instanceof Trigger.On on) {
                return awaitEvent(on, occurs.orElseThrow());
            }
            return awaitMoment();
        } finally {
            waits.ready().complete(null); // whatever became of it, nobody waits for it any longer
        }
    }

    private Optional<Fired> awaitEvent(Trigger.On on, CompletableFuture<Event> happens) throws InterruptedException {
        awaitWhatItFollows(on.occurrence());
        if (waits.isLeftOut().getAsBoolean()) {
            return Optional.empty();
        }
        try (Lookout<Optional<Looked>> ahead = lookAhead(Duration.ZERO, LOOK_WHILE_WAITING)) {
            Optional<Event> event = Optional.empty();
            while (event.isEmpty()) {
                boolean never = isHopeless(on.occurrence());
                event = waitFor(happens, LOOK_WHILE_WAITING);
                if (event.isEmpty() && waits.isLeftOut().getAsBoolean()) {
                    return Optional.empty();
                }
                if (event.isEmpty() && never) {
                    throw new ClusterException("waited in vain for \"" + on.text() + "\": "
                            + (isOver(on.occurrence())
                                    ? "that step is over"
                                    : "nothing else was done for " + TRIGGER_LIMIT.toSeconds() + " s"));
                }
            }
            long seenNanos = event.get().timeNanos();
            clock.sleepUntil(seenNanos + on.plus().toNanos());
            if (waits.isLeftOut().getAsBoolean()) {
                return Optional.empty();
            }
            List<NodeId> targets = aim();
            return Optional.of(fired(targets, ahead, OptionalLong.of(seenNanos)));
        }
    }

    /** Before that the event cannot come, so there is no use in looking; each look costs the nodes something. */
    private void awaitWhatItFollows(Occurrence occurrence) throws InterruptedException {
        join(before);
        if (occurrence.kind() == Occurrence.Kind.RECOVERED) {
            join(waits.over().get(occurrence.step().orElseThrow()));
        }
    }

    /**
     * Whether there is no use in waiting on: the step that is spoken of is over, or for a long time no fault was
     * injected or healed that could make it happen.
     */
    private boolean isHopeless(Occurrence occurrence) {
        if (isOver(occurrence)) {
            return true;
        }
        long sinceNanos = Math.max(waits.beganNanos(), occurrences.lastFaultNanos());
        return before.isDone() && clock.nanos() > sinceNanos + TRIGGER_LIMIT.toNanos();
    }

    /** Whether it speaks of a step to which nothing happens any more. */
    private boolean isOver(Occurrence occurrence) {
        return occurrence.step().isPresent()
                && occurrence.kind() != Occurrence.Kind.RECOVERED
                && waits.over().get(occurrence.step().getAsInt()).isDone();
    }

    private Optional<Fired> awaitMoment() throws InterruptedException {
        long dueNanos = dueNanos();
        Duration rest = Duration.ofNanos(Math.max(0, dueNanos - clock.nanos())).minus(LOOK_AHEAD);
        try (Lookout<Optional<Looked>> ahead = lookAhead(rest, LOOK_AGAIN)) {
            clock.sleepUntil(dueNanos);
            if (waits.isLeftOut().getAsBoolean()) {
                return Optional.empty();
            }
            List<NodeId> targets = aim();
            long deadlineNanos = clock.nanos() + Execution.EFFECT_LIMIT.toNanos();
            while (!isGood(ahead.last(), targets) && clock.nanos() < deadlineNanos) {
                ahead.awaitAnother(LOOK_AGAIN);
                targets = aim();
            }
            awaitTheOthers();
            return Optional.of(fired(targets, ahead, OptionalLong.empty()));
        }
    }

    /** When it is due; blocks until the steps before are over, on which that depends. */
    private long dueNanos() throws InterruptedException {
        if (step.trigger() instanceof Trigger.At at) {
            return waits.beganNanos() + at.sinceFaults().toNanos();
        }
        join(before);
        Duration delay = step.trigger() instanceof Trigger.AfterAll after
                ? after.delay()
                : ((Trigger.After) step.trigger()).delay();
        return clock.nanos() + delay.toNanos();
    }

    private boolean isGood(Optional<Optional<Looked>> last, List<NodeId> targets) {
        return last.flatMap(looked -> looked)
                .filter(looked -> looked.targets().equals(targets)
                        && looked.proof().condition() == ProofOfFault.Condition.WHOLE
                        && !isOutdated(looked))
                .isPresent();
    }

    /** Whether another fault has begun since then, and may be felt by the targets. */
    private boolean isOutdated(Looked looked) {
        return looked.begunCount() != scene.begunCount()
                && scene.otherDamage(step.fault(), looked.targets())
                        .overlaps(step.fault().damage(scene, looked.targets()));
    }

    /** Those that are due at the same moment begin together, as soon as the last of them has looked. */
    private void awaitTheOthers() throws InterruptedException {
        waits.ready().complete(null);
        try {
            CompletableFuture.allOf(waits.together().toArray(CompletableFuture<?>[]::new))
                    .get(Execution.EFFECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Who has nobody to aim at holds nobody up any longer.
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes this with an exception", e);
        }
    }

    private static Fired fired(List<NodeId> targets, Lookout<Optional<Looked>> ahead, OptionalLong seenNanos) {
        Optional<Looked> last = ahead.take().flatMap(looked -> looked);
        Optional<Looked> same = last.filter(looked -> looked.targets().equals(targets));
        if (same.isEmpty()) {
            last.ifPresent(Looked::drop);
        }
        ProofOfFault before = same.map(Looked::proof)
                .orElse(new ProofOfFault(
                        ProofOfFault.Condition.UNCLEAR,
                        seenNanos.isPresent()
                                ? "not looked at, since the event decided whom to aim at"
                                : "not looked at, since whom to aim at has just changed"));
        return new Fired(targets, before, same.flatMap(Looked::prepared), seenNanos);
    }

    /**
     * What was seen of whom a step would aim at.
     *
     * @param begunCount of the scene, before
     */
    private record Looked(List<NodeId> targets, ProofOfFault proof, Optional<AutoCloseable> prepared, long begunCount) {
        void drop() {
            prepared.ifPresent(Scene::close);
        }

        Duration rest(Duration otherwise) {
            return proof.condition() == ProofOfFault.Condition.WHOLE ? LOOK_WHILE_WAITING : otherwise;
        }
    }

    /** @param otherwise how long to rest when somebody was not whole, or nobody was there to aim at */
    private Lookout<Optional<Looked>> lookAhead(Duration rest, Duration otherwise) {
        return Lookout.start(
                Thread.currentThread().getName() + "-ahead",
                new Lookout.Plan<>(
                        rest,
                        this::look,
                        found -> found.map(looked -> looked.rest(otherwise)).orElse(otherwise),
                        found -> found.ifPresent(Looked::drop)));
    }

    private Optional<Looked> look() {
        try {
            long begunCount = scene.begunCount();
            List<NodeId> targets = step.aim().resolve(scene, chance.get());
            ProofOfFault proof = look(scene, step.fault(), targets);
            return Optional.of(new Looked(targets, proof, step.fault().prepare(scene, targets), begunCount));
        } catch (ClusterException e) {
            return Optional.empty(); // nobody to aim at yet; that counts when the moment comes
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

    /**
     * The event, or empty when it has not come within {@code limit}.
     *
     * @throws ClusterException when a step after whose end it would have been waited for ended in an error
     */
    static Optional<Event> waitFor(CompletableFuture<Event> happens, Duration limit) throws InterruptedException {
        try {
            return Optional.of(happens.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw endedInAnError(e);
        }
    }

    /** The steps before are over, however they ended. */
    private static void join(CompletableFuture<Void> over) throws InterruptedException {
        try {
            over.get();
        } catch (ExecutionException e) {
            throw endedInAnError(e);
        }
    }

    private static ClusterException endedInAnError(ExecutionException e) {
        return new ClusterException("the step before ended in an error: " + e.getCause(), e);
    }
}
