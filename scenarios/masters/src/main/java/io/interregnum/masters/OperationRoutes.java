package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The registers and sets of the registry by HTTP. Safe for many threads. */
final class OperationRoutes {
    private static final String REGISTRY_PATH = "/ref/registry/";
    private static final String SET_PATH = "/ref/set/";

    private final Routes.Sources sources;
    private final Duration storeTimeout;

    OperationRoutes(Routes.Sources sources, Duration storeTimeout) {
        this.sources = sources;
        this.storeTimeout = storeTimeout;
    }

    static boolean serves(String path) {
        return path.startsWith(REGISTRY_PATH) || path.startsWith(SET_PATH);
    }

    CompletionStage<Answer> answer(String method, String path, byte[] body) {
        Operation operation;
        try {
            operation = path.startsWith(SET_PATH)
                    ? parseOnSet(method, name(path, SET_PATH), body)
                    : parseOnKey(method, name(path, REGISTRY_PATH), body);
        } catch (IllegalArgumentException e) {
            return Routes.done(Answer.text(
                    400, String.valueOf(e.getMessage()), sources.standing().get()));
        }
        Standing now = sources.standing().get();
        if (!now.leading()) {
            return Routes.done(Routes.elsewhere(path, now));
        }
        Registry target = sources.registry().get();
        if (!target.recovered()) {
            return Routes.done(Answer.text(503, Routes.NOT_RECOVERED, now));
        }
        return submit(target, operation, storeTimeout)
                .thenApply(reply -> render(reply, sources.standing().get()));
    }

    /** Submits an operation whose outcome is called unknown when it takes too long. */
    static CompletableFuture<Reply> submit(Registry target, Operation operation, Duration storeTimeout) {
        Reply late = new Reply.Unknown("no commit within " + storeTimeout.toMillis() + " ms");
        return target.submit(operation).completeOnTimeout(late, storeTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String name(String path, String prefix) {
        String name = path.substring(prefix.length());
        if (!name.matches("[A-Za-z0-9_.-]{1,200}")) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is not a key: expected 1 to 200 letters, digits, dots, dashes or underscores");
        }
        return name;
    }

    private static Operation parseOnSet(String method, String set, byte[] body) {
        String expected = "expected {\"op\":\"add\",\"value\":17} with an integer";
        if (method.equals("GET")) {
            return new Operation.ReadSet(set);
        }
        JsonNode request = parse(method, body, expected);
        if (!request.path("op").asText().equals("add")) {
            throw malformed("\"op\" is not \"add\"", expected, null);
        }
        return new Operation.AddToSet(set, number(request, "value", expected));
    }

    private static Operation parseOnKey(String method, String key, byte[] body) {
        String expected = "expected {\"op\":\"write\",\"value\":17}"
                + " or {\"op\":\"cas\",\"old\":16,\"new\":17} with integers, where \"old\" may be null";
        if (method.equals("GET")) {
            return new Operation.Read(key);
        }
        JsonNode request = parse(method, body, expected);
        return switch (request.path("op").asText()) {
            case "write" -> new Operation.Write(key, number(request, "value", expected));
            case "cas" ->
                new Operation.Cas(key, numberOrNull(request, "old", expected), number(request, "new", expected));
            default -> throw malformed("\"op\" is neither \"write\" nor \"cas\"", expected, null);
        };
    }

    private static JsonNode parse(String method, byte[] body, String expected) {
        if (!method.equals("POST")) {
            throw new IllegalArgumentException(method + " is not an operation: expected GET or POST");
        }
        try {
            return Json.parse(body);
        } catch (IOException e) {
            throw malformed("not one JSON value", expected, e);
        }
    }

    private static long number(JsonNode request, String field, String expected) {
        JsonNode node = request.path(field);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw malformed("\"" + field + "\" is not a 64-bit integer", expected, null);
        }
        return node.asLong();
    }

    private static @Nullable Long numberOrNull(JsonNode request, String field, String expected) {
        boolean isNull = request.has(field) && request.path(field).isNull();
        return isNull ? null : Long.valueOf(number(request, field, expected));
    }

    private static IllegalArgumentException malformed(String what, String expected, @Nullable Throwable cause) {
        return new IllegalArgumentException("Malformed operation, " + what + ": " + expected, cause);
    }

    private static Answer render(Reply reply, Standing now) {
        ObjectNode body = Json.object();
        if (reply instanceof Reply.Value read) {
            body.put("outcome", "ok").put("value", read.value()).put("valueEpoch", read.valueEpoch());
            return Answer.json(200, body.put("epoch", read.epoch()), now);
        }
        if (reply instanceof Reply.Values read) {
            ArrayNode values = body.put("outcome", "ok").putArray("values");
            read.values().forEach(values::add);
            return Answer.json(200, body.put("epoch", read.epoch()), now);
        }
        if (reply instanceof Reply.Applied applied) {
            return Answer.json(200, body.put("outcome", "ok").put("epoch", applied.epoch()), now);
        }
        if (reply instanceof Reply.Mismatch mismatch) {
            body.put("outcome", "mismatch").put("value", mismatch.value()).put("valueEpoch", mismatch.valueEpoch());
            return Answer.json(409, body.put("epoch", mismatch.epoch()), now);
        }
        if (reply instanceof Reply.Refused refused) {
            return Answer.text(503, refused.error(), now);
        }
        String error = reply instanceof Reply.Unknown unknown ? unknown.error() : reply.toString();
        return Answer.json(500, body.put("outcome", "unknown").put("error", error), now);
    }
}
