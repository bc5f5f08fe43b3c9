package io.interregnum.check.linear;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for values, from 0 in the order in which they are first seen; the same for two values if and only if they are
 * equal. Values of different scopes are different. One thread.
 *
 * <p>Values of type {@code Long} and of scope 0 that are not much greater than there are operations are looked up by
 * themselves: values that are counted up need nothing else. The others are hashed, and of what some of them do without
 * (a scope, an object to compare with) there is no array before the first that needs it.
 */
final class ValueNumbers {
    private static final Object ABSENT = new Object();
    private static final int LEAST_SLOTS = 64;
    private static final int NEIGHBOUR_BITS = 4;
    private static final long ROOM_PER_OPERATION = 2;

    private final long room;
    private int[] small = new int[LEAST_SLOTS]; // number + 1 of a value below the room, 0 where there is none
    private int[] slots = new int[LEAST_SLOTS]; // the same of a value that is hashed
    private int hashed;
    private long[] keys = {}; // by number: the value itself if it is a Long, else its hash; of what is hashed
    private @Nullable Object[] others = {}; // by number, or shorter: null for a Long
    private int[] scopes = {}; // by number, or shorter: what is missing is of scope 0
    private int size;

    /** @param operations of how many operations they are; what they need hangs on it, and nothing else */
    ValueNumbers(int operations) {
        this.room = ROOM_PER_OPERATION * operations;
    }

    /** The number of {@code value}, null for absent. */
    int of(int scope, @Nullable Object value) {
        if (value instanceof Long number) {
            return scope == 0 && number >= 0 && number < room
                    ? ofSmall(number.intValue())
                    : ofHashed(scope, number, null);
        }
        return ofHashed(scope, value == null ? 0 : value.hashCode(), value == null ? ABSENT : value);
    }

    private int ofSmall(int value) {
        if (value >= small.length) {
            small = Arrays.copyOf(small, Math.max(lengthFor(small.length), lengthFor(value)));
        }
        if (small[value] == 0) {
            small[value] = ++size;
        }
        return small[value] - 1;
    }

    private int ofHashed(int scope, long key, @Nullable Object other) {
        boolean isLong = other == null;
        int slot = slot(key, scope, isLong);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            int number = slots[slot] - 1;
            if (keys[number] == key
                    && scope(number) == scope
                    && (other == null ? other(number) == null : other.equals(other(number)))) {
                return number;
            }
        }
        if (2 * (hashed + 1) > slots.length) {
            grow();
            slot = freeSlot(key, scope, isLong);
        }
        keep(scope, key, other);
        hashed++;
        slots[slot] = ++size;
        return size - 1;
    }

    /** Keeps what the next number stands for. */
    private void keep(int scope, long key, @Nullable Object other) {
        if (size >= keys.length) {
            keys = Arrays.copyOf(keys, lengthFor(size));
        }
        keys[size] = key;
        if (other != null) {
            if (size >= others.length) {
                others = Arrays.copyOf(others, lengthFor(size));
            }
            others[size] = other;
        }
        if (scope != 0) {
            if (size >= scopes.length) {
                scopes = Arrays.copyOf(scopes, lengthFor(size));
            }
            scopes[size] = scope;
        }
    }

    /** A length for an array that has no place for {@code index}, so that growing costs little in sum. */
    private static int lengthFor(int index) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(LEAST_SLOTS, 2L * index));
    }

    /** How many numbers were given out. */
    int count() {
        return size;
    }

    /** The scope of the value of that number. */
    int scope(int number) {
        return number < scopes.length ? scopes[number] : 0;
    }

    private @Nullable Object other(int number) {
        return number < others.length ? others[number] : null;
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
        int[] before = slots;
        slots = new int[2 * before.length];
        for (int taken : before) {
            if (taken != 0) {
                int number = taken - 1;
                slots[freeSlot(keys[number], scope(number), other(number) == null)] = taken;
            }
        }
    }
}
