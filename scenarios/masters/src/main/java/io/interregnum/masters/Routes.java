package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which request gets which answer; paths and statuses as in Mesos for what Mesos has. Knows no server and no ZooKeeper.
 * Safe for many threads.
 */
final class Routes {
    static final String REGISTRY_PATH = "/ref/registry/";
    private static final String NO_LEADER = "No leader elected";

    private final MasterInfo self;
    private final Supplier<Standing> standing;
    private final Supplier<Registry> registry;
    private final Duration storeTimeout;
    private final long startedMs;
    private final Supplier<Long> wallMs;

    /**
     * @param standing the belief at the moment of asking
     * @param registry the registrar of this moment, or {@link Registry#NONE}
     * @param storeTimeout how long an operation may take before its outcome is called unknown
     * @param wallMs the wall clock, which only start and uptime are told by
     */
    Routes(
            MasterInfo self,
            Supplier<Standing> standing,
            Supplier<Registry> registry,
            Duration storeTimeout,
            Supplier<Long> wallMs) {
        this.self = self;
        this.standing = standing;
        this.registry = registry;
        this.storeTimeout = storeTimeout;
        this.wallMs = wallMs;
        this.startedMs = wallMs.get();
    }

    /** The answer to a request; completes at once except for operations that are carried out. */
    CompletionStage<Answer> answer(String method, String path, byte[] body) {
        if (path.startsWith(REGISTRY_PATH)) {
            return operation(method, path, body);
        }
        Standing now = standing.get();
        if (!method.equals("GET")) {
            return done(Answer.text(405, "Only GET is allowed for " + path, now));
        }
        return done(
                switch (path) {
                    case "/health", "/master/health" -> Answer.empty(200, now);
                    case "/redirect", "/master/redirect" -> elsewhere("", now);
                    case "/state", "/master/state" ->
                        now.leading() ? Answer.json(200, state(now), now) : elsewhere(path, now);
                    case "/metrics/snapshot", "/master/metrics/snapshot" -> Answer.json(200, metrics(now), now);
                    default -> Answer.text(404, "Nothing at " + path, now);
                });
    }

    private CompletionStage<Answer> operation(String method, String path, byte[] body) {
        String key = path.substring(REGISTRY_PATH.length());
        Operation operation;
        try {
            operation = parse(method, key, body);
        } catch (IllegalArgumentException e) {
            return done(Answer.text(400, String.valueOf(e.getMessage()), standing.get()));
        }
        Standing now = standing.get();
        if (!now.leading()) {
            return done(elsewhere(path, now));
        }
        Registry target = registry.get();
        if (!target.recovered()) {
            return done(Answer.text(503, "Master has not finished recovery", now));
        }
        Reply late = new Reply.Unknown("no commit within " + storeTimeout.toMillis() + " ms");
        return target.submit(operation)
                .completeOnTimeout(late, storeTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(reply -> render(reply, standing.get()));
    }

    private static Answer elsewhere(String path, Standing now) {
        return now.knowsLeader()
                ? Answer.redirect("//" + now.leaderAuthority() + path, now)
                : Answer.text(503, NO_LEADER, now);
    }

    private static Operation parse(String method, String key, byte[] body) {
        if (!key.matches("[A-Za-z0-9_.-]{1,200}")) {
            throw new IllegalArgumentException(
                    "\"" + key + "\" is not a key: expected 1 to 200 letters, digits, dots, dashes or underscores");
        }
        if (method.equals("GET")) {
            return new Operation.Read(key);
        }
        if (!method.equals("POST")) {
            throw new IllegalArgumentException(method + " is not an operation: expected GET or POST");
        }
        JsonNode request;
        try {
            request = Json.parse(body);
        } catch (IOException e) {
            throw malformed("not one JSON value", e);
        }
        return switch (request.path("op").asText()) {
            case "write" -> new Operation.Write(key, number(request, "value"));
            case "cas" -> new Operation.Cas(key, numberOrNull(request, "old"), number(request, "new"));
            default -> throw malformed("\"op\" is neither \"write\" nor \"cas\"", null);
        };
    }

    private static long number(JsonNode request, String field) {
        JsonNode node = request.path(field);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw malformed("\"" + field + "\" is not a 64-bit integer", null);
        }
        return node.asLong();
    }

    private static @Nullable Long numberOrNull(JsonNode request, String field) {
        return request.has(field) && request.path(field).isNull() ? null : Long.valueOf(number(request, field));
    }

    private static IllegalArgumentException malformed(String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "Malformed operation, " + what + ": expected {\"op\":\"write\",\"value\":17}"
                        + " or {\"op\":\"cas\",\"old\":16,\"new\":17} with integers, where \"old\" may be null",
                cause);
    }

    private static Answer render(Reply reply, Standing now) {
        ObjectNode body = Json.object();
        if (reply instanceof Reply.Value read) {
            body.put("outcome", "ok").put("value", read.value()).put("valueEpoch", read.valueEpoch());
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

    private ObjectNode state(Standing now) {
        ObjectNode body = Json.object()
                .put("id", self.id())
                .put("pid", self.pid())
                .put("hostname", self.hostname())
                .put("leader", self.pid())
                .put("start_time", startedMs / 1e3)
                .put("version", self.version())
                .put("epoch", now.epoch());
        registry.get().electedMs().ifPresent(ms -> body.put("elected_time", ms / 1e3));
        for (String list : new String[] {"agents", "frameworks"}) {
            body.putArray(list);
        }
        return body;
    }

    private ObjectNode metrics(Standing now) {
        Registry current = registry.get();
        Registry.Metrics figures = current.metrics();
        ObjectNode body = Json.object()
                .put("master/elected", now.leading() ? 1.0 : 0.0)
                .put("master/uptime_secs", (wallMs.get() - startedMs) / 1e3)
                .put("registrar/queued_operations", (double) figures.queuedOperations())
                .put("registrar/log/recovered", current.recovered() ? 1.0 : 0.0);
        figures.stateFetchMs().ifPresent(ms -> body.put("registrar/state_fetch_ms", ms));
        figures.stateStoreMs().ifPresent(ms -> body.put("registrar/state_store_ms", ms));
        return body;
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
