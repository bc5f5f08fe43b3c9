package io.interregnum.run;

import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Step;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Keeps steps that speak of others by number right when some are left out. */
final class Numbers {
    private Numbers() {}

    /**
     * Some of the steps, in their order. A step that waited for one that is left out begins after the step before it
     * instead, and one that lasted until such a step's fault reached a stage lasts for its limit.
     *
     * @param kept positions, ascending
     */
    static List<Step> only(List<Step> steps, List<Integer> kept) {
        return renumbered(kept.stream().map(steps::get).toList(), kept);
    }

    /**
     * The same steps, speaking of each other by their positions.
     *
     * @param former the number of each, by which they speak of each other now
     */
    static List<Step> renumbered(List<Step> steps, List<Integer> former) {
        Map<Integer, Integer> fresh = new TreeMap<>();
        for (int i = 0; i < former.size(); i++) {
            fresh.put(former.get(i), i);
        }
        return steps.stream()
                .map(step -> step.when(trigger(step.trigger(), fresh)).lasting(until(step.until(), fresh)))
                .toList();
    }

    private static Trigger trigger(Trigger trigger, Map<Integer, Integer> fresh) {
        if (trigger instanceof Trigger.On on) {
            return renumbered(on.occurrence(), fresh)
                    .<Trigger>map(occurrence -> new Trigger.On(occurrence, on.plus(), renumbered(on.after(), fresh)))
                    .orElse(new Trigger.After(on.plus()));
        }
        if (trigger instanceof Trigger.AfterAll after) {
            List<Integer> left = renumbered(after.steps(), fresh);
            return left.isEmpty() ? new Trigger.After(after.delay()) : new Trigger.AfterAll(left, after.delay());
        }
        return trigger;
    }

    /** Those that have a new number. */
    private static List<Integer> renumbered(List<Integer> steps, Map<Integer, Integer> fresh) {
        return steps.stream().map(fresh::get).filter(Objects::nonNull).toList();
    }

    private static Until until(Until until, Map<Integer, Integer> fresh) {
        if (until instanceof Until.Happens happens) {
            Duration limit = happens.limit();
            return renumbered(happens.occurrence(), fresh)
                    .<Until>map(occurrence -> new Until.Happens(occurrence, limit, happens.since()))
                    .orElse(new Until.For(limit));
        }
        return until;
    }

    /** Empty when it speaks of a step that has no new number. */
    private static Optional<Occurrence> renumbered(Occurrence occurrence, Map<Integer, Integer> fresh) {
        OptionalInt step = occurrence.step();
        if (step.isEmpty()) {
            return Optional.of(occurrence);
        }
        return Optional.ofNullable(fresh.get(step.getAsInt()))
                .map(number -> Occurrence.ofStep(occurrence.kind(), number));
    }
}
