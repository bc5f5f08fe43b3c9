package io.interregnum.run;

import io.interregnum.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a seed draws before it draws faults.
 *
 * @param kinds that take part, one at least
 * @param faults how many are wanted
 * @param lanes sequences side by side, 1 to 3
 * @param gapMaxMillis longest time between the heal of a fault and the next one of its lane
 * @param detectionPercent how many of a hundred faults outlast ZooKeeper's patience
 * @param eventPercent how many of a hundred begin on an event
 * @param freshPercent how many of a hundred are healed with their connections ended
 * @param endOnEventPercent how many of a hundred end on an event
 * @param variedPercent how many of a hundred have other values of parameters than their standard
 */
record RandomStyle(
        List<Fault> kinds,
        int faults,
        int lanes,
        int gapMaxMillis,
        int detectionPercent,
        int eventPercent,
        int freshPercent,
        int endOnEventPercent,
        int variedPercent) {

    /** How many faults there are unless it is wished otherwise. */
    private static final int FAULTS_MIN = 3;

    private static final int FAULTS_MAX = 10;
    private static final List<Integer> KIND_PERCENTS = List.of(5, 15, 40);
    private static final List<Integer> GAP_MAX_MILLIS = List.of(400, 2_000, 5_000);
    private static final List<Integer> EVENT_PERCENTS = List.of(0, 25, 60);
    private static final List<Integer> FRESH_PERCENTS = List.of(0, 0, 50);
    private static final List<Integer> END_ON_EVENT_PERCENTS = List.of(0, 15, 40);
    private static final List<Integer> VARIED_PERCENTS = List.of(0, 30, 70);

    RandomStyle {
        kinds = List.copyOf(kinds);
    }

    static RandomStyle draw(RandomSchedule.Wishes wishes, RandomGenerator chance) {
        int percent = oneOf(KIND_PERCENTS, chance);
        List<Fault> kinds = new ArrayList<>();
        for (Fault kind : wishes.kinds()) {
            if (chance.nextInt(100) < percent) {
                kinds.add(kind);
            }
        }
        Fault atLeast = oneOf(wishes.kinds(), chance);
        int faults = chance.nextInt(FAULTS_MIN, FAULTS_MAX + 1);
        return new RandomStyle(
                kinds.isEmpty() ? List.of(atLeast) : kinds,
                wishes.faults().orElse(faults),
                chance.nextInt(1, 4),
                oneOf(GAP_MAX_MILLIS, chance),
                chance.nextInt(0, 101),
                oneOf(EVENT_PERCENTS, chance),
                oneOf(FRESH_PERCENTS, chance),
                oneOf(END_ON_EVENT_PERCENTS, chance),
                oneOf(VARIED_PERCENTS, chance));
    }

    static <T> T oneOf(List<T> all, RandomGenerator chance) {
        return all.get(chance.nextInt(all.size()));
    }
}
