package io.interregnum.suite.command;

import io.interregnum.fault.TimeText;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;

/** Durations as people write and read them: {@code 500ms}, {@code 2s}, {@code 10m}. */
final class Durations {
    private Durations() {}

    /** @throws CommandLine.TypeConversionException when it is not of that form */
    static Duration parse(String text) {
        try {
            return TimeText.parse(text.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** Seconds with three decimals, such as {@code 2.345 s}. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
