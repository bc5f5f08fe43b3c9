package io.interregnum.history;

import java.util.Optional;

/**
 * An invocation with its completion: a closed interval in which the operation took effect, if it did.
 *
 * @param invoke the event that began it
 * @param completion the event that ended it; empty if the history ends first, which counts as {@link Event.Type#INFO}
 */
public record Operation(Event invoke, Optional<Event> completion) {

    /** The outcome: {@code OK}, {@code FAIL}, or {@code INFO} when nobody knows. Never {@code INVOKE}. */
    public Event.Type outcome() {
        return completion.map(Event::type).orElse(Event.Type.INFO);
    }

    /** The moment before which it cannot have had an effect, in nanoseconds since the run began. */
    public long invokedNanos() {
        return invoke.timeNanos();
    }

    /** When the answer was in hand, in nanoseconds since the run began; {@code Long.MAX_VALUE} without an answer. */
    public long completedNanos() {
        return completion.map(Event::timeNanos).orElse(Long.MAX_VALUE);
    }
}
