package io.interregnum.suite.file;

import io.interregnum.fault.Until;
import java.time.Duration;
import java.util.Optional;

/** Durations as scenario files write them. */
final class Times {
    private Times() {}

    /** A duration that follows the schema. */
    static Duration parse(String text) {
        return Optional.of(Until.parse("for " + text))
                .filter(Until.For.class::isInstance)
                .map(Until.For.class::cast)
                .map(Until.For::time)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not a duration"));
    }

    static String print(Duration duration) {
        return new Until.For(duration).text().substring("for ".length());
    }
}
