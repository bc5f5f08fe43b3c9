package io.interregnum.workload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The sets of a run. A few take elements in turn; when they are full, as many others take their place. Safe for many
 * threads.
 *
 * <p>A system may keep all of them in one node of ZooKeeper, which has room for 1 MB and is written anew for each element: so
 * a set stays small, and there is an end to all of them.
 */
final class Sets {
    static final int OPEN_COUNT = 4;
    static final int ELEMENTS_MAX = 200;
    static final int SETS_MAX = 48;

    private final AtomicLong nextAddition = new AtomicLong();

    /** The set that takes the next element; empty when all are full. */
    Optional<String> forAddition() {
        int set = setOf(nextAddition.getAndIncrement());
        return set < SETS_MAX ? Optional.of(name(set)) : Optional.empty();
    }

    private static int setOf(long addition) {
        long round = addition / (OPEN_COUNT * ELEMENTS_MAX);
        return (int) Math.min(SETS_MAX, round * OPEN_COUNT + addition % OPEN_COUNT);
    }

    /** One of those that were ever to take an element, or take one next. */
    String forReading(RandomGenerator random) {
        return name(random.nextInt(count()));
    }

    /** All of those, in their order. */
    List<String> all() {
        return IntStream.range(0, count()).mapToObj(Sets::name).toList();
    }

    private int count() {
        long rounds = nextAddition.get() / (OPEN_COUNT * ELEMENTS_MAX) + 1;
        return (int) Math.min(SETS_MAX, rounds * OPEN_COUNT);
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "s%02d", number);
    }
}
