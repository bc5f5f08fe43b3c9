package io.interregnum.fault;

import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import java.util.Optional;

/** That all was seen whole and serving again after a step's fault, as histories have it. */
public final class Recovered {
    private Recovered() {}

    /** Records it of a step, now. */
    public static void record(HistoryRecorder recorder, int step) {
        recorder.record(Event.Type.INFO, Processes.RUNNER, Processes.RECOVERED, (long) step);
    }

    /** The step of which an event says so; empty for any other event. */
    static Optional<Long> step(Event event) {
        return event.process().equals(Processes.RUNNER)
                        && event.f().equals(Processes.RECOVERED)
                        && event.value() instanceof Long step
                ? Optional.of(step)
                : Optional.empty();
    }
}
