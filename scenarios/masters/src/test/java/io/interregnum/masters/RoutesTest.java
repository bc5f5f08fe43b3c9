package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which request gets which status, over a registry that is a fake. */
class RoutesTest {
    private static final String KEY = "/ref/registry/k";
    private static final MasterInfo SELF = new MasterInfo("own-id", "10.0.0.4", "10.0.0.4", 5050, "1");
    private static final Standing LEADER = new Standing(true, 500, "10.0.0.4:5050", OptionalLong.empty());
    private static final Standing FOLLOWER = Standing.following("10.0.0.5:5050");

    /** Answers every operation with the same reply and remembers it. */
    private static final class FakeRegistry implements Registry {
        private final List<Operation> submitted = new ArrayList<>();
        private boolean recovered = true;
        private RegistryState content = RegistryState.EMPTY;
        private CompletableFuture<Reply> reply = CompletableFuture.completedFuture(new Reply.Applied(500));

        @Override
        public boolean recovered() {
            return recovered;
        }

        @Override
        public CompletableFuture<Reply> submit(Operation operation) {
            submitted.add(operation);
            return reply;
        }

        @Override
        public Metrics metrics() {
            return new Metrics(OptionalDouble.of(1.5), OptionalDouble.of(2.5), 3);
        }

        @Override
        public OptionalLong electedMs() {
            return OptionalLong.of(1_500);
        }

        @Override
        public RegistryState content() {
            return content;
        }
    }

    private final FakeRegistry registry = new FakeRegistry();
    private Standing standing = LEADER;
    private Registry current = registry;
    private Members members = Members.NONE;
    private final Routes routes = new Routes(
            new Routes.Sources(SELF, Map.of("port", "5050"), () -> standing, () -> current, () -> members),
            Duration.ofMillis(20),
            () -> 1_000L);

    private Answer get(String path) {
        return routes.answer("GET", path, new byte[0], "").toCompletableFuture().join();
    }

    private Answer post(String body) {
        return routes.answer("POST", KEY, body.getBytes(StandardCharsets.UTF_8), "")
                .toCompletableFuture()
                .join();
    }

    private static JsonNode json(Answer answer) throws Exception {
        return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/master/health"})
    void healthIsGoodForEveryone(String path) {
        assertThat(get(path).status()).isEqualTo(200);
        standing = Standing.NONE;
        assertThat(get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/redirect", "/master/redirect"})
    void redirectNamesWhoeverIsBelievedToLead(String path) {
        assertThat(get(path).location()).isEqualTo("//10.0.0.4:5050");
        standing = FOLLOWER;
        assertThat(get(path).status()).isEqualTo(307);
        assertThat(get(path).location()).isEqualTo("//10.0.0.5:5050");
        standing = Standing.NONE;
        assertThat(get(path)).isEqualTo(Answer.text(503, "No leader elected", Standing.NONE));
    }

    @Test
    void stateIsAnsweredByALeaderEvenBeforeRecovery() throws Exception {
        registry.recovered = false;

        Answer answer = get("/master/state");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).path("epoch").asLong()).isEqualTo(500);
        assertThat(json(answer).path("leader").asText()).isEqualTo("master@10.0.0.4:5050");
        assertThat(json(answer).path("elected_time").asDouble()).isEqualTo(1.5);
        assertThat(json(answer).path("slaves").isArray()).isTrue();
    }

    @Test
    void stateOfAStandbyIsAtTheLeader() {
        standing = FOLLOWER;

        assertThat(get("/master/state").location()).isEqualTo("//10.0.0.5:5050/master/state");
    }

    @Test
    void metricsOfAStandbyLackWhatItNeverMeasured() throws Exception {
        assertThat(json(get("/metrics/snapshot")).path("master/elected").asDouble())
                .isEqualTo(1);
        assertThat(json(get("/metrics/snapshot"))
                        .path("registrar/state_store_ms")
                        .asDouble())
                .isEqualTo(2.5);
        standing = FOLLOWER;
        current = Registry.NONE;

        JsonNode metrics = json(get("/master/metrics/snapshot"));

        assertThat(metrics.path("master/elected").asDouble()).isZero();
        assertThat(metrics.has("registrar/state_store_ms")).isFalse();
        assertThat(metrics.has("registrar/state_fetch_ms")).isFalse();
    }

    @Test
    void aStandbyRedirectsAnOperationAndDoesNothing() {
        standing = FOLLOWER;

        Answer answer = post("{\"op\":\"write\",\"value\":17}");

        assertThat(answer).isEqualTo(Answer.redirect("//10.0.0.5:5050/ref/registry/k", FOLLOWER));
        assertThat(registry.submitted).isEmpty();
    }

    @Test
    void withoutALeaderAnOperationIsRefused() {
        standing = Standing.NONE;

        assertThat(get(KEY)).isEqualTo(Answer.text(503, "No leader elected", Standing.NONE));
        assertThat(registry.submitted).isEmpty();
    }

    @Test
    void aLeaderThatHasNotRecoveredRefusesOperations() {
        registry.recovered = false;

        assertThat(get(KEY)).isEqualTo(Answer.text(503, "Master has not finished recovery", LEADER));
        assertThat(registry.submitted).isEmpty();
    }

    @Test
    void passesOperationsOnAndRendersTheirReplies() {
        assertThat(post("{\"op\":\"write\",\"value\":17}").body()).isEqualTo("{\"outcome\":\"ok\",\"epoch\":500}");

        registry.reply = CompletableFuture.completedFuture(new Reply.Value(17L, 400L, 500));
        assertThat(get(KEY).body()).isEqualTo("{\"outcome\":\"ok\",\"value\":17,\"valueEpoch\":400,\"epoch\":500}");

        registry.reply = CompletableFuture.completedFuture(new Reply.Mismatch(null, null, 500));
        Answer mismatch = post("{\"op\":\"cas\",\"old\":null,\"new\":1}");
        assertThat(mismatch.status()).isEqualTo(409);
        assertThat(mismatch.body())
                .isEqualTo("{\"outcome\":\"mismatch\",\"value\":null,\"valueEpoch\":null,\"epoch\":500}");

        assertThat(registry.submitted)
                .containsExactly(
                        new Operation.Write("k", 17), new Operation.Read("k"), new Operation.Cas("k", null, 1));
    }

    @Test
    void anOperationThatTakesTooLongIsUnknown() throws Exception {
        registry.reply = new CompletableFuture<>();

        Answer answer = post("{\"op\":\"write\",\"value\":17}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(json(answer).path("outcome").asText()).isEqualTo("unknown");
        assertThat(json(answer).path("error").asText()).contains("20 ms");
    }

    @Test
    void anAnswerCarriesTheBeliefOfTheMomentItIsGivenAndTheEpochItWasAppliedUnder() {
        CompletableFuture<Reply> slow = new CompletableFuture<>();
        registry.reply = slow;
        var answer = routes.answer("GET", KEY, new byte[0], "").toCompletableFuture();
        standing = Standing.NONE;

        slow.complete(new Reply.Value(17L, 400L, 500));

        assertThat(answer.join().standing().leading()).isFalse();
        assertThat(answer.join().body()).endsWith("\"epoch\":500}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"op\":\"add\"}",
                "{\"op\":\"write\"}",
                "{\"op\":\"write\",\"value\":1.5}",
                "{\"op\":\"write\",\"value\":\"1\"}",
                "{\"op\":\"write\",\"value\":9223372036854775808}",
                "{\"op\":\"cas\",\"new\":1}",
                "{\"op\":\"cas\",\"old\":1,\"new\":null}",
                "{\"op\":\"write\",\"value\":1} x"
            })
    void malformedOperationsAreToldWhatWasExpected(String body) {
        Answer answer = post(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("expected {\"op\":\"write\",\"value\":17}");
        assertThat(registry.submitted).isEmpty();
    }

    private Answer call(String path, String body) {
        return routes.answer("POST", path, body.getBytes(StandardCharsets.UTF_8), "")
                .toCompletableFuture()
                .join();
    }

    @Test
    void setsAreReadAndAddedTo() {
        assertThat(call("/ref/set/s", "{\"op\":\"add\",\"value\":17}").body())
                .isEqualTo("{\"outcome\":\"ok\",\"epoch\":500}");
        registry.reply = CompletableFuture.completedFuture(new Reply.Values(List.of(17L, 17L), 500));

        assertThat(get("/ref/set/s").body()).isEqualTo("{\"outcome\":\"ok\",\"values\":[17,17],\"epoch\":500}");

        assertThat(registry.submitted).containsExactly(new Operation.AddToSet("s", 17), new Operation.ReadSet("s"));
        assertThat(call("/ref/set/s", "{\"op\":\"write\",\"value\":17}").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1", "/api/v1/scheduler", "/master/api/v1", "/ref/agent/register"})
    void onlyALeaderThatHasRecoveredAnswersCalls(String path) {
        String ownPath = path.startsWith("/master") ? path : "/master" + path;
        registry.recovered = false;
        assertThat(call(path, "{}")).isEqualTo(Answer.text(503, "Master has not finished recovery", LEADER));

        standing = FOLLOWER;
        assertThat(call(path, "{}").location()).isEqualTo("//10.0.0.5:5050" + ownPath);

        standing = Standing.NONE;
        assertThat(call(path, "{}")).isEqualTo(Answer.text(503, "No leader elected", Standing.NONE));
    }

    @Test
    void answersCallsWithTheBodiesOfMesos() throws Exception {
        assertThat(call("/api/v1", "{\"type\":\"GET_HEALTH\"}").body())
                .isEqualTo("{\"type\":\"GET_HEALTH\",\"get_health\":{\"healthy\":true}}");
        JsonNode master = json(call("/api/v1", "{\"type\":\"GET_MASTER\"}")).path("get_master");
        assertThat(master.path("master_info").path("pid").asText()).isEqualTo("master@10.0.0.4:5050");
        JsonNode agents = json(call("/api/v1", "{\"type\":\"GET_AGENTS\"}")).path("get_agents");
        assertThat(agents.path("recovered_agents").isArray()).isTrue();
        assertThat(call("/api/v1", "{\"type\":\"GET_NOTHING\"}").status()).isEqualTo(400);
        assertThat(call("/api/v1", "{").status()).isEqualTo(400);
        assertThat(call("/api/v1/scheduler", "{\"type\":\"REVIVE\"}").body()).contains("Mesos-Stream-Id");
    }

    @Test
    void weightsAreWrittenAndReadThroughTheRegistrar() {
        String update = "{\"type\":\"UPDATE_WEIGHTS\",\"update_weights\":{\"weight_infos\":"
                + "[{\"weight\":3.0,\"role\":\"r1\"}]}}";
        assertThat(call("/api/v1", update).status()).isEqualTo(200);
        registry.reply = CompletableFuture.completedFuture(new Reply.Weights(new TreeMap<>(Map.of("r1", 3.0)), 500));

        assertThat(call("/api/v1", "{\"type\":\"GET_WEIGHTS\"}").body())
                .isEqualTo("{\"type\":\"GET_WEIGHTS\",\"get_weights\":{\"weight_infos\":"
                        + "[{\"weight\":3.0,\"role\":\"r1\"}]}}");

        assertThat(registry.submitted)
                .containsExactly(
                        new Operation.UpdateWeights(new TreeMap<>(Map.of("r1", 3.0))), new Operation.ReadWeights());
    }

    @Test
    void theRegistryOfAStandbyIsEmptyAndALeadersShowsItsAgents() throws Exception {
        assertThat(get("/registrar(1)/registry").body()).isEqualTo("{}");
        AdmittedAgent agent = new AdmittedAgent("s", "agent-1", "10.0.0.8:5051", AdmittedAgent.Presence.REACHABLE);
        registry.content = RegistryState.EMPTY
                .takenOverBy(500)
                .apply(List.of(new Operation.AdmitAgent(agent)))
                .after();

        JsonNode slaves = json(get("/registrar(1)/registry")).path("slaves").path("slaves");

        assertThat(slaves.path(0).path("info").path("id").path("value").asText())
                .isEqualTo("s");
    }

    @Test
    void agentsAreToldByTheLeaderOnly() throws Exception {
        registry.recovered = false;
        assertThat(get("/ref/agents").body())
                .isEqualTo("{\"recovered\":false,\"epoch\":500,\"agents\":[],\"tasks\":[],\"frameworks\":[]}");
        standing = FOLLOWER;
        assertThat(get("/ref/agents").location()).isEqualTo("//10.0.0.5:5050/ref/agents");
    }

    @Test
    void otherPathsAndMethodsAreRefused() {
        assertThat(get("/nothing").status()).isEqualTo(404);
        assertThat(get("/ref/registry/a/b").status()).isEqualTo(400);
        assertThat(routes.answer("POST", "/health", new byte[0], "")
                        .toCompletableFuture()
                        .join()
                        .status())
                .isEqualTo(405);
    }
}
