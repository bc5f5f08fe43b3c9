package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.fault.Until.Happens.Since;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of a schedule while it is carried out: waits for its trigger, injects its fault, looks whether it took
 * effect, heals it, looks whether it is gone, and records each stage. Used by one thread, except {@link #rollBack}.
 */
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    /** How long an effect is looked for. Longer than any command takes; a fault that needs more did not work. */
    static final Duration EFFECT_LIMIT = Duration.ofSeconds(5);
    /** How much later than healing is due the kernel lifts a cut by itself: time for the looks before and after. */
    static final Duration KERNEL_TIMER_SLACK = EFFECT_LIMIT.plusSeconds(1);

    /** Between two quick looks at a cut while it lasts. */
    private static final Duration LOOK_BETWEEN = Duration.ofSeconds(2);

    /** What is over before it was injected ends at once, and is seen to have had no effect. */
    private static final Duration SHORTEST_TIMER = Duration.ofMillis(1);

    private final Scene scene;
    private final HistoryRecorder recorder;
    private final int number;
    private final Step step;
    private volatile Fault fault;
    private final Arming arming;
    private final Occurrences occurrences;
    private final Optional<CompletableFuture<Event>> end;
    private @Nullable List<NodeId> injected; // guarded by this
    private boolean told; // that it could not be healed; guarded by this

    /**
     * @param chance a new generator for the choice of targets, always the same
     * @param waits for what else it waits
     */
    Execution(
            Scene scene,
            HistoryRecorder recorder,
            int number,
            Step step,
            Supplier<RandomGenerator> chance,
            Occurrences occurrences,
            Arming.Waits waits) {
        this.scene = scene.ofStep(number);
        this.recorder = recorder;
        this.number = number;
        this.step = step;
        this.fault = step.fault();
        this.arming = new Arming(this.scene, recorder.clock(), step, chance, occurrences, waits);
        this.occurrences = occurrences;
        this.end = step.until() instanceof Until.Happens happens && happens.since() == Since.FAULTS_BEGAN
                ? Optional.of(occurrences.await(happens.occurrence()))
                : Optional.empty();
    }

    /** What ends it, counted from now unless it has been counted since the faults began. */
    private Optional<CompletableFuture<Event>> end() {
        return step.until() instanceof Until.Happens happens && happens.since() == Since.STEP_BEGAN
                ? Optional.of(occurrences.awaitFromNow(happens.occurrence()))
                : end;
    }

    /**
     * From the trigger to the heal. Refusals are recorded, not thrown.
     *
     * @throws InterruptedException when interrupted; the fault was healed as far as possible
     */
    void run() throws InterruptedException {
        Arming.Fired fired;
        try {
            Optional<Arming.Fired> due = arming.await();
            if (due.isEmpty()) {
                return;
            }
            fired = due.get();
        } catch (ClusterException e) {
            record(Stage.UNPROVEN, List.of(), String.valueOf(e.getMessage()), Map.of());
            return;
        }
        try {
            fault = fault.resolved(scene);
        } catch (ClusterException e) {
            fired.prepared().ifPresent(Scene::close);
            record(Stage.UNPROVEN, List.of(), String.valueOf(e.getMessage()), Map.of());
            return;
        }
        List<NodeId> targets = fired.targets();
        Duration hold = step.until().atMost(scene.cluster().spec());
        Optional<CompletableFuture<Event>> ends = end();
        long plannedEndNanos = clock().nanos() + hold.plus(KERNEL_TIMER_SLACK).toNanos();
        record(Stage.REQUESTED, targets, "before: " + fired.before().detail(), request(fired, plannedEndNanos));
        Damage damage = fault.damage(scene, targets);
        scene.begin(fault, targets, damage);
        try {
            fired.prepared().ifPresent(ready -> scene.keep(fault, targets, ready));
            Optional<String> doubt =
                    doubt(fired, scene.otherDamage(fault, targets).overlaps(damage));
            inject(targets, plannedEndNanos);
            doubt.ifPresent(why -> record(Stage.UNPROVEN, targets, why, Map.of()));
            hold(hold, ends, targets);
            ProofOfFault during = lookAtTheEnd(targets);
            if (during.condition() != ProofOfFault.Condition.DAMAGED) {
                record(Stage.UNPROVEN, targets, "no longer at its end: " + during.detail(), Map.of());
            }
        } finally {
            heal(targets, damage);
        }
    }

    /**
     * Why a look after injection will prove nothing. An unclear look before is a reason, except where an event left no
     * time to look again, or where another fault keeps the same nodes or links from being whole.
     */
    private static Optional<String> doubt(Arming.Fired fired, boolean damagedByOthers) {
        ProofOfFault before = fired.before();
        return switch (before.condition()) {
            case WHOLE -> Optional.empty();
            case DAMAGED -> Optional.of("was there before: " + before.detail());
            case UNCLEAR ->
                fired.seenNanos().isPresent() || damagedByOthers
                        ? Optional.empty()
                        : Optional.of("not seen to be whole before: " + before.detail());
        };
    }

    /** What is recorded so that the step can be carried out again. */
    private Map<String, Object> request(Arming.Fired fired, long plannedEndNanos) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("planned-end", plannedEndNanos);
        fields.put("aim", step.aim().text());
        Map<String, String> written = step.fault().values();
        if (!written.isEmpty()) {
            fields.put("with", new LinkedHashMap<String, Object>(written));
        }
        if (!fault.values().equals(written)) {
            fields.put("with-resolved", new LinkedHashMap<String, Object>(fault.values()));
        }
        fields.put("when", step.trigger().text());
        fields.put("lasting", step.until().text());
        fields.put("heal", step.heal().text());
        fired.seenNanos().ifPresent(nanos -> fields.put("trigger-nanos", nanos));
        return fields;
    }

    private void inject(List<NodeId> targets, long plannedEndNanos) throws InterruptedException {
        synchronized (this) {
            injected = targets;
        }
        try {
            // What is left until the end that was recorded, however long the recording took.
            Duration left = Duration.ofNanos(plannedEndNanos - clock().nanos());
            fault.inject(scene, targets, left.compareTo(SHORTEST_TIMER) < 0 ? SHORTEST_TIMER : left);
        } catch (ClusterException e) {
            // "Failed" may mean "done, but the answer was lost", so the look decides, and it is healed in any case.
            record(Stage.UNPROVEN, targets, String.valueOf(e.getMessage()), Map.of());
            return;
        }
        long deadlineNanos = clock().nanos() + EFFECT_LIMIT.toNanos();
        while (true) {
            long lookedNanos = clock().nanos();
            ProofOfFault proof = look(targets);
            if (proof.condition() == ProofOfFault.Condition.DAMAGED) {
                // What proved it was sent after lookedNanos and found it in effect, so it was by then or soon after.
                record(Stage.EFFECTIVE, targets, proof.detail(), Map.of("effective-by", lookedNanos));
                return;
            }
            if (lookedNanos > deadlineNanos) {
                record(Stage.UNPROVEN, targets, "no effect seen: " + proof.detail(), Map.of());
                return;
            }
            pause();
        }
    }

    /** Blocks until it is to end; whoever asks meanwhile finds it in effect, or the step is unproven. */
    private void hold(Duration longest, Optional<CompletableFuture<Event>> end, List<NodeId> targets)
            throws InterruptedException {
        if (fault.harm() != FaultEvent.Harm.CUT) {
            await(longest, end);
            return;
        }
        List<String> gaps = Collections.synchronizedList(new ArrayList<>());
        Lookout.Plan<Optional<String>> plan = new Lookout.Plan<>(
                LOOK_BETWEEN, () -> gap(targets), found -> LOOK_BETWEEN, found -> found.ifPresent(gaps::add));
        Optional<Optional<String>> last;
        try (Lookout<Optional<String>> between = Lookout.start("nemesis-" + number + "-between", plan)) {
            await(longest, end);
            last = between.take();
        }
        List<String> seen = new ArrayList<>(gaps);
        last.flatMap(found -> found).ifPresent(seen::add);
        if (!seen.isEmpty()) {
            record(
                    Stage.UNPROVEN,
                    targets,
                    "not all the time: " + seen.size() + " looks in between found it open, the first " + seen.get(0),
                    Map.of());
        }
    }

    private Optional<String> gap(List<NodeId> targets) {
        try {
            long nanos = clock().nanos();
            return fault.gap(scene, targets).map(what -> "at " + nanos / 1_000_000 + " ms: " + what);
        } catch (ClusterException e) {
            return Optional.empty(); // who could not look saw nothing; the thorough look at the end will tell
        }
    }

    private void await(Duration longest, Optional<CompletableFuture<Event>> end) throws InterruptedException {
        if (end.isPresent()) {
            Arming.waitFor(end.get(), longest);
        } else {
            clock().sleepUntil(clock().nanos() + longest.toNanos());
        }
    }

    private void heal(List<NodeId> targets, Damage damage) throws InterruptedException {
        record(Stage.HEAL_REQUESTED, targets, "", Map.of());
        scene.heals(fault, targets);
        Healing.Outcome outcome = new Healing(scene, clock(), step.withFault(fault), targets, damage).heal();
        scene.end(fault, targets);
        synchronized (this) {
            injected = outcome.isWhole() ? null : targets;
            told = !outcome.isWhole();
        }
        record(
                outcome.isWhole() ? Stage.HEALED : Stage.HEAL_UNPROVEN,
                targets,
                outcome.detail(),
                outcome.ghost().map(Ghost::fields).orElse(Map.of()));
    }

    /**
     * Heals what is in effect now, without looking or recording.
     *
     * @throws ClusterException when that is refused, and nobody was told yet
     */
    synchronized void rollBack() {
        List<NodeId> targets = injected;
        if (targets == null) {
            return;
        }
        try {
            fault.heal(scene, targets);
        } catch (ClusterException e) {
            if (!told) {
                throw e;
            }
            LOG.warn("not healed step={} fault={} cause={}", number, fault.name(), e.getMessage());
        }
    }

    /** Tries once more to heal what could not be healed when the step was over. What was recorded of it stays true. */
    synchronized void healWhatWasLeft() {
        if (told) {
            rollBack();
        }
    }

    /** An unclear look, as a stalled machine gives, is repeated; one that finds the targets whole is the end of it. */
    private ProofOfFault lookAtTheEnd(List<NodeId> targets) throws InterruptedException {
        ProofOfFault proof = lookOnce(targets);
        for (int again = 0; again < 3 && proof.condition() == ProofOfFault.Condition.UNCLEAR; again++) {
            pause();
            proof = lookOnce(targets);
        }
        return proof;
    }

    private ProofOfFault lookOnce(List<NodeId> targets) {
        try {
            return fault.inspectAtTheEnd(scene, targets);
        } catch (ClusterException e) {
            return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, String.valueOf(e.getMessage()));
        }
    }

    private ProofOfFault look(List<NodeId> targets) {
        return Arming.look(scene, fault, targets);
    }

    private void pause() throws InterruptedException {
        Arming.pause(clock());
    }

    private void record(Stage stage, List<NodeId> targets, String detail, Map<String, Object> fields) {
        FaultEvent event = new FaultEvent(
                number, stage, fault.harm(), targets.stream().map(NodeId::name).toList(), detail);
        recorder.record(Event.Type.INFO, Processes.NEMESIS, fault.name(), event.toValue(), fields);
    }

    private RunClock clock() {
        return recorder.clock();
    }
}
