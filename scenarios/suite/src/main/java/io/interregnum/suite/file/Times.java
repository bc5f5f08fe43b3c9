package io.interregnum.suite.file;

import io.interregnum.fault.TimeText;
import io.interregnum.fault.Until;
import java.time.Duration;

/** Durations as scenario files write them. */
final class Times {
    private Times() {}

    /** A duration that follows the schema. */
    static Duration parse(String text) {
        return TimeText.parse(text);
    }

    static String print(Duration duration) {
        return new Until.For(duration).text().substring("for ".length());
    }
}
