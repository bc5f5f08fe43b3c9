package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Needs;
import io.interregnum.cluster.NeedsCondition;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.UnableException;
import io.interregnum.history.RunClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed, and what is not: with harnesses that are killed, live and fail, and a stranger's container. */
@Needs("docker")
class LeftoversIT {
    private static final ClusterSpec SMALL = new ClusterSpec(1, 1, 2, Duration.ofSeconds(2), Duration.ofMillis(500));
    private static final NodeListener NOBODY = new NodeListener() {
        @Override
        public void starting(NodeId node) {}

        @Override
        public void exited(NodeId node, int exitCode) {}
    };
    private static final String STRANGER = "stranger-" + ProcessHandle.current().pid();

    @TempDir
    private Path nodes;

    private final Backend backend = NeedsCondition.backend("docker");

    /** A harness that starts a cluster and waits to be killed. Arguments: label, directory. */
    public static void main(String[] arguments) throws InterruptedException {
        Cluster cluster = NeedsCondition.backend("docker")
                .start(TinySystem.launch(arguments[0], Path.of(arguments[1]), SMALL, NOBODY));
        // Killed in the middle of a fault, as it is when it hurts most.
        cluster.pause(new NodeId(Role.MASTER, 1));
        System.out.println("started");
        Thread.currentThread().join();
    }

    @BeforeEach
    void startsAStranger() throws IOException {
        Engines.docker("run", "-d", "--name", STRANGER, BaseImages.LOCAL, "sleep", "600");
    }

    @AfterEach
    void removesTheStranger() throws IOException {
        Engines.docker("rm", "-f", STRANGER);
    }

    @Test
    void removesWhatAKilledHarnessLeftAndNothingElse() throws Exception {
        backend.removeLeftovers(); // of whatever died on this machine before; the next start would remove it as well
        String deadLabel = "it-dead-" + ProcessHandle.current().pid();
        String liveLabel = "it-live-" + ProcessHandle.current().pid();
        Process dead = harness(Map.of(), deadLabel);
        awaitStarted(dead);
        try (Cluster live = backend.start(TinySystem.launch(liveLabel, nodes.resolve("live"), SMALL, NOBODY))) {
            assertThat(backend.removeLeftovers().removed()).isEmpty();
            dead.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

            Removal removal = backend.removeLeftovers();

            // Four holders, two programs, one network, and four volumes: what nodes share, and their data.
            assertThat(removal.failures()).isEmpty();
            assertThat(removal.removed())
                    .hasSize(11)
                    .allMatch(line -> line.contains(deadLabel))
                    .contains(
                            "removed network interregnum-" + deadLabel,
                            "removed container interregnum-" + deadLabel + "-zk-1-net");
            assertThat(Engines.of("label=" + Labels.RUN + "=" + deadLabel)).isEmpty();
            assertThat(live.state(new NodeId(Role.MASTER, 1))).isEqualTo(NodeState.RUNNING);
            assertThat(Engines.docker("inspect", "--format", "{{.State.Running}}", STRANGER))
                    .containsExactly("true");
        }
        assertThat(Engines.of("label=" + Labels.RUN + "=" + liveLabel)).isEmpty();
    }

    @Test
    void leavesNothingWhenAStartFails() throws IOException {
        String label = "it-fails-" + ProcessHandle.current().pid();
        Engines.docker("run", "-d", "--name", "interregnum-" + label + "-zk-1", BaseImages.LOCAL, "sleep", "600");
        try {
            assertThatThrownBy(() -> backend.start(TinySystem.launch(label, nodes, SMALL, NOBODY)))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("cannot create the container of zk-1: docker answered 409");

            assertThat(Engines.of("label=" + Labels.RUN + "=" + label)).isEmpty();
            assertThat(Engines.of("name=interregnum-" + label)).containsExactly("interregnum-" + label + "-zk-1");
        } finally {
            Engines.docker("rm", "-f", "interregnum-" + label + "-zk-1");
        }
    }

    @Test
    void triesEveryAbilityAndLeavesNothing() throws IOException {
        RunClock clock = RunClock.startNow();

        List<Ability> abilities = backend.tryAbilities();

        System.out.printf("MEASURED abilities: %d ms%n", clock.nanos() / 1_000_000);
        abilities.forEach(System.out::println);
        assertThat(abilities).hasSize(7).allMatch(each -> each.status() == Ability.Status.WORKS);
        assertThat(clock.nanos()).isLessThan(Duration.ofSeconds(10).toNanos());
        assertThat(Engines.of("label=" + Labels.RUN + "=doctor-"
                        + ProcessHandle.current().pid()))
                .isEmpty();
    }

    @Test
    void saysWithinSecondsThatNoEngineAnswers() throws Exception {
        RunClock clock = RunClock.startNow();

        Process harness = harness(Map.of("DOCKER_HOST", "unix://" + nodes + "/none.sock"), "it-none");
        String printed = new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(clock.nanos()).isLessThan(Duration.ofSeconds(10).toNanos());
        assertThat(printed)
                .contains(UnableException.class.getName() + ": no Docker engine answers: DOCKER_HOST=")
                .contains("no such socket")
                .doesNotContain("org.testcontainers");
    }

    private Process harness(Map<String, String> environment, String label) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeftoversIT.class.getName(),
                        label,
                        nodes.resolve(label).toString())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitStarted(Process harness) {
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(harness.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        await("the other harness to start its cluster")
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    String line = printed.readLine();
                    assertThat(line).as(() -> "it ended; it printed " + lines).isNotNull();
                    lines.add(line);
                    return "started".equals(line);
                });
    }
}
