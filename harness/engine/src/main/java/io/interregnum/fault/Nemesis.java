package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Injects faults, looks whether they took effect, heals them, looks whether they are gone, and records each stage. Used
 * by one thread, except {@link #rollBack}.
 */
public final class Nemesis {
    /** How long a target is waited for: a failover of its own accord, with a session time-out of some seconds. */
    static final Duration AIM_LIMIT = Duration.ofSeconds(20);
    /** How long an effect is looked for. Longer than any command takes; a fault that needs more did not work. */
    static final Duration EFFECT_LIMIT = Duration.ofSeconds(5);
    /** How long it may take until a healed target is whole: the start of a process on a busy machine. */
    static final Duration WHOLE_LIMIT = Duration.ofSeconds(20);

    /** How much later than healing is due the kernel lifts a cut by itself: time for the looks before and after. */
    static final Duration KERNEL_TIMER_SLACK = Duration.ofSeconds(3);

    /** What is over before it was injected ends at once, and is seen to have had no effect. */
    private static final Duration SHORTEST_TIMER = Duration.ofMillis(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Scene scene;
    private final HistoryRecorder recorder;
    private int nextStep;
    private @Nullable Injected injected; // guarded by this

    private record Injected(Fault fault, List<NodeId> targets) {}

    public Nemesis(Scene scene, HistoryRecorder recorder) {
        this.scene = scene;
        this.recorder = recorder;
    }

    /**
     * Carries out one step from aim to heal. Blocks until it is healed or the limits are over; refusals are recorded, not
     * thrown.
     *
     * @throws InterruptedException when interrupted; the fault was healed as far as possible
     */
    public void carryOut(Step step) throws InterruptedException {
        int number = nextStep++;
        Duration hold = step.hold().of(scene.cluster().spec());
        clock().sleepUntil(clock().nanos() + step.after().toNanos());
        List<NodeId> targets;
        try {
            targets = aim(step.fault());
        } catch (ClusterException e) {
            record(number, step.fault(), Stage.UNPROVEN, List.of(), String.valueOf(e.getMessage()));
            return;
        }
        ProofOfFault before = lookFor(ProofOfFault.Condition.WHOLE, step.fault(), targets, EFFECT_LIMIT);
        long plannedEndNanos = clock().nanos() + hold.plus(KERNEL_TIMER_SLACK).toNanos();
        record(
                number,
                step.fault(),
                Stage.REQUESTED,
                targets,
                "before: " + before.detail(),
                Map.of("planned-end", plannedEndNanos));
        try {
            inject(number, step.fault(), targets, plannedEndNanos);
            if (before.condition() != ProofOfFault.Condition.WHOLE) {
                record(number, step.fault(), Stage.UNPROVEN, targets, "not whole before: " + before.detail());
            }
            clock().sleepUntil(clock().nanos() + hold.toNanos());
            ProofOfFault during = lookAtTheEnd(step.fault(), targets);
            if (during.condition() != ProofOfFault.Condition.DAMAGED) {
                record(number, step.fault(), Stage.UNPROVEN, targets, "no longer at its end: " + during.detail());
            }
        } finally {
            heal(number, step.fault(), targets);
        }
    }

    /** Between two leaders, or while probes stall, there is nobody to aim at for a moment. */
    private List<NodeId> aim(Fault fault) throws InterruptedException {
        long deadlineNanos = clock().nanos() + AIM_LIMIT.toNanos();
        while (true) {
            try {
                return fault.aim(scene);
            } catch (ClusterException e) {
                if (clock().nanos() > deadlineNanos) {
                    throw e;
                }
            }
            clock().sleepUntil(clock().nanos() + LOOK_AGAIN.toNanos());
        }
    }

    private void inject(int number, Fault fault, List<NodeId> targets, long plannedEndNanos)
            throws InterruptedException {
        synchronized (this) {
            injected = new Injected(fault, targets);
        }
        try {
            // What is left until the end that was recorded, however long the recording took.
            Duration left = Duration.ofNanos(plannedEndNanos - clock().nanos());
            fault.inject(scene, targets, left.compareTo(SHORTEST_TIMER) < 0 ? SHORTEST_TIMER : left);
        } catch (ClusterException e) {
            // "Failed" may mean "done, but the answer was lost", so the look decides, and it is healed in any case.
            record(number, fault, Stage.UNPROVEN, targets, String.valueOf(e.getMessage()));
            return;
        }
        long deadlineNanos = clock().nanos() + EFFECT_LIMIT.toNanos();
        while (true) {
            long lookedNanos = clock().nanos();
            ProofOfFault proof = look(fault, targets);
            if (proof.condition() == ProofOfFault.Condition.DAMAGED) {
                // What proved it was sent after lookedNanos and found it in effect, so it was by then or soon after.
                record(number, fault, Stage.EFFECTIVE, targets, proof.detail(), Map.of("effective-by", lookedNanos));
                return;
            }
            if (lookedNanos > deadlineNanos) {
                record(number, fault, Stage.UNPROVEN, targets, "no effect seen: " + proof.detail());
                return;
            }
            clock().sleepUntil(clock().nanos() + LOOK_AGAIN.toNanos());
        }
    }

    private void heal(int number, Fault fault, List<NodeId> targets) throws InterruptedException {
        record(number, fault, Stage.HEAL_REQUESTED, targets, "");
        String refusal = "";
        try {
            fault.heal(scene, targets);
        } catch (ClusterException e) {
            refusal = String.valueOf(e.getMessage());
        }
        ProofOfFault proof = lookFor(ProofOfFault.Condition.WHOLE, fault, targets, WHOLE_LIMIT);
        boolean whole = proof.condition() == ProofOfFault.Condition.WHOLE && refusal.isEmpty();
        record(
                number,
                fault,
                whole ? Stage.HEALED : Stage.HEAL_UNPROVEN,
                targets,
                refusal.isEmpty() ? proof.detail() : refusal + "; " + proof.detail());
        synchronized (this) {
            injected = null;
        }
    }

    /** Heals whatever is in effect now, without looking or recording. For the end of a run that was cut short. */
    public synchronized void rollBack() {
        Injected last = injected;
        if (last != null) {
            last.fault().heal(scene, last.targets());
        }
    }

    /** Looks until the targets are as wanted, or time is up; the last look counts. */
    private ProofOfFault lookFor(ProofOfFault.Condition wanted, Fault fault, List<NodeId> targets, Duration limit)
            throws InterruptedException {
        long deadlineNanos = clock().nanos() + limit.toNanos();
        ProofOfFault proof = look(fault, targets);
        while (proof.condition() != wanted && clock().nanos() < deadlineNanos) {
            clock().sleepUntil(clock().nanos() + LOOK_AGAIN.toNanos());
            proof = look(fault, targets);
        }
        return proof;
    }

    /** An unclear look, as a stalled machine gives, is repeated; one that finds the targets whole is the end of it. */
    private ProofOfFault lookAtTheEnd(Fault fault, List<NodeId> targets) throws InterruptedException {
        ProofOfFault proof = look(fault, targets);
        for (int again = 0; again < 3 && proof.condition() == ProofOfFault.Condition.UNCLEAR; again++) {
            clock().sleepUntil(clock().nanos() + LOOK_AGAIN.toNanos());
            proof = look(fault, targets);
        }
        return proof;
    }

    private ProofOfFault look(Fault fault, List<NodeId> targets) {
        try {
            return fault.inspect(scene, targets);
        } catch (ClusterException e) {
            return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, String.valueOf(e.getMessage()));
        }
    }

    private void record(int number, Fault fault, Stage stage, List<NodeId> targets, String detail) {
        record(number, fault, stage, targets, detail, Map.of());
    }

    private void record(
            int number, Fault fault, Stage stage, List<NodeId> targets, String detail, Map<String, Object> fields) {
        FaultEvent event = new FaultEvent(
                number, stage, fault.harm(), targets.stream().map(NodeId::name).toList(), detail);
        recorder.record(Event.Type.INFO, Processes.NEMESIS, fault.name(), event.toValue(), fields);
    }

    private RunClock clock() {
        return recorder.clock();
    }
}
