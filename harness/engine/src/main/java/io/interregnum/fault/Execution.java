package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One step of a schedule while it is carried out: waits for its trigger, injects its fault, looks whether it took
 * effect, heals it, looks whether it is gone, and records each stage. Used by one thread, except {@link #rollBack}.
 */
final class Execution {
    /** How long an effect is looked for. Longer than any command takes; a fault that needs more did not work. */
    static final Duration EFFECT_LIMIT = Duration.ofSeconds(5);
    /** How long it may take until a healed target is whole: the start of a process on a busy machine. */
    static final Duration WHOLE_LIMIT = Duration.ofSeconds(20);

    /** How much later than healing is due the kernel lifts a cut by itself: time for the looks before and after. */
    static final Duration KERNEL_TIMER_SLACK = EFFECT_LIMIT.plusSeconds(1);

    /** What is over before it was injected ends at once, and is seen to have had no effect. */
    private static final Duration SHORTEST_TIMER = Duration.ofMillis(1);

    private final Scene scene;
    private final HistoryRecorder recorder;
    private final int number;
    private final Step step;
    private volatile Fault fault;
    private final Arming arming;
    private final Optional<CompletableFuture<Event>> end;
    private @Nullable List<NodeId> injected; // guarded by this

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
        this.scene = scene;
        this.recorder = recorder;
        this.number = number;
        this.step = step;
        this.fault = step.fault();
        this.arming = new Arming(scene, recorder.clock(), step, chance, occurrences, waits);
        this.end = step.until() instanceof Until.Happens happens
                ? Optional.of(occurrences.await(happens.occurrence()))
                : Optional.empty();
    }

    /**
     * From the trigger to the heal. Refusals are recorded, not thrown.
     *
     * @throws InterruptedException when interrupted; the fault was healed as far as possible
     */
    void run() throws InterruptedException {
        Arming.Fired fired;
        try {
            fired = arming.await();
            fault = fault.resolved(scene);
        } catch (ClusterException e) {
            record(Stage.UNPROVEN, List.of(), String.valueOf(e.getMessage()), Map.of());
            return;
        }
        List<NodeId> targets = fired.targets();
        Duration hold = step.until().atMost(scene.cluster().spec());
        long plannedEndNanos = clock().nanos() + hold.plus(KERNEL_TIMER_SLACK).toNanos();
        record(Stage.REQUESTED, targets, "before: " + fired.before().detail(), request(fired, plannedEndNanos));
        Damage damage = fault.damage(scene, targets);
        scene.begin(fault, targets, damage);
        try {
            Optional<String> doubt =
                    doubt(fired, scene.otherDamage(fault, targets).overlaps(damage));
            inject(targets, plannedEndNanos);
            doubt.ifPresent(why -> record(Stage.UNPROVEN, targets, why, Map.of()));
            await(hold);
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

    private void await(Duration hold) throws InterruptedException {
        if (end.isPresent()) {
            Arming.waitFor(end.get(), hold);
        } else {
            clock().sleepUntil(clock().nanos() + hold.toNanos());
        }
    }

    private void heal(List<NodeId> targets, Damage damage) throws InterruptedException {
        record(Stage.HEAL_REQUESTED, targets, "", Map.of());
        scene.heals(fault, targets);
        String refusal = "";
        Optional<Ghost> ghost = Optional.empty();
        try {
            fault.heal(scene, targets);
            ghost = ghost(targets, damage);
            if (step.heal() == Heal.FRESH) {
                endFlows(damage);
                ghost = ghost.map(each -> each.endedAt(clock().nanos()));
            }
        } catch (ClusterException e) {
            refusal = String.valueOf(e.getMessage());
        }
        ProofOfFault proof = lookUntilWhole(targets, damage);
        boolean whole = proof.condition() == ProofOfFault.Condition.WHOLE && refusal.isEmpty();
        scene.end(fault, targets);
        record(
                whole ? Stage.HEALED : Stage.HEAL_UNPROVEN,
                targets,
                refusal.isEmpty() ? proof.detail() : refusal + "; " + proof.detail(),
                ghost.map(Ghost::fields).orElse(Map.of()));
        synchronized (this) {
            injected = null;
        }
    }

    /** What a cut leaves, right after it was lifted; links that another fault still hurts are silent because of that. */
    private Optional<Ghost> ghost(List<NodeId> targets, Damage damage) {
        if (fault.harm() != FaultEvent.Harm.CUT) {
            return Optional.empty();
        }
        Damage others = scene.otherDamage(fault, targets);
        List<Link> opened = damage.links().stream()
                .filter(link -> !others.covers(link.from(), link.to()))
                .sorted(Link.ORDER)
                .toList();
        return opened.isEmpty() ? Optional.empty() : Ghost.look(scene.cluster().network(), opened, clock());
    }

    private void endFlows(Damage damage) {
        Collection<Link> links = damage.links();
        if (!links.isEmpty()) {
            scene.cluster().network().endFlows(links.stream().sorted(Link.ORDER).toList());
        }
    }

    /** Heals what is in effect now, without looking or recording. */
    synchronized void rollBack() {
        List<NodeId> targets = injected;
        if (targets != null) {
            fault.heal(scene, targets);
        }
    }

    /**
     * Time in which another fault damages the same nodes or links is not counted: nobody could be whole then. One that is
     * being healed as well is no reason to wait for ever, so that two which cannot be healed do not wait for each other.
     */
    private ProofOfFault lookUntilWhole(List<NodeId> targets, Damage damage) throws InterruptedException {
        long leftNanos = WHOLE_LIMIT.toNanos();
        long lookedNanos = clock().nanos();
        ProofOfFault proof = look(targets);
        while (proof.condition() != ProofOfFault.Condition.WHOLE && leftNanos > 0) {
            pause();
            long nowNanos = clock().nanos();
            if (!scene.otherLastingDamage(fault, targets).overlaps(damage)) {
                leftNanos -= nowNanos - lookedNanos;
            }
            lookedNanos = nowNanos;
            proof = look(targets);
        }
        return proof;
    }

    /** An unclear look, as a stalled machine gives, is repeated; one that finds the targets whole is the end of it. */
    private ProofOfFault lookAtTheEnd(List<NodeId> targets) throws InterruptedException {
        ProofOfFault proof = look(targets);
        for (int again = 0; again < 3 && proof.condition() == ProofOfFault.Condition.UNCLEAR; again++) {
            pause();
            proof = look(targets);
        }
        return proof;
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
