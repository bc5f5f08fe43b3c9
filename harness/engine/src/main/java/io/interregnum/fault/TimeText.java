package io.interregnum.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as schedules and people write them: a whole number with ms, s, m or h. */
public final class TimeText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private TimeText() {}

    /**
     * A duration from 0 to 999,999,999 of its unit.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a duration; expected a number with ms, s, m or h, such as 500ms or 2s");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** In whole milliseconds, or in whole seconds where it is that. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 && millis > 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** @throws IllegalArgumentException when it is */
    static void refuseNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a time of " + duration + " must not be negative");
        }
    }
}
