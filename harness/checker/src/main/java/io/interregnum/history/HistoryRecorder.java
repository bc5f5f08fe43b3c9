package io.interregnum.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The only place that gives out index and time.
 *
 * <p>Safe for use by many threads: one lock guards the list, so index order, time order, and the order in which threads
 * got here are the same order. Record {@code INVOKE} before sending a request and a completion after its answer is in
 * hand. Being late with a completion only widens the operation's interval, which can hide a violation but not invent
 * one; being late with an invocation can invent one.
 *
 * <p>The sink is called under the lock, before {@code record} returns: an event is written before it is acted on.
 * Listeners are called under the lock as well, after the sink; they must be quick and must not record.
 */
public final class HistoryRecorder {
    private final RunClock clock;
    private final Consumer<Event> sink;
    private final List<Event> events = new ArrayList<>(); // guarded by this
    private final List<Consumer<Event>> listeners = new ArrayList<>(); // guarded by this

    /**
     * @param clock gives the time of every event
     * @param sink stores every event, such as {@link HistoryFile.Writer}; what it throws is thrown by {@code record}
     */
    public HistoryRecorder(RunClock clock, Consumer<Event> sink) {
        this.clock = clock;
        this.sink = sink;
    }

    /**
     * Records one event now.
     *
     * @return the event with its index and time
     */
    public synchronized Event record(
            Event.Type type, String process, String f, @Nullable Object value, Map<String, Object> fields) {
        Event event = new Event(events.size(), clock.nanos(), type, process, f, value, fields);
        sink.accept(event);
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
        return event;
    }

    /** Records one event without further fields. */
    public Event record(Event.Type type, String process, String f, @Nullable Object value) {
        return record(type, process, f, value, Map.of());
    }

    /** Tells {@code listener} of every later event, in order. */
    public synchronized void listen(Consumer<Event> listener) {
        listeners.add(listener);
    }

    /** What was recorded until now. */
    public synchronized History history() {
        return new History(events);
    }

    public RunClock clock() {
        return clock;
    }
}
