package io.interregnum.run;

import io.interregnum.history.Json;
import io.interregnum.history.RunClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ledger, such as {@code {"wallMs":1,"monotonicNs":2,"event":"ledger","node":"agent-1","kind":"started"}}.
 *
 * @param kind what happened
 * @param monotonicNanos when, on the clock of the node's machine; empty when it does not say
 * @param fields what is said of it, plain JSON data in the order of the line
 */
record LedgerEntry(String kind, OptionalLong monotonicNanos, Map<String, Object> fields) {
    private static final String START = "{\"wallMs\"";
    private static final String MARK = "\"ledger\"";
    private static final List<String> FRAME = List.of("wallMs", "monotonicNs", "event", "node", "kind");

    /**
     * Reads a line of output, which may be anything. A process that is killed may leave half a line, and the next one goes
     * on behind it.
     *
     * @param line without its end
     * @param whole false when the line was longer than what is here
     * @param node whose output it is
     * @param found to which the entry is added
     * @return how many entries were broken
     */
    static int read(String line, boolean whole, String node, List<LedgerEntry> found) {
        if (!line.startsWith("{")) {
            return 0;
        }
        Object json = whole ? parsed(line) : null;
        if (json != null) {
            return add(json, node, found);
        }
        int next = line.indexOf(START, 1);
        boolean torn = next >= 0 || line.contains(MARK) || !line.endsWith("}");
        return (torn ? 1 : 0) + (next < 0 ? 0 : read(line.substring(next), whole, node, found));
    }

    private static @Nullable Object parsed(String text) {
        try {
            return Json.read(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int add(Object json, String node, List<LedgerEntry> found) {
        if (!(json instanceof Map<?, ?> map) || !"ledger".equals(map.get("event"))) {
            return 0; // some other line of the program
        }
        if (!(map.get("kind") instanceof String kind) || !node.equals(map.get("node"))) {
            return 1;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!FRAME.contains(String.valueOf(name)) && value != null) {
                fields.put(String.valueOf(name), value);
            }
        });
        OptionalLong at = map.get("monotonicNs") instanceof Long nanos ? OptionalLong.of(nanos) : OptionalLong.empty();
        found.add(new LedgerEntry(kind, at, fields));
        return 0;
    }

    /** The fields, and when it was by the run's clock. */
    Map<String, Object> placed(RunClock clock) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        monotonicNanos.ifPresent(nanos -> all.put("atNanos", clock.of(nanos)));
        return all;
    }
}
