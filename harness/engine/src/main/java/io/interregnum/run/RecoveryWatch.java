package io.interregnum.run;

import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Recovered;
import io.interregnum.fault.Step;
import io.interregnum.fault.Trigger;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Records when all is whole and serving again after a fault was healed, where a step waits for that. Looks only while a
 * fault was healed, none is in effect and nothing was seen to be whole since: a look asks every server of the ensemble.
 */
final class RecoveryWatch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    /** All must be whole for so long: a leader that was deposed ends only then, and is started again after a pause. */
    static final Duration STEADY = Restarter.PAUSE.plusMillis(500);
    /** After so long without recovery nothing is to be hoped for; shorter than what a step waits for its event. */
    static final Duration NEVER = Duration.ofSeconds(100);

    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final BooleanSupplier isWhole;
    private final HistoryRecorder recorder;
    private final boolean isWaitedFor;
    private final TreeSet<Integer> inEffect = new TreeSet<>(); // steps; guarded by this
    private final TreeMap<Integer, Long> healedNanos = new TreeMap<>(); // by step, until told; guarded by this
    private long writtenNanos; // guarded by this
    private long unsteadyNanos; // when something was last seen not to be whole; guarded by this
    private volatile boolean over;
    private Thread thread = new Thread(() -> {}, "none");

    /** @param isWhole looks whether every node runs, the ensemble is whole, and a leader is followed by all agents */
    RecoveryWatch(List<Step> steps, BooleanSupplier isWhole, HistoryRecorder recorder) {
        this.isWhole = isWhole;
        this.recorder = recorder;
        this.isWaitedFor = steps.stream().anyMatch(RecoveryWatch::waits);
    }

    private static boolean waits(Step step) {
        return step.trigger() instanceof Trigger.On on && isRecovery(on.occurrence());
    }

    private static boolean isRecovery(Occurrence occurrence) {
        return occurrence.kind() == Occurrence.Kind.RECOVERED;
    }

    /**
     * Once; does nothing where no step waits.
     *
     * @param then done in the watch's thread each time after it was recorded
     * @param never done, perhaps again and again, when all has not become whole for {@link #NEVER}
     */
    void start(Runnable then, Runnable never) {
        if (isWaitedFor) {
            recorder.listen(this::notice);
            thread = new Thread(() -> watch(then, never), "recovery-watch");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private synchronized void notice(Event event) {
        if (ClientFields.isAcknowledgedWrite(event)) {
            writtenNanos = event.timeNanos();
        } else if (event.process().equals(Processes.CLUSTER) && event.f().equals(NodeEvent.EXITED)) {
            unsteadyNanos = event.timeNanos();
        } else {
            FaultEvent.of(event).ifPresent(fault -> notice(fault, event.timeNanos()));
        }
    }

    private void notice(FaultEvent fault, long nanos) {
        int step = fault.step();
        switch (fault.stage()) {
            case REQUESTED -> inEffect.add(step);
            case HEALED, HEAL_UNPROVEN -> {
                inEffect.remove(step);
                healedNanos.put(step, nanos);
            }
            case UNPROVEN -> {
                if (!inEffect.contains(step)) {
                    healedNanos.put(step, nanos); // it never began
                }
            }
            default -> {}
        }
    }

    private void watch(Runnable then, Runnable never) {
        RunClock clock = recorder.clock();
        try {
            while (!over) {
                clock.sleepUntil(clock.nanos() + LOOK_EVERY.toNanos());
                if (isDue()) {
                    look(clock);
                }
                if (isSteady(clock.nanos()) && tell()) {
                    then.run();
                } else if (isHopeless(clock.nanos())) {
                    never.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(RunClock clock) {
        boolean whole = isWhole.getAsBoolean();
        synchronized (this) {
            unsteadyNanos = whole ? unsteadyNanos : clock.nanos();
        }
    }

    private synchronized boolean isSteady(long nowNanos) {
        return isDue() && nowNanos - Math.max(unsteadyNanos, healedNanos()) > STEADY.toNanos();
    }

    private synchronized boolean isHopeless(long nowNanos) {
        return inEffect.isEmpty() && !healedNanos.isEmpty() && nowNanos - healedNanos() > NEVER.toNanos();
    }

    /** When the last of them was healed. */
    private long healedNanos() {
        return healedNanos.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private synchronized boolean isDue() {
        return inEffect.isEmpty()
                && !healedNanos.isEmpty()
                && healedNanos.values().stream().allMatch(healed -> writtenNanos > healed);
    }

    /** Unless a fault has begun since the look: then nobody knows. */
    private boolean tell() {
        List<Integer> steps;
        synchronized (this) {
            if (!isDue()) {
                return false;
            }
            steps = List.copyOf(healedNanos.keySet());
            healedNanos.clear();
        }
        steps.forEach(step -> Recovered.record(recorder, step));
        return true;
    }

    @Override
    public void close() {
        over = true; // not interrupted: a look that is broken off would look like a failure
        try {
            thread.join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
