package io.interregnum.run;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.fault.AsRecorded;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Step;
import io.interregnum.fault.Target;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.history.History;
import io.interregnum.rundir.RecordedStep;
import io.interregnum.rundir.RunDirectoryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The schedule of a recorded run, to be executed again.
 *
 * <p>A step is aimed as it was written where that names a role, such as {@code leader}; where chance or a person chose
 * nodes, at those that play their parts now ({@link AsRecorded}). It begins on the event on which it began. Otherwise it
 * begins as long after the step before it was healed, or after the faults began, as it really did, and lasts as long as
 * it really did: a machine that was late is part of what happened. What differs from the written time by less than
 * {@link #LOOKS} is done as written, since the difference is the looks at its targets, which are made again.
 *
 * @param steps in the order of the schedule
 * @param recorded what each of them was, in the same order
 * @param notes what could not be done as recorded, one sentence each
 */
public record Replay(List<Step> steps, List<RecordedStep> recorded, List<String> notes) {
    static final Duration LOOKS = Duration.ofSeconds(1);

    public Replay {
        steps = List.copyOf(steps);
        recorded = List.copyOf(recorded);
        notes = List.copyOf(notes);
    }

    /**
     * The schedule of a run.
     *
     * @param where the run, for messages
     * @param recorded as {@code schedule.json} has it
     * @param history of the run, which says who led when
     * @param spec the cluster of the run
     * @throws RunDirectoryException when no fault was done, or one of them is not known here
     */
    public static Replay of(String where, List<RecordedStep> recorded, History history, ClusterSpec spec) {
        Recording recording = new Recording(history);
        Reader reader = new Reader(where, recorded, recording, spec);
        List<Step> steps = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (RecordedStep step : recorded) {
            if (step.wasRequested()) {
                steps.add(reader.step(step));
            } else {
                notes.add("step " + step.number() + " (" + step.fault() + ") never began and is left out");
            }
        }
        if (steps.isEmpty()) {
            throw new RunDirectoryException(where + " did no fault, so there is none to do again");
        }
        return new Replay(Numbers.renumbered(steps, reader.numbers()), reader.done(), notes);
    }

    /** Turns recorded steps into steps of this program. */
    private record Reader(String where, List<RecordedStep> all, Recording recording, ClusterSpec spec) {

        /** Numbers of the steps that were done, as the recorded run counted them. */
        List<Integer> numbers() {
            return done().stream().map(RecordedStep::number).toList();
        }

        /** The steps that were done. */
        List<RecordedStep> done() {
            return all.stream().filter(RecordedStep::wasRequested).toList();
        }

        Step step(RecordedStep step) {
            try {
                Fault fault = Faults.named(step.fault())
                        .orElseThrow(() ->
                                new IllegalArgumentException("this program knows no fault \"" + step.fault() + "\""))
                        .with(step.with());
                return Step.of(fault, Duration.ZERO, until(step))
                        .aimedAt(target(step))
                        .when(trigger(step))
                        .healed(Heal.parse(step.heal()));
            } catch (IllegalArgumentException e) {
                throw new RunDirectoryException(
                        "cannot do step " + step.number() + " of " + where + " again: " + e.getMessage()
                                + "; use the version that wrote the run",
                        e);
            }
        }

        private Target target(RecordedStep step) {
            Target written = Targets.parse(step.aim());
            if (written instanceof Targets && !written.isDrawn()) {
                return written;
            }
            return new AsRecorded(
                    step.targets().stream().map(NodeId::parse).toList(),
                    recording.first(),
                    recording.leaderAt(step.requestedNanos().orElse(0)));
        }

        private Trigger trigger(RecordedStep step) {
            Trigger written = Trigger.parse(step.when());
            if (written instanceof Trigger.On on && isDone(on.occurrence().step())) {
                return written;
            }
            if (written instanceof Trigger.After after) {
                int before = numbers().indexOf(step.number()) - 1;
                Optional<Duration> really = since(
                        step,
                        before < 0 ? OptionalLong.of(began()) : healed(numbers().get(before)));
                if (really.isPresent()) {
                    return new Trigger.After(like(after.delay(), really.get()));
                }
            }
            if (written instanceof Trigger.AfterAll after) {
                OptionalLong last = after.steps().stream()
                        .filter(numbers()::contains)
                        .mapToLong(number -> healed(number).orElse(Long.MAX_VALUE))
                        .max();
                Optional<Duration> really = since(step, last);
                if (really.isPresent()) {
                    return new Trigger.AfterAll(after.steps(), like(after.delay(), really.get()));
                }
            }
            Duration really = Duration.ofNanos(Math.max(0, step.requestedNanos().orElseThrow() - began()));
            return new Trigger.At(written instanceof Trigger.At at ? like(at.sinceFaults(), really) : millis(really));
        }

        private boolean isDone(OptionalInt number) {
            return number.isEmpty() || numbers().contains(number.getAsInt());
        }

        private OptionalLong healed(int number) {
            return all.stream()
                    .filter(step -> step.number() == number)
                    .findFirst()
                    .orElseThrow()
                    .healedNanos();
        }

        /** Empty when the step did not begin after that moment. */
        private static Optional<Duration> since(RecordedStep step, OptionalLong nanos) {
            long requested = step.requestedNanos().orElseThrow();
            return nanos.isEmpty() || nanos.getAsLong() > requested
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(requested - nanos.getAsLong()));
        }

        private long began() {
            return recording.faultsBeganNanos().orElse(0);
        }

        private Until until(RecordedStep step) {
            Until written = Until.parse(step.lasting());
            if (step.effectiveNanos().isEmpty() || step.healRequestedNanos().isEmpty()) {
                return written; // nobody saw how long it lasted
            }
            Duration really = Duration.ofNanos(step.healRequestedNanos().getAsLong()
                    - step.effectiveNanos().getAsLong());
            if (written instanceof Until.Happens happens
                    && isDone(happens.occurrence().step())
                    && really.compareTo(happens.limit()) < 0) {
                return written;
            }
            Duration meant = written.atMost(spec);
            return like(meant, really).equals(meant) && !(written instanceof Until.Happens)
                    ? written
                    : new Until.For(millis(really));
        }

        private static Duration like(Duration written, Duration really) {
            return written.minus(really).abs().compareTo(LOOKS) < 0 ? written : millis(really);
        }

        private static Duration millis(Duration duration) {
            return Duration.ofMillis(duration.toMillis());
        }
    }
}
