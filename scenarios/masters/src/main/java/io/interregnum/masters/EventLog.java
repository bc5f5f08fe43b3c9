package io.interregnum.masters;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes one JSON object per line for everything that explains what a master did. Each line is written in one piece
 * before the call returns, so it survives a kill. Safe for many threads: lines are written in the order of their stamps.
 */
final class EventLog {
    private static final JsonFactory JSON = new JsonFactory();

    private final OutputStream out;
    private final String node;
    private final String id;

    EventLog(OutputStream out, String node, String id) {
        this.out = out;
        this.node = node;
        this.id = id;
    }

    /**
     * Writes one event.
     *
     * @param epoch the epoch under which it happened; empty on a follower
     * @param details texts and numbers by name
     */
    synchronized void write(String event, OptionalLong epoch, Map<String, Object> details) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("wallMs", System.currentTimeMillis());
            json.writeNumberField("monotonicNs", System.nanoTime());
            json.writeStringField("event", event);
            json.writeStringField("node", node);
            json.writeStringField("id", id);
            if (epoch.isPresent()) {
                json.writeNumberField("epoch", epoch.getAsLong());
            } else {
                json.writeNullField("epoch");
            }
            json.writeObjectFieldStart("details");
            for (Map.Entry<String, Object> detail : new TreeMap<>(details).entrySet()) {
                if (detail.getValue() instanceof Number number) {
                    json.writeNumberField(detail.getKey(), number.longValue());
                } else {
                    json.writeStringField(detail.getKey(), detail.getValue().toString());
                }
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        emit(line.toByteArray());
    }

    private void emit(byte[] line) {
        try {
            out.write(line);
            out.flush();
        } catch (IOException e) {
            // Nobody reads any more. A master that stopped for that would fail for the reader's reasons.
        }
    }

    /**
     * Writes one line of a ledger: what a process says that it did or was told, for whoever judges the run.
     *
     * @param fields texts, numbers, booleans and lists of texts by name
     */
    synchronized void ledger(String kind, Map<String, Object> fields) {
        ObjectNode line = Json.object()
                .put("wallMs", System.currentTimeMillis())
                .put("monotonicNs", System.nanoTime())
                .put("event", "ledger")
                .put("node", node)
                .put("kind", kind);
        fields.forEach((name, value) -> {
            if (value instanceof Number number) {
                line.put(name, number.longValue());
            } else if (value instanceof Boolean flag) {
                line.put(name, flag);
            } else if (value instanceof List<?> list) {
                ArrayNode array = line.putArray(name);
                list.forEach(each -> array.add(String.valueOf(each)));
            } else {
                line.put(name, value.toString());
            }
        });
        emit((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A change of the registry from one version to the next, with the number of operations in the batch. */
    void registry(String event, long epoch, long versionBefore, long versionAfter, int operationCount) {
        write(
                event,
                OptionalLong.of(epoch),
                Map.of(
                        "versionBefore", versionBefore,
                        "versionAfter", versionAfter,
                        "operations", operationCount));
    }
}
