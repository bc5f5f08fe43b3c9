package io.interregnum.fault;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Steps one after the other, side by side and over and over, to be written out as the list that a scenario has. Immutable.
 *
 * <p>What begins after something begins after what stands before it in the schedule: after a group, when all of it is over.
 * The first parts of a schedule begin with the faults. What begins at a time does so wherever it stands.
 */
public sealed interface Schedule {

    /**
     * One step.
     *
     * @param step as it is, but that what it begins after is what stands before it
     * @param next whether an event on which it begins is the next one after that
     */
    record Single(Step step, boolean next) implements Schedule {}

    /**
     * One after the other.
     *
     * @param parts in their order
     */
    record Sequence(List<Schedule> parts) implements Schedule {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Side by side.
     *
     * @param parts which all come after what is before the group
     */
    record Parallel(List<Schedule> parts) implements Schedule {
        public Parallel {
            parts = List.copyOf(parts);
        }
    }

    /** One step, which begins on an event whenever that comes. */
    static Schedule of(Step step) {
        return new Single(step, false);
    }

    /** One step, which begins on the next such event after what stands before it, unless that speaks of a step. */
    static Schedule next(Step step) {
        return new Single(step, true);
    }

    /** One after the other. */
    static Schedule sequence(Schedule... parts) {
        return new Sequence(List.of(parts));
    }

    /** Side by side. */
    static Schedule parallel(Schedule... parts) {
        return new Parallel(List.of(parts));
    }

    /** The same so many times, one after the other. */
    static Schedule repeat(int times, Schedule part) {
        return new Sequence(Collections.nCopies(times, part));
    }

    /**
     * One of several, by chance.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Schedule oneOf(RandomGenerator chance, Schedule... parts) {
        return parts[chance.nextInt(parts.length)];
    }

    /** All steps, in the order in which they stand here. */
    default List<Step> steps() {
        return WrittenOut.of(this);
    }
}
