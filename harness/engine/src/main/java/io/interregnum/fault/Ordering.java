package io.interregnum.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which steps of a schedule certainly follow which, whatever happens: those that wait for the end of others. Steps that
 * begin at a time or on another event may meet any step. Immutable.
 */
final class Ordering {
    /** Of each step, by number: the shortest rest between the end of a step before it and its begin; empty if unordered. */
    private final List<List<Optional<Duration>>> rests = new ArrayList<>();

    /** @throws UnfitStepException when a step waits for one that is not there or not before it, or for itself */
    Ordering(List<Step> steps) {
        refuseUnfit(steps);
        for (int number = 0; number < steps.size(); number++) {
            rests.add(restsBefore(number, steps.get(number).trigger()));
        }
    }

    /** Whether the later step begins {@code rest} after the earlier one is healed, or still later. */
    boolean follows(int later, int earlier, Duration rest) {
        return later > earlier
                && rests.get(later)
                        .get(earlier)
                        .filter(known -> known.compareTo(rest) >= 0)
                        .isPresent();
    }

    private List<Optional<Duration>> restsBefore(int number, Trigger trigger) {
        List<Optional<Duration>> before = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            before.add(Optional.empty());
        }
        if (trigger instanceof Trigger.After after && number > 0) {
            follow(before, number - 1, after.delay());
        } else if (trigger instanceof Trigger.AfterAll after) {
            after.steps().forEach(step -> follow(before, step, after.delay()));
        } else if (trigger instanceof Trigger.On on && on.occurrence().step().isPresent()) {
            int step = on.occurrence().step().getAsInt();
            if (on.occurrence().kind().isEndOfAStep()) {
                follow(before, step, on.plus());
            } else if (step < number) {
                merge(before, rests.get(step), on.plus()); // it is in effect, so what that one waited for is over
            }
        } else if (trigger instanceof Trigger.On on) {
            on.after().forEach(step -> follow(before, step, on.plus()));
        }
        return before;
    }

    private void follow(List<Optional<Duration>> before, int step, Duration rest) {
        if (step < before.size()) {
            before.set(step, longer(before.get(step), rest));
            merge(before, rests.get(step), rest);
        }
    }

    private static void merge(List<Optional<Duration>> before, List<Optional<Duration>> more, Duration rest) {
        for (int i = 0; i < more.size(); i++) {
            if (more.get(i).isPresent()) {
                before.set(i, longer(before.get(i), more.get(i).get().plus(rest)));
            }
        }
    }

    private static Optional<Duration> longer(Optional<Duration> known, Duration other) {
        return known.isPresent() && known.get().compareTo(other) >= 0 ? known : Optional.of(other);
    }

    static void refuseUnfit(List<Step> steps) {
        for (int number = 0; number < steps.size(); number++) {
            Step step = steps.get(number);
            for (int before : endsAwaited(step.trigger())) {
                if (before >= number) {
                    throw new UnfitStepException(
                            number, "waits for the end of step " + before + ", which is not before it");
                }
            }
            OptionalInt trigger =
                    step.trigger() instanceof Trigger.On on ? on.occurrence().step() : OptionalInt.empty();
            OptionalInt end = step.until() instanceof Until.Happens happens
                    ? happens.occurrence().step()
                    : OptionalInt.empty();
            refuseUnknown(number, trigger, steps.size());
            refuseUnknown(number, end, steps.size());
        }
        for (int number = 0; number < steps.size(); number++) {
            refuseCircle(steps, number);
        }
    }

    /** The steps that a trigger names, whose ends it waits for. */
    private static List<Integer> endsAwaited(Trigger trigger) {
        if (trigger instanceof Trigger.AfterAll after) {
            return after.steps();
        }
        return trigger instanceof Trigger.On on ? on.after() : List.of();
    }

    /** A step that waits, however indirectly, for itself would wait for ever. */
    private static void refuseCircle(List<Step> steps, int number) {
        Set<Integer> awaited = new TreeSet<>();
        Deque<Integer> left = new ArrayDeque<>(awaits(steps, number));
        while (!left.isEmpty()) {
            int next = left.remove();
            if (next == number) {
                throw new UnfitStepException(number, "waits for what happens only when it is over itself");
            }
            if (awaited.add(next)) {
                left.addAll(awaits(steps, next));
            }
        }
    }

    /** The steps of which a step waits for something without a limit. */
    private static List<Integer> awaits(List<Step> steps, int number) {
        Trigger trigger = steps.get(number).trigger();
        if (trigger instanceof Trigger.On on && on.occurrence().step().isPresent()) {
            return List.of(on.occurrence().step().getAsInt());
        }
        return trigger instanceof Trigger.After && number > 0 ? List.of(number - 1) : endsAwaited(trigger);
    }

    private static void refuseUnknown(int number, OptionalInt named, int count) {
        if (named.isPresent() && named.getAsInt() >= count) {
            throw new UnfitStepException(
                    number, "waits for step " + named.getAsInt() + ", and the last one is step " + (count - 1));
        }
    }
}
