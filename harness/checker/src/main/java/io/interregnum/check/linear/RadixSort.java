package io.interregnum.check.linear;

/** Sorts numbers in linear time. Stateless. */
final class RadixSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private RadixSort() {}

    /**
     * The indexes of {@code keys} in ascending order of their keys; equal keys stay in the order in which they stand.
     * Needs two more arrays of the size of {@code keys} while it works.
     */
    static int[] order(long[] keys) {
        int count = keys.length;
        int[] order = new int[count];
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean sorted = true;
        for (int i = 0; i < count; i++) {
            order[i] = i;
            sorted &= i == 0 || keys[i - 1] <= keys[i];
            least = Math.min(least, keys[i]);
            greatest = Math.max(greatest, keys[i]);
        }
        return sorted ? order : sort(keys.clone(), order, least, greatest - least);
    }

    /** By the digits of {@code key - least}, taken as without sign, from the lowest to the highest. */
    private static int[] sort(long[] keys, int[] order, long least, long widest) {
        long[] from = keys;
        long[] to = new long[keys.length];
        int[] fromOrder = order;
        int[] toOrder = new int[keys.length];
        for (int shift = 0; shift < Long.SIZE && widest >>> shift != 0; shift += DIGIT_BITS) {
            int[] next = starts(from, least, shift);
            for (int i = 0; i < from.length; i++) {
                int place = next[digit(from[i], least, shift)]++;
                to[place] = from[i];
                toOrder[place] = fromOrder[i];
            }
            long[] keysBefore = from;
            from = to;
            to = keysBefore;
            int[] orderBefore = fromOrder;
            fromOrder = toOrder;
            toOrder = orderBefore;
        }
        return fromOrder;
    }

    private static int[] starts(long[] keys, long least, int shift) {
        int[] starts = new int[DIGITS];
        for (long key : keys) {
            starts[digit(key, least, shift)]++;
        }
        int sum = 0;
        for (int i = 0; i < DIGITS; i++) {
            int size = starts[i];
            starts[i] = sum;
            sum += size;
        }
        return starts;
    }

    private static int digit(long key, long least, int shift) {
        return (int) ((key - least) >>> shift) & (DIGITS - 1);
    }
}
