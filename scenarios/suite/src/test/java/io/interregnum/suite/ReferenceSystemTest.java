package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.AgentsView;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.workload.ClientAnswer;
import io.interregnum.workload.ClientRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of a master means, also one that no sound master gives. */
class ReferenceSystemTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final Addresses ADDRESSES = new Addresses(
            Map.of(new NodeId(Role.ENSEMBLE, 1), "10.0.0.9", MASTER_1, "10.0.0.1", MASTER_2, "10.0.0.11"));
    private static final ClientRequest READ = new ClientRequest("read", "k07", OptionalLong.empty(), 0);
    private static final ClientRequest WRITE = new ClientRequest("write", "k07", OptionalLong.empty(), 17);
    private static final ClientRequest CAS = new ClientRequest("cas", "k07", OptionalLong.of(16), 17);

    private final ReferenceSystem system = new ReferenceSystem(List.of(), "correct");

    private ClientAnswer read(ClientRequest request, int status, String body) {
        return system.read(request, new HttpAnswer(status, Map.of(), body), ADDRESSES);
    }

    private Optional<ProbeAnswer> probe(int status, Map<String, String> headers) {
        return system.readProbe(MASTER_1, new HttpAnswer(status, headers, ""), ADDRESSES);
    }

    @Test
    void asksInTheSystemsWords() {
        assertThat(system.request(READ)).isEqualTo(HttpAttempt.Request.get("/ref/registry/k07"));
        assertThat(system.request(WRITE))
                .isEqualTo(new HttpAttempt.Request("POST", "/ref/registry/k07", "{\"op\":\"write\",\"value\":17}"));
        assertThat(system.request(CAS))
                .isEqualTo(
                        new HttpAttempt.Request("POST", "/ref/registry/k07", "{\"op\":\"cas\",\"old\":16,\"new\":17}"));
        assertThat(system.request(new ClientRequest("cas", "k07", OptionalLong.empty(), 17))
                        .body())
                .isEqualTo("{\"op\":\"cas\",\"old\":null,\"new\":17}");
    }

    @Test
    void aReadThatWasServedShowsItsValueAndBothEpochs() {
        assertThat(read(READ, 200, "{\"outcome\":\"ok\",\"value\":5,\"valueEpoch\":3,\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Ok(OptionalLong.of(5), OptionalLong.of(4), OptionalLong.of(3)));
    }

    @Test
    void aReadOfAKeyWithoutAValueIsOkAndEmpty() {
        assertThat(read(READ, 200, "{\"outcome\":\"ok\",\"value\":null,\"valueEpoch\":null,\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Ok(OptionalLong.empty(), OptionalLong.of(4), OptionalLong.empty()));
    }

    @Test
    void aWriteThatWasAppliedIsOk() {
        assertThat(read(WRITE, 200, "{\"outcome\":\"ok\",\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Ok(OptionalLong.empty(), OptionalLong.of(4), OptionalLong.empty()));
        assertThat(read(CAS, 200, "{\"outcome\":\"ok\",\"epoch\":4}")).isInstanceOf(ClientAnswer.Ok.class);
    }

    @Test
    void aCompareAndSetThatFoundAnotherValueRevealsIt() {
        assertThat(read(CAS, 409, "{\"outcome\":\"mismatch\",\"value\":5,\"valueEpoch\":3,\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Mismatch(OptionalLong.of(5), OptionalLong.of(4), OptionalLong.of(3)));
        assertThat(read(CAS, 409, "{\"outcome\":\"mismatch\",\"value\":null,\"valueEpoch\":null,\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Mismatch(OptionalLong.empty(), OptionalLong.of(4), OptionalLong.empty()));
    }

    @Test
    void aRedirectIsARefusalThatNamesTheLeader() {
        HttpAnswer redirect = new HttpAnswer(307, Map.of("location", "//10.0.0.11:5050/ref/registry/k07"), "");

        assertThat(system.read(WRITE, redirect, ADDRESSES))
                .isEqualTo(new ClientAnswer.Failed("redirected", Optional.of(MASTER_2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "//10.0.0.1", "//10.0.0.111:5050/", "http://elsewhere/", "//10.0.0.9:5050/", "\n"})
    void aRedirectToNowhereIsARefusalThatNamesNobody(String location) {
        HttpAnswer redirect = new HttpAnswer(307, Map.of("location", location), "");

        assertThat(system.read(WRITE, redirect, ADDRESSES))
                .isEqualTo(new ClientAnswer.Failed("redirected", Optional.empty()));
    }

    @Test
    void aRefusalCertainlyDidNotHappenAndSaysWhy() {
        assertThat(read(WRITE, 503, "Master has not finished recovery\n"))
                .isEqualTo(new ClientAnswer.Failed("refused: Master has not finished recovery", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 201, 204, 302, 400, 404, 500, 502, 504})
    void nobodyKnowsWhatEveryOtherStatusMeans(int status) {
        assertThat(read(WRITE, status, "{\"outcome\":\"ok\",\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Unknown("status " + status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "[]",
                "{",
                "{\"outcome\":\"ok\"}",
                "{\"outcome\":\"ok\",\"epoch\":4} and more",
                "{\"outcome\":\"ok\",\"epoch\":4}",
                "{\"outcome\":\"ok\",\"value\":\"5\",\"valueEpoch\":3,\"epoch\":4}",
                "{\"outcome\":\"ok\",\"value\":5,\"epoch\":4}",
                "{\"outcome\":\"ok\",\"value\":5.5,\"valueEpoch\":3,\"epoch\":4}",
                "{\"outcome\":\"ok\",\"value\":99999999999999999999,\"valueEpoch\":3,\"epoch\":4}",
                "{\"outcome\":\"unknown\",\"value\":5,\"valueEpoch\":3,\"epoch\":4}",
                "{\"outcome\":\"ok\",\"value\":null}"
            })
    void aReadIsNotServedByABodyThatDoesNotShowItsValue(String body) {
        assertThat(read(READ, 200, body)).isInstanceOf(ClientAnswer.Unknown.class);
        assertThat(read(CAS, 409, body)).isInstanceOf(ClientAnswer.Unknown.class);
    }

    @Test
    void aBodyOfAThousandListsIsNoExceptionButUnknown() {
        assertThat(read(READ, 200, "[".repeat(100_000))).isInstanceOf(ClientAnswer.Unknown.class);
    }

    @Test
    void aWriteThatWasAnsweredWithAMismatchIsNotUnderstood() {
        assertThat(read(WRITE, 409, "{\"outcome\":\"mismatch\",\"value\":5,\"valueEpoch\":3,\"epoch\":4}"))
                .isInstanceOf(ClientAnswer.Unknown.class);
    }

    @Test
    void aMasterThatRedirectsToItselfClaims() {
        Optional<ProbeAnswer> answer =
                probe(307, Map.of("location", "//10.0.0.1:5050", "x-ref-epoch", "42", "x-ref-id", "m1-a"));

        assertThat(answer).contains(new ProbeAnswer(true, OptionalLong.of(42), "m1-a", "master-1"));
    }

    @ParameterizedTest
    @CsvSource({"//10.0.0.11:5050,master-2", "//10.0.0.1:5051,''", "//10.0.0.12:5050,''", "'',''", "//10.0.0.9:5050,''"
    })
    void aMasterThatRedirectsElsewhereDoesNotClaim(String location, String leader) {
        Optional<ProbeAnswer> answer = probe(307, Map.of("location", location, "x-ref-id", "m1-a"));

        assertThat(answer).contains(new ProbeAnswer(false, OptionalLong.empty(), "m1-a", leader));
    }

    @Test
    void aMasterWithoutALeaderDoesNotClaimWhateverItsHeadersSay() {
        assertThat(probe(503, Map.of("location", "//10.0.0.1:5050")))
                .contains(new ProbeAnswer(false, OptionalLong.empty(), "", ""));
    }

    @Test
    void anEpochThatIsNoNumberIsNone() {
        assertThat(probe(307, Map.of("location", "//10.0.0.1:5050", "x-ref-epoch", "4 2")))
                .contains(new ProbeAnswer(true, OptionalLong.empty(), "", "master-1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 404, 500})
    void everyOtherAnswerToAProbeIsNone(int status) {
        assertThat(probe(status, Map.of("location", "//10.0.0.1:5050"))).isEmpty();
    }

    @Test
    void recognisesTheOwnerOfAnElectionNodeByItsPid() {
        byte[] data = "{\"pid\":\"master@10.0.0.11:5050\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(system.electionNodeOwner(data, ADDRESSES)).contains(MASTER_2);
        assertThat(system.electionNodeOwner(new byte[] {(byte) 0xff, 0}, ADDRESSES))
                .isEmpty();
    }

    @Test
    void readsTheEpochOfTheRegistryWhereItIsANumber() {
        assertThat(system.registryEpoch("{\"epoch\":42,\"keys\":{}}".getBytes(StandardCharsets.UTF_8)))
                .contains(42L);
        assertThat(system.registryEpoch("{\"epoch\":\"42\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(system.registryEpoch(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct", "no-fence", "suspended-is-leader,no-fence"})
    void knowsTheVariantsOfTheProgram(String variant) {
        assertThat(ReferenceSystem.knownVariant(variant)).isEqualTo(variant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no_fence", "correct,no-fence", "no-fence,", "NO-FENCE"})
    void refusesAVariantWithWhichTheProgramWouldNotStart(String variant) {
        assertThatThrownBy(() -> ReferenceSystem.knownVariant(variant))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown variant \"" + variant + "\"")
                .hasMessageContaining("correct, or a list with commas of suspended-is-leader, no-fence, mesos-timer");
    }

    @Test
    void agentsAndFrameworksAreProgramsThatKeepTheirFilesWhereTheyStart() {
        NodeId agent = new NodeId(Role.AGENT, 1);
        NodeId framework = new NodeId(Role.FRAMEWORK, 1);
        Addresses addresses = new Addresses(
                Map.of(new NodeId(Role.ENSEMBLE, 1), "10.0.0.9", agent, "10.0.0.3", framework, "10.0.0.4"));
        ReferenceSystem bugs = new ReferenceSystem(List.of(), "no-fence");

        JavaProgram ofAgent = bugs.program(agent, addresses, ClusterSpec.DEFAULT);

        assertThat(ofAgent.mainClass()).isEqualTo("io.interregnum.masters.AgentMain");
        assertThat(ofAgent.jvmArguments()).contains("-Xmx64m");
        assertThat(String.join(" ", ofAgent.arguments()))
                .isEqualTo("--zk 10.0.0.9:2181/ref --id agent-1 --ip 10.0.0.3 --port 5051 --session-timeout-ms 2000"
                        + " --variant no-fence --work-dir .");
        assertThat(bugs.program(framework, addresses, ClusterSpec.DEFAULT).mainClass())
                .isEqualTo("io.interregnum.masters.FrameworkMain");
        assertThat(bugs.program(framework, addresses, ClusterSpec.DEFAULT).arguments())
                .contains("5052");
    }

    @Test
    void setsAreAddedToAndReadUnderTheirOwnPath() {
        ClientRequest add = ClientRequest.add("s01", 17);
        ClientRequest readSet = ClientRequest.readSet("s01");

        assertThat(system.request(add))
                .isEqualTo(new HttpAttempt.Request("POST", "/ref/set/s01", "{\"op\":\"add\",\"value\":17}"));
        assertThat(system.request(readSet)).isEqualTo(HttpAttempt.Request.get("/ref/set/s01"));
        assertThat(read(add, 200, "{\"outcome\":\"ok\",\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Ok(OptionalLong.empty(), OptionalLong.of(4), OptionalLong.empty()));
        assertThat(read(readSet, 200, "{\"outcome\":\"ok\",\"values\":[3,1,1],\"epoch\":4}"))
                .isEqualTo(new ClientAnswer.Elements(List.of(3L, 1L, 1L), OptionalLong.of(4)));
        assertThat(read(readSet, 503, "no leader")).isInstanceOf(ClientAnswer.Failed.class);
        for (String body : List.of(
                "{\"outcome\":\"ok\",\"epoch\":4}",
                "{\"outcome\":\"ok\",\"values\":[\"3\"],\"epoch\":4}",
                "{\"outcome\":\"ok\",\"values\":[3]}")) {
            assertThat(read(readSet, 200, body)).as(body).isInstanceOf(ClientAnswer.Unknown.class);
        }
    }

    @Test
    void aViewOfTheAgentsCountsThoseThatAreRegisteredWithALeaderThatHasRecovered() {
        String agents = "\"agents\":[{\"id\":\"a\",\"node\":\"agent-1\",\"state\":\"registered\"},"
                + "{\"id\":\"b\",\"node\":\"agent-2\",\"state\":\"recovered\"}],\"tasks\":[],\"epoch\":3}";

        AgentsView view = view(200, "{\"recovered\":true," + agents).orElseThrow();

        assertThat(view.registered()).containsExactly("agent-1");
        assertThat(view.said()).containsEntry("epoch", 3L).containsKeys("agents", "tasks", "recovered");
        assertThat(view(200, "{\"recovered\":false," + agents).orElseThrow().registered())
                .isEmpty();
        assertThat(view(200, "{}")).isEmpty();
        assertThat(view(307, "")).isEmpty();
    }

    private Optional<AgentsView> view(int status, String body) {
        return system.readAgents(new HttpAnswer(status, Map.of(), body));
    }

    @Test
    void findsTheNodesOfARecipeWhereItPutsThem() {
        MasterElection latch = new MasterElection("latch", "session", Optional.of("5.6.0"));
        ReferenceSystem onLatch = new ReferenceSystem(List.of(), "correct", latch, "zookeeper");

        assertThat(onLatch.electionPath()).isEqualTo("/ref/latch");
        assertThat(onLatch.electionNodePrefix()).isEqualTo("_c_");
        assertThat(system.electionPath()).isEqualTo("/ref");
        assertThat(latch.flags()).isEqualTo(" --election latch --error-policy session --curator 5.6.0");
        assertThat(MasterElection.OWN.flags()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"best,standard,5.6.0", "latch,none,5.6.0", "latch,standard,3.0.0"})
    void refusesAnElectionWithWhichTheProgramWouldNotStart(String kind, String policy, String curator) {
        assertThatThrownBy(() -> new MasterElection(kind, policy, Optional.of(curator)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void aLogAmongTheMastersIsNotInZooKeeper() {
        ReferenceSystem inLog = new ReferenceSystem(List.of(), "low-quorum", MasterElection.OWN, "paxos");

        assertThat(inLog.registryPath()).isEmpty();
        assertThat(system.registryPath()).contains("/ref/registry");
        assertThat(inLog.program(MASTER_1, ADDRESSES, ClusterSpec.DEFAULT).arguments())
                .containsSubsequence("--replicas", "10.0.0.1:5053,10.0.0.11:5053")
                .containsSubsequence("--quorum", "2");
        assertThat(system.program(MASTER_1, ADDRESSES, ClusterSpec.DEFAULT).arguments())
                .doesNotContain("--registry");
    }

    @Test
    void refusesPlantedBugsThatDoNothing() {
        assertThatThrownBy(() -> new ReferenceSystem(List.of(), "amnesia"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("amnesia does nothing with --registry zookeeper");
        assertThatThrownBy(() -> new ReferenceSystem(List.of(), "no-fence", MasterElection.OWN, "paxos"))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ReferenceSystem(List.of(), "correct", MasterElection.OWN, "etcd"))
                .isInstanceOf(UsageException.class);
    }
}
