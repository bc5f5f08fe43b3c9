package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a history event by event, 100 ms apart, as client processes on one key at a time. */
final class LinearizabilityCheckerStory {
    private static final long STEP_NANOS = 100_000_000;

    private final List<Event> events = new ArrayList<>();
    private final Map<Integer, Event> open = new HashMap<>();
    private String key = "x";
    private String node = "master-1";
    private long epoch = 1;

    LinearizabilityCheckerStory onKey(String name) {
        key = name;
        return this;
    }

    LinearizabilityCheckerStory onNode(String name, long inEpoch) {
        node = name;
        epoch = inEpoch;
        return this;
    }

    LinearizabilityCheckerStory invoke(int process, String f, @Nullable Object value) {
        Map<String, Object> fields = Map.of(ClientFields.KEY, key, ClientFields.NODE, node);
        open.put(process, add(Event.Type.INVOKE, process, f, value, fields));
        return this;
    }

    LinearizabilityCheckerStory ok(int process) {
        return end(process, Event.Type.OK, open(process).value(), Map.of(ClientFields.EPOCH, epoch));
    }

    LinearizabilityCheckerStory okRead(int process, @Nullable Long value) {
        return end(process, Event.Type.OK, value, Map.of(ClientFields.EPOCH, epoch));
    }

    LinearizabilityCheckerStory info(int process) {
        return end(process, Event.Type.INFO, open(process).value(), Map.of(ClientFields.ERROR, "timeout"));
    }

    LinearizabilityCheckerStory fail(int process) {
        return end(process, Event.Type.FAIL, open(process).value(), Map.of(ClientFields.ERROR, "not leader"));
    }

    LinearizabilityCheckerStory mismatch(int process, long actual) {
        Map<String, Object> fields = Map.of(
                ClientFields.ERROR, ClientFields.MISMATCH, ClientFields.ACTUAL, actual, ClientFields.EPOCH, epoch);
        return end(process, Event.Type.FAIL, open(process).value(), fields);
    }

    LinearizabilityCheckerStory write(int process, long value) {
        return invoke(process, ClientFields.WRITE, value).ok(process);
    }

    LinearizabilityCheckerStory cas(int process, long expected, long value) {
        return invoke(process, ClientFields.CAS, List.of(expected, value)).ok(process);
    }

    LinearizabilityCheckerStory read(int process, @Nullable Long value) {
        return invoke(process, ClientFields.READ, null).okRead(process, value);
    }

    History history() {
        return new History(events);
    }

    private Event open(int process) {
        return java.util.Objects.requireNonNull(open.get(process));
    }

    private LinearizabilityCheckerStory end(
            int process, Event.Type type, @Nullable Object value, Map<String, Object> more) {
        Event invoke = java.util.Objects.requireNonNull(open.remove(process));
        Map<String, Object> fields = new HashMap<>(invoke.fields());
        fields.putAll(more);
        add(type, process, invoke.f(), value, fields);
        return this;
    }

    private Event add(Event.Type type, int process, String f, @Nullable Object value, Map<String, Object> fields) {
        Event event =
                new Event(events.size(), events.size() * STEP_NANOS, type, String.valueOf(process), f, value, fields);
        events.add(event);
        return event;
    }
}
