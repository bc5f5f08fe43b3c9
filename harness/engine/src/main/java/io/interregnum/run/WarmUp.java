package io.interregnum.run;

import io.interregnum.history.Event;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Knows when clients have worked long and well enough for a fault to show something. Begins when it is made. Safe for
 * many threads.
 *
 * <p>A time alone is not enough: on a machine that is busy with something else, two seconds passed with fewer operations
 * than a judge wants to see before a fault, and with nobody known to lead at whom it could be aimed.
 */
final class WarmUp implements Consumer<Event> {
    static final Duration SHORTEST = Duration.ofSeconds(2);
    /** Then it is over in any case, and what is missing is for judges to say. */
    static final Duration LONGEST = Duration.ofSeconds(20);
    /** Twice what {@code VacuityChecker} asks for. */
    static final int OK_MIN = 100;

    private final RunClock clock;
    private final long beganNanos;
    private final AtomicInteger okCount = new AtomicInteger();

    WarmUp(RunClock clock) {
        this.clock = clock;
        this.beganNanos = clock.nanos();
    }

    @Override
    public void accept(Event event) {
        if (event.isClient() && event.type() == Event.Type.OK) {
            okCount.incrementAndGet();
        }
    }

    /** @param somebodyLeads whether a fault would find a leader to aim at now, and agents that follow it */
    boolean isOver(boolean somebodyLeads) {
        long passedNanos = clock.nanos() - beganNanos;
        boolean enough = okCount.get() >= OK_MIN && somebodyLeads;
        return passedNanos >= LONGEST.toNanos() || (passedNanos >= SHORTEST.toNanos() && enough);
    }
}
