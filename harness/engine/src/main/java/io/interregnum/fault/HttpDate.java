package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** What a master's JVM takes for the time of day, as the {@code Date} of its HTTP answers says. */
final class HttpDate {
    private static final Duration LIMIT = Duration.ofMillis(1_600);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private HttpDate() {}

    /**
     * How far it is ahead of its machine's clock, in ms; negative when it is late. The header has whole seconds, so this
     * asks again and again until it sees one begin; blocks for a second mostly.
     *
     * @throws ClusterException when the master does not answer, or says no date
     */
    static long aheadMillis(Scene scene, NodeId master) {
        RunClock clock = RunClock.startNow();
        long first = dateMillis(scene, master);
        try {
            while (clock.nanos() < LIMIT.toNanos()) {
                long before = rightMillis(scene, master);
                long date = dateMillis(scene, master);
                if (date != first) {
                    return date - (before + rightMillis(scene, master)) / 2;
                }
                clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while asking " + master + " for the time", e);
        }
        // A clock that stands still, or nearly.
        return first - rightMillis(scene, master);
    }

    private static long rightMillis(Scene scene, NodeId master) {
        return Long.parseLong(scene.cluster().errand(master, List.of("wall")));
    }

    private static long dateMillis(Scene scene, NodeId master) {
        HttpAttempt.Outcome outcome = HttpAttempt.send(
                timeout -> scene.cluster().control(master, scene.system().masterPort(), timeout),
                HttpAttempt.Request.get(scene.system().probePath()),
                Inspection.TIMEOUT);
        Optional<String> date = outcome instanceof HttpAttempt.Answered answered
                ? answered.answer().header("date")
                : Optional.empty();
        try {
            return ZonedDateTime.parse(
                            date.orElseThrow(() -> new ClusterException(master + " said no date: " + outcome)),
                            DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new ClusterException(master + " said a date that is none: " + date, e);
        }
    }
}
