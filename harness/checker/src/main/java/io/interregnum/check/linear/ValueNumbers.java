package io.interregnum.check.linear;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for values, from 0 in the order in which they are first seen; the same for two values if and only if they are
 * equal. Values of different scopes are different. One thread.
 *
 * <p>Whole numbers of type {@code long} are kept as such, and neighbours among them stand side by side, so that values
 * that are counted up are found in the cache of the processor.
 */
final class ValueNumbers {
    private static final Object ABSENT = new Object();
    private static final int LEAST_SLOTS = 64;
    private static final int NEIGHBOUR_BITS = 4;

    private int[] slots = new int[LEAST_SLOTS]; // number + 1 of a value, 0 where there is none
    private long[] keys = new long[LEAST_SLOTS / 2]; // the value itself if it is a Long, else its hash
    private int[] scopes = new int[LEAST_SLOTS / 2];
    private @Nullable Object[] others = new Object[LEAST_SLOTS / 2]; // null for a Long
    private int size;

    /** The number of {@code value}, null for absent. */
    int of(int scope, @Nullable Object value) {
        return value instanceof Long number
                ? of(scope, number, null)
                : of(scope, value == null ? 0 : value.hashCode(), value == null ? ABSENT : value);
    }

    private int of(int scope, long key, @Nullable Object other) {
        boolean isLong = other == null;
        int slot = slot(key, scope, isLong);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            int number = slots[slot] - 1;
            if (keys[number] == key
                    && scopes[number] == scope
                    && (other == null ? others[number] == null : other.equals(others[number]))) {
                return number;
            }
        }
        if (2 * (size + 1) > slots.length) {
            grow();
            slot = freeSlot(key, scope, isLong);
        }
        keys[size] = key;
        scopes[size] = scope;
        others[size] = other;
        slots[slot] = ++size;
        return size - 1;
    }

    /** How many numbers were given out. */
    int count() {
        return size;
    }

    /** The scope of the value of that number. */
    int scope(int number) {
        return scopes[number];
    }

    private int slot(long key, int scope, boolean isLong) {
        long mixed = ((isLong ? key >> NEIGHBOUR_BITS : key) + scope * 0x9E37_79B9_7F4A_7C15L) * 0xD6E8_FEB8_6659_FD93L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8_FEB8_6659_FD93L;
        int hash = (int) (mixed >>> 32);
        int neighbours = (1 << NEIGHBOUR_BITS) - 1;
        return (isLong ? (hash & ~neighbours) | (int) (key & neighbours) : hash) & (slots.length - 1);
    }

    private int freeSlot(long key, int scope, boolean isLong) {
        int slot = slot(key, scope, isLong);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        keys = Arrays.copyOf(keys, slots.length / 2);
        scopes = Arrays.copyOf(scopes, slots.length / 2);
        others = Arrays.copyOf(others, slots.length / 2);
        for (int number = 0; number < size; number++) {
            slots[freeSlot(keys[number], scopes[number], others[number] == null)] = number + 1;
        }
    }
}
