package io.interregnum.check.linear;

/** Sorts numbers in linear time. Stateless. */
final class RadixSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int HALF_BITS = 32;

    private RadixSort() {}

    /**
     * The indexes of {@code keys} in ascending order of their keys; equal keys stay in the order in which they stand.
     * Needs two more arrays of the size of {@code keys} while it works.
     */
    static int[] order(long[] keys) {
        int[] order = new int[keys.length];
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean sorted = true;
        for (int i = 0; i < keys.length; i++) {
            order[i] = i;
            sorted &= i == 0 || keys[i - 1] <= keys[i];
            least = Math.min(least, keys[i]);
            greatest = Math.max(greatest, keys[i]);
        }
        if (!sorted) {
            long[] from = new long[keys.length];
            long[] to = new long[keys.length];
            long widest = greatest - least; // without sign, as all that is taken from it
            for (int half = 0; half < Long.SIZE && widest >>> half != 0; half += HALF_BITS) {
                for (int i = 0; i < order.length; i++) {
                    from[i] = (keys[order[i]] - least) >>> half << HALF_BITS | order[i];
                }
                sort(from, to, order, widest >>> half);
            }
        }
        return order;
    }

    /**
     * Sorts by the upper half, digit by digit from the lowest.
     *
     * @param from in the upper half what to sort by, in the lower an index; changed, as is {@code to}
     * @param order where the indexes go
     * @param widest no upper half is greater
     */
    private static void sort(long[] from, long[] to, int[] order, long widest) {
        long[] source = from;
        long[] target = to;
        for (int shift = 0; shift < HALF_BITS && widest >>> shift != 0; shift += DIGIT_BITS) {
            int[] next = starts(source, HALF_BITS + shift);
            for (long entry : source) {
                target[next[digit(entry, HALF_BITS + shift)]++] = entry;
            }
            long[] sorted = target;
            target = source;
            source = sorted;
        }
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) source[i];
        }
    }

    private static int[] starts(long[] entries, int shift) {
        int[] starts = new int[DIGITS];
        for (long entry : entries) {
            starts[digit(entry, shift)]++;
        }
        int sum = 0;
        for (int i = 0; i < DIGITS; i++) {
            int size = starts[i];
            starts[i] = sum;
            sum += size;
        }
        return starts;
    }

    private static int digit(long entry, int shift) {
        return (int) (entry >>> shift) & (DIGITS - 1);
    }
}
