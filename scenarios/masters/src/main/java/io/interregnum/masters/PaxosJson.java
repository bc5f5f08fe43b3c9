package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.interregnum.masters.PaxosMessage.Confirm;
import io.interregnum.masters.PaxosMessage.Join;
import io.interregnum.masters.PaxosMessage.Outcome;
import io.interregnum.masters.PaxosMessage.Promise;
import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosMessage.Request;
import io.interregnum.masters.PaxosMessage.Truncate;
import io.interregnum.masters.PaxosMessage.Write;
import io.interregnum.masters.PaxosState.Entry;
import io.interregnum.masters.PaxosState.Status;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON forms of what replicas store and say. */
final class PaxosJson {
    private PaxosJson() {}

    static byte[] bytes(PaxosState state) {
        return Json.bytes(node(state));
    }

    /** @throws IOException if these bytes are not a state */
    static PaxosState state(byte[] bytes) throws IOException {
        return state(Json.parse(bytes));
    }

    static byte[] bytes(Reply reply) {
        ObjectNode node = Json.object().put("outcome", reply.outcome().name());
        node.set("state", node(reply.state()));
        return Json.bytes(node);
    }

    /** @throws IOException if these bytes are not a reply */
    static Reply reply(byte[] bytes) throws IOException {
        JsonNode node = Json.parse(bytes);
        return new Reply(constant(Outcome.class, node.path("outcome")), state(node.path("state")));
    }

    static byte[] bytes(Request request) {
        ObjectNode node = Json.object();
        if (request instanceof Promise promise) {
            node.put("ask", "promise").put("number", promise.number());
        } else if (request instanceof Write write) {
            node.put("ask", "write").put("number", write.number()).put("position", write.position());
            node.put("value", write.value());
        } else if (request instanceof Confirm confirm) {
            node.put("ask", "confirm").put("number", confirm.number());
        } else if (request instanceof Truncate truncate) {
            node.put("ask", "truncate").put("number", truncate.number()).put("position", truncate.position());
        } else if (request instanceof Join join) {
            node.put("ask", "join").put("replica", join.replica()).put("incarnation", join.incarnation());
        }
        return Json.bytes(node);
    }

    /** @throws IOException if these bytes are not a request */
    static Request request(byte[] bytes) throws IOException {
        JsonNode node = Json.parse(bytes);
        String ask = node.path("ask").asText();
        return switch (ask) {
            case "promise" -> new Promise(number(node, "number"));
            case "write" -> new Write(number(node, "number"), number(node, "position"), text(node.path("value")));
            case "confirm" -> new Confirm(number(node, "number"));
            case "truncate" -> new Truncate(number(node, "number"), number(node, "position"));
            case "join" -> new Join((int) number(node, "replica"), (int) number(node, "incarnation"));
            default -> throw new IOException("\"" + ask + "\" is not asked of a replica");
        };
    }

    private static ObjectNode node(PaxosState state) {
        ObjectNode node = Json.object()
                .put("status", state.status().name())
                .put("incarnation", state.incarnation())
                .put("promised", state.promised())
                .put("begin", state.begin());
        ObjectNode entries = node.putObject("entries");
        state.entries()
                .forEach((position, entry) -> entries.putObject(position.toString())
                        .put("number", entry.number())
                        .put("value", entry.value()));
        ObjectNode known = node.putObject("known");
        state.known().forEach((replica, incarnation) -> known.put(replica.toString(), incarnation));
        return node;
    }

    private static PaxosState state(JsonNode node) throws IOException {
        SortedMap<Long, Entry> entries = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : node.path("entries").properties()) {
            entries.put(
                    parsed(each.getKey()),
                    new Entry(
                            number(each.getValue(), "number"),
                            text(each.getValue().path("value"))));
        }
        SortedMap<Integer, Integer> known = new TreeMap<>();
        for (String replica : (Iterable<String>) node.path("known")::fieldNames) {
            known.put((int) parsed(replica), (int) number(node.path("known"), replica));
        }
        return new PaxosState(
                constant(Status.class, node.path("status")),
                (int) number(node, "incarnation"),
                number(node, "promised"),
                number(node, "begin"),
                entries,
                known);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static long number(JsonNode node, String field) throws IOException {
        JsonNode number = node.path(field);
        if (!number.canConvertToLong()) {
            throw new IOException(field + "=" + number + ": expected a whole number");
        }
        return number.asLong();
    }

    private static long parsed(String number) throws IOException {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw new IOException("\"" + number + "\": expected a whole number", e);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode node) throws IOException {
        try {
            return Enum.valueOf(type, node.asText());
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + node.asText() + "\" is no " + type.getSimpleName(), e);
        }
    }
}
