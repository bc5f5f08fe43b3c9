package io.interregnum.run;

import io.interregnum.history.RunClock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the parts of a start: each from the end of the one before. For one thread. */
final class StartClock {
    private final RunClock clock;
    private final Map<String, Object> millis = new LinkedHashMap<>();
    private long totalNanos;
    private long lastNanos;

    /** @param beforeNanos what had passed since the program's main when the run began, counted as {@code harness} */
    StartClock(RunClock clock, long beforeNanos) {
        this.clock = clock;
        this.totalNanos = beforeNanos;
        millis.put("harness", beforeNanos / 1_000_000);
    }

    void part(String name) {
        long now = clock.nanos();
        millis.put(name, (now - lastNanos) / 1_000_000);
        totalNanos += now - lastNanos;
        lastNanos = now;
    }

    /** Milliseconds by part, {@code total} last. */
    Map<String, Object> millis() {
        Map<String, Object> all = new LinkedHashMap<>(millis);
        all.put("total", totalNanos / 1_000_000);
        return all;
    }
}
