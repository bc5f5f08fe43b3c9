package io.interregnum.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The steps of a schedule so far. For one thread. */
final class WrittenOut {
    private final List<Step> steps = new ArrayList<>();

    private WrittenOut() {}

    /** All steps, in the order in which they stand in the schedule. */
    static List<Step> of(Schedule schedule) {
        WrittenOut all = new WrittenOut();
        all.add(schedule, List.of());
        return List.copyOf(all.steps);
    }

    /**
     * Adds a part.
     *
     * @param before the numbers of the steps after which nothing is left of what stands before it
     * @return the same of the part
     */
    private List<Integer> add(Schedule part, List<Integer> before) {
        if (part instanceof Schedule.Sequence sequence) {
            List<Integer> ends = before;
            for (Schedule each : sequence.parts()) {
                ends = add(each, ends);
            }
            return ends;
        }
        if (part instanceof Schedule.Parallel parallel) {
            TreeSet<Integer> ends = new TreeSet<>();
            parallel.parts().forEach(each -> ends.addAll(add(each, before)));
            return ends.isEmpty() ? before : List.copyOf(ends);
        }
        Schedule.Single single = (Schedule.Single) part;
        Trigger written = single.step().trigger();
        Trigger counted = single.next() ? counted(written, before) : written;
        steps.add(single.step().when(placed(counted, before)));
        return List.of(steps.size() - 1);
    }

    private static Trigger counted(Trigger trigger, List<Integer> before) {
        return trigger instanceof Trigger.On on
                        && on.after().isEmpty()
                        && on.occurrence().step().isEmpty()
                ? on.countedFrom(before)
                : trigger;
    }

    /** "After" means after the part before it, which need not be the step before it. */
    private Trigger placed(Trigger trigger, List<Integer> before) {
        if (!(trigger instanceof Trigger.After after) || before.equals(List.of(steps.size() - 1)) || steps.isEmpty()) {
            return trigger;
        }
        Duration delay = after.delay();
        return before.isEmpty() ? new Trigger.At(delay) : new Trigger.AfterAll(before, delay);
    }
}
