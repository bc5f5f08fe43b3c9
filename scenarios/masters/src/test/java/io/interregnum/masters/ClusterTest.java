package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three masters, two agents and a framework, each a process, against a real ZooKeeper server on loopback. */
class ClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LASTING = 4;

    @TempDir
    private Path directory;

    private final List<MasterProcess> masters = new ArrayList<>();
    private final List<ProgramProcess> agents = new ArrayList<>();
    private ProgramProcess framework;
    private EmbeddedZooKeeper zooKeeper;

    @BeforeEach
    void startEverything() throws Exception {
        zooKeeper = new EmbeddedZooKeeper(directory);
        for (int i = 1; i <= 3; i++) {
            masters.add(MasterProcess.start("master-" + i, zooKeeper.port(), directory));
        }
        for (int i = 1; i <= 2; i++) {
            agents.add(ProgramProcess.start(AgentMain.class, "agent-" + i, zooKeeper.port(), directory));
        }
        framework = ProgramProcess.start(FrameworkMain.class, "framework-1", zooKeeper.port(), directory);
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (MasterProcess master : masters) {
            master.kill();
        }
        for (ProgramProcess agent : agents) {
            agent.kill();
        }
        framework.kill();
        zooKeeper.close();
    }

    @Test
    void aNewLeaderKnowsTheAgentsAndTasksOfTheOldOne() throws Exception {
        MasterProcess first = awaitWorking();
        long firstEpoch = refAgents(first).orElseThrow().path("epoch").asLong();
        Set<String> lastingBefore = lasting(refAgents(first).orElseThrow());

        first.kill();
        MasterProcess second = awaitWorking();

        JsonNode after = refAgents(second).orElseThrow();
        assertThat(after.path("epoch").asLong()).isGreaterThan(firstEpoch);
        assertThat(lasting(after)).isEqualTo(lastingBefore);
        assertThat(framework.ledger("task-given-up")).isEmpty();
        assertThat(framework.ledger("subscribed")).hasSize(2);
        assertThat(framework.ledger("subscribed").get(1).path("epoch").asLong())
                .isEqualTo(after.path("epoch").asLong());
        for (ProgramProcess agent : agents) {
            assertLedgerOfAFailover(agent, firstEpoch, after.path("epoch").asLong());
        }
        assertThat(launchedTwice()).isEmpty();
    }

    private static void assertLedgerOfAFailover(ProgramProcess agent, long firstEpoch, long secondEpoch)
            throws IOException {
        // The leader knows of a registration before the agent has its answer.
        await("the agent to note its second registration")
                .atMost(PATIENCE)
                .until(() -> agent.ledger("registered").size() > 1);
        List<JsonNode> registered = agent.ledger("registered");
        assertThat(agent.ledger("started")).hasSize(1);
        assertThat(agent.ledger("disconnected")).isNotEmpty();
        assertThat(registered).hasSize(2);
        assertThat(registered.get(0).path("again").asBoolean()).isFalse();
        assertThat(registered.get(0).path("epoch").asLong()).isEqualTo(firstEpoch);
        assertThat(registered.get(1).path("again").asBoolean()).isTrue();
        assertThat(registered.get(1).path("epoch").asLong()).isEqualTo(secondEpoch);
        assertThat(registered.get(1).path("agent").asText())
                .isEqualTo(registered.get(0).path("agent").asText());
    }

    @Test
    void whatRanOnAnAgentThatWasKilledIsStartedAgainElsewhereOrLater() throws Exception {
        MasterProcess leader = awaitWorking();
        ProgramProcess busy = agents.get(0).ledger("task-launched").isEmpty() ? agents.get(1) : agents.get(0);

        busy.restart();
        await("the killed tasks to be told")
                .atMost(PATIENCE)
                .until(() -> !framework.ledger("task-given-up").isEmpty());
        await("all lasting work to run again")
                .atMost(PATIENCE)
                .until(() -> refAgents(leader).filter(ClusterTest::works).isPresent());

        assertThat(busy.ledger("started")).hasSize(2);
        assertThat(busy.ledger("task-ended"))
                .anyMatch(line -> line.path("state").asText().equals("FAILED"));
        assertThat(framework.ledger("task-told"))
                .anyMatch(line -> line.path("state").asText().equals("FAILED"));
        assertThat(launchedTwice()).isEmpty();
    }

    /** Waits until a leader knows both agents and all lasting work runs, and returns that leader. */
    private MasterProcess awaitWorking() {
        await("a leader that knows everything")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> working().isPresent());
        return working().orElseThrow();
    }

    private Optional<MasterProcess> working() {
        return masters.stream()
                .filter(master -> refAgents(master).filter(ClusterTest::works).isPresent())
                .findFirst();
    }

    private static boolean works(JsonNode view) {
        int registered = 0;
        for (JsonNode agent : view.path("agents")) {
            registered += agent.path("state").asText().equals("registered") ? 1 : 0;
        }
        return view.path("recovered").asBoolean()
                && registered == 2
                && view.path("frameworks").path(0).path("connected").asBoolean()
                && lasting(view).size() == LASTING;
    }

    /** The running tasks of the work that is to be kept running, which are the first pieces. */
    private static Set<String> lasting(JsonNode view) {
        Set<String> lasting = new TreeSet<>();
        for (JsonNode task : view.path("tasks")) {
            boolean first = Integer.parseInt(task.path("work").asText().substring(1)) <= LASTING;
            if (first && task.path("state").asText().equals("RUNNING")) {
                lasting.add(task.path("id").asText());
            }
        }
        return lasting;
    }

    private List<String> launchedTwice() throws IOException {
        Set<String> seen = new TreeSet<>();
        List<String> twice = new ArrayList<>();
        for (ProgramProcess agent : agents) {
            for (JsonNode line : agent.ledger("task-launched")) {
                if (!seen.add(line.path("task").asText())) {
                    twice.add(line.path("task").asText());
                }
            }
        }
        return twice;
    }

    private static Optional<JsonNode> refAgents(MasterProcess master) {
        try {
            HttpResponse<String> answer = master.get("/ref/agents");
            return answer.statusCode() == 200
                    ? Optional.of(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
