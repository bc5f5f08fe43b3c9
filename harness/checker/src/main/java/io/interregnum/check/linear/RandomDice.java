package io.interregnum.check.linear;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chance and values for random objects, by seed. One thread. */
final class RandomDice {
    private final SplittableRandom random;
    private final int valueCount;
    private long fresh;

    /** @param valueCount size of the domain; 0 for values of which each is used once */
    RandomDice(long seed, int valueCount) {
        this.random = new SplittableRandom(seed);
        this.valueCount = valueCount;
        this.fresh = valueCount;
    }

    /** From 0 to {@code bound}, exclusive. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True in {@code percent} of 100 cases. */
    boolean percent(int percent) {
        return random.nextInt(100) < percent;
    }

    /** True with that probability. */
    boolean chance(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    boolean valuesAreUnique() {
        return valueCount == 0;
    }

    /** A value to write. */
    Long value() {
        return valueCount == 0 ? freshValue() : Long.valueOf(random.nextInt(valueCount));
    }

    /** A value that was not used before and will not be used again. */
    Long freshValue() {
        return fresh++;
    }

    /** A value that may have been used before. */
    Long someValue() {
        return valueCount > 0 ? Long.valueOf(random.nextInt(valueCount)) : Long.valueOf(recent());
    }

    private long recent() {
        return Math.max(0, fresh - 1 - random.nextInt(8));
    }

    /** A map in this order, so that it is always written the same way. */
    static Map<String, @Nullable Object> map(String name, @Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>(4);
        map.put(name, value);
        return Collections.unmodifiableMap(map);
    }

    /** A map in this order. */
    static Map<String, @Nullable Object> map(
            String name, @Nullable Object value, String otherName, @Nullable Object otherValue) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>(4);
        map.put(name, value);
        map.put(otherName, otherValue);
        return Collections.unmodifiableMap(map);
    }
}
