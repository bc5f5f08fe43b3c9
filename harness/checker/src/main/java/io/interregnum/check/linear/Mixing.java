package io.interregnum.check.linear;

/** Spreads the bits of numbers, so that tables whose size is a power of two fill evenly. */
final class Mixing {
    private Mixing() {}

    static int mix(int value) {
        int mixed = value * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
