package io.interregnum.check;

import java.util.Locale;
import java.util.OptionalLong;

/** How findings spell times and leaders. */
final class Words {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private Words() {}

    /** A moment of the run, such as {@code 1.200 s}. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / NANOS_PER_SECOND);
    }

    /** A length of time, such as {@code 210.0 ms}. */
    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
    }

    /** A leader, such as {@code master-1 (epoch 4)}. */
    static String leader(String node, OptionalLong epoch) {
        return node + (epoch.isPresent() ? " (epoch " + epoch.getAsLong() + ")" : " (no epoch shown)");
    }
}
