package io.interregnum.cluster.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.LifeCycle;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Needs;
import io.interregnum.cluster.NeedsCondition;
import io.interregnum.cluster.Network.Attempt;
import io.interregnum.cluster.NetworkTrials;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Three servers, two masters and two clients in real containers; every fault on them, and what is left afterwards. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Needs("docker")
class DockerClusterIT {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_2 = new NodeId(Role.ENSEMBLE, 2);
    private static final NodeId ZK_3 = new NodeId(Role.ENSEMBLE, 3);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final NodeId CLIENT_1 = new NodeId(Role.CLIENT, 1);
    private static final int ZOOKEEPER = Addresses.ZOOKEEPER_CLIENT_PORT;
    private static final ClusterSpec SPEC = new ClusterSpec(3, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));
    private static final List<Link> ZK_1_AND_ZK_2 = Link.between(List.of(ZK_1), List.of(ZK_2));
    private static final RunClock CLOCK = RunClock.startNow();

    private static final Backend BACKEND = NeedsCondition.backend("docker");
    private static final String LABEL = "it-" + ProcessHandle.current().pid();
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
    private static final NodeListener LISTENER = new NodeListener() {
        @Override
        public void starting(NodeId node) {
            EVENTS.add("starting " + node);
        }

        @Override
        public void exited(NodeId node, int exitCode) {
            EVENTS.add("exited " + node + " " + exitCode);
        }
    };

    @TempDir
    private static Path nodes;

    private static Cluster cluster;

    @BeforeAll
    static void startsCluster() {
        // The image is built by whoever comes first; its time is not the start's.
        timed(
                        "first start, image and all",
                        () -> BACKEND.start(TinySystem.launch(LABEL + "-0", nodes.resolve("first"), SPEC, LISTENER)))
                .close();
        EVENTS.clear();
        cluster = timed("start of 8 nodes", () -> BACKEND.start(TinySystem.launch(LABEL, nodes, SPEC, LISTENER)));
    }

    @AfterAll
    static void leavesNothing() throws IOException {
        timed("close", () -> {
            cluster.close();
            return cluster;
        });
        cluster.close();

        assertThat(Engines.of("label=" + Labels.RUN + "=" + LABEL)).isEmpty();
        assertThat(EVENTS).contains("exited zk-1 137");
        assertThat(Files.readString(nodes.resolve("zk-1/output.log"))).contains("SLF4J");
        assertThat(nodes.resolve("zk-1/data/myid")).hasContent("1");
        assertThat(nodes.resolve("zk-1/data/version-2")).isNotEmptyDirectory();
    }

    @Test
    @Order(1)
    void electsALeader() {
        timed("leader", () -> {
            await("a leader and two followers")
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            DockerClusterIT::modes,
                            modes ->
                                    modes.stream().sorted().toList().equals(List.of("follower", "follower", "leader")));
            return "";
        });

        assertThat(EVENTS).contains("starting zk-1", "starting master-3").doesNotContain("starting client-1");
    }

    @Test
    @Order(2)
    void dialsFromAClientOverTheDataNetwork() throws IOException {
        await("master-1")
                .atMost(SOON.multipliedBy(10))
                .until(() -> reach(CLIENT_1, MASTER_1, TinySystem.PORT), Reach.UP::equals);

        assertThat(ask(cluster.dial(CLIENT_1, ZK_1, ZOOKEEPER, SOON), "ruok")).isEqualTo("imok");
        assertThat(ask(cluster.dial(CLIENT_1, MASTER_1, TinySystem.PORT, SOON), "GET / HTTP/1.0\r\n\r\n"))
                .contains("master-1");
    }

    @Test
    @Order(3)
    void cutsBothDirectionsAndNothingElse() throws IOException {
        long droppedBefore = cluster.network().droppedPackets();

        timed("cut", () -> {
            cluster.network().cut(ZK_1_AND_ZK_2, LONG);
            return "";
        });

        List<Attempt> attempts = List.of(
                new Attempt(ZK_1, ZK_2, ZOOKEEPER),
                new Attempt(ZK_2, ZK_1, ZOOKEEPER),
                new Attempt(ZK_1, ZK_3, ZOOKEEPER),
                new Attempt(ZK_3, ZK_2, ZOOKEEPER),
                new Attempt(CLIENT_1, ZK_1, ZOOKEEPER));
        assertThat(timed("reach of 5", () -> cluster.network().reach(attempts, SOON)))
                .containsExactly(Reach.SILENT, Reach.SILENT, Reach.UP, Reach.UP, Reach.UP);
        assertThat(ask(cluster.control(ZK_1, ZOOKEEPER, SOON), "ruok")).isEqualTo("imok");
        assertThat(timed("count", () -> cluster.network().droppedPackets())).isGreaterThan(droppedBefore);
        assertThatThrownBy(() -> cluster.dial(ZK_1, ZK_2, ZOOKEEPER, SOON))
                .isInstanceOfSatisfying(
                        DialException.class, e -> assertThat(e.reach()).isEqualTo(Reach.SILENT));

        timed("heal", () -> {
            cluster.network().heal(ZK_1_AND_ZK_2);
            return "";
        });
        assertThat(cluster.network().reach(attempts, SOON)).containsOnly(Reach.UP);
    }

    @Test
    @Order(4)
    void cutsOneDirection() {
        cluster.network().cut(List.of(new Link(CLIENT_1, MASTER_1)), LONG);

        assertThat(reach(CLIENT_1, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.SILENT);
        // The other way, the answer to the first packet is what the rule drops.
        assertThat(reach(MASTER_2, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.UP);

        cluster.network().heal(List.of(new Link(CLIENT_1, MASTER_1)));
        assertThat(reach(CLIENT_1, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.UP);
    }

    @Test
    @Order(5)
    void healsByItselfAtThePlannedEnd() {
        cluster.network().cut(ZK_1_AND_ZK_2, LONG);
        // A second cut of the same links counts from anew.
        cluster.network().cut(ZK_1_AND_ZK_2, Duration.ofSeconds(2));

        assertThat(reach(ZK_1, ZK_2, ZOOKEEPER)).isEqualTo(Reach.SILENT);
        await("the kernel to heal")
                .atMost(Duration.ofSeconds(4))
                .until(() -> reach(ZK_1, ZK_2, ZOOKEEPER), Reach.UP::equals);
        cluster.network().heal(ZK_1_AND_ZK_2);
        cluster.network().heal(ZK_1_AND_ZK_2);
    }

    @Test
    @Order(6)
    void pausesSoThatConnectionsSucceedAndNobodyAnswers() throws IOException {
        timed("pause", () -> {
            cluster.pause(MASTER_1);
            return "";
        });

        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.PAUSED);
        assertThat(reach(CLIENT_1, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.UP);
        try (SocketChannel channel = cluster.dial(CLIENT_1, MASTER_1, TinySystem.PORT, SOON)) {
            channel.write(UTF_8.encode("GET / HTTP/1.0\r\n\r\n"));
            channel.configureBlocking(false);
            await("silence")
                    .during(SOON)
                    .atMost(SOON.multipliedBy(3))
                    .until(() -> channel.read(ByteBuffer.allocate(9)) == 0);
        }

        timed("resume", () -> {
            cluster.resume(MASTER_1);
            return "";
        });
        cluster.resume(MASTER_1);
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.RUNNING);
        assertThat(ask(cluster.dial(CLIENT_1, MASTER_1, TinySystem.PORT, SOON), "GET / HTTP/1.0\r\n\r\n"))
                .contains("master-1");
    }

    @Test
    @Order(7)
    void killsAndStartsAgainWithTheSameAddressAndRules() throws IOException {
        cluster.network().cut(List.of(new Link(ZK_1, MASTER_1)), LONG);
        EVENTS.clear();

        timed("kill", () -> {
            cluster.kill(MASTER_1);
            return "";
        });

        assertThat(EVENTS).containsExactly("exited master-1 137");
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.ENDED);
        assertThat(reach(CLIENT_1, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.REFUSED);
        cluster.kill(MASTER_1);

        timed("start again", () -> {
            cluster.start(MASTER_1);
            return "";
        });

        assertThat(EVENTS).containsExactly("exited master-1 137", "starting master-1");
        assertThatThrownBy(() -> cluster.start(MASTER_1))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("runs already");
        await("master-1")
                .atMost(SOON.multipliedBy(10))
                .until(() -> reach(CLIENT_1, MASTER_1, TinySystem.PORT), Reach.UP::equals);
        assertThat(reach(ZK_1, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.SILENT);
        cluster.network().heal(List.of(new Link(ZK_1, MASTER_1)));
        await("both starts in the log")
                .atMost(SOON.multipliedBy(5))
                .until(() -> Files.readAllLines(nodes.resolve("master-1/output.log")).stream()
                                .filter("master-1 serves"::equals)
                                .count()
                        == 2);
    }

    @Test
    @Order(8)
    void killsAPausedNode() {
        cluster.pause(MASTER_2);

        timed("kill of a paused node", () -> {
            cluster.kill(MASTER_2);
            return "";
        });

        assertThat(cluster.state(MASTER_2)).isEqualTo(NodeState.ENDED);
        cluster.start(MASTER_2);
    }

    @Test
    @Order(9)
    void keepsAServersDataOverItsEnd() {
        cluster.kill(ZK_1);
        cluster.start(ZK_1);

        await("zk-1 to follow or lead").atMost(Duration.ofSeconds(20)).until(() -> mode(ZK_1), mode -> !mode.isEmpty());
    }

    @Test
    @Order(40)
    void aTerminatedNodeEndsByItselfAndComesBackAsAnotherLife() {
        LifeCycle.terminatedNodeEndsByItself(cluster, MASTER_2);
        LifeCycle.terminatedWhileFrozenEndsWhenResumed(cluster, MASTER_2);
    }

    @Test
    @Order(41)
    void manyNodesAreFrozenAtATime() {
        LifeCycle.manyAreFrozenAtATime(cluster, List.of(ZK_1, ZK_2, MASTER_1, MASTER_2));
        LifeCycle.freezesAreMeasured("docker", cluster, ZK_3);
    }

    @Test
    @Order(20)
    void tellsWhichDirectionIsCut() {
        trials().oneDirectionOfPackets();
    }

    @Test
    @Order(21)
    void opensALinkWhenTheLastCutIsHealed() {
        trials().twoCutsOfOneLink();
    }

    @Test
    @Order(22)
    void cutsOnePort() {
        trials().onePort();
    }

    @Test
    @Order(23)
    void cutsConnectionsAndLeavesThoseThatExist() throws IOException {
        trials().connectionsOnly();
    }

    @Test
    @Order(24)
    void refusesAndResets() throws IOException {
        trials().refused();
    }

    @Test
    @Order(25)
    void losesPacketsUntilThePlannedEnd() {
        trials().loss();
    }

    @Test
    @Order(26)
    void delaysUntilRepaired() throws IOException {
        trials().delay();
    }

    @Test
    @Order(27)
    void delaysUntilThePlannedEnd() throws IOException {
        trials().delayEndsByItself();
    }

    @Test
    @Order(28)
    void limitsTheRateUntilThePlannedEnd() throws IOException {
        trials().rate();
    }

    @Test
    @Order(29)
    void seesAndEndsFlowsInBackOff() throws IOException {
        trials().flows();
    }

    @Test
    @Order(30)
    void saysWhatNeedsNetem() {
        trials().duplicates();
    }

    private static NetworkTrials trials() {
        return new NetworkTrials(cluster, TinySystem.PORT);
    }

    private static Reach reach(NodeId from, NodeId to, int port) {
        return cluster.network()
                .reach(List.of(new Attempt(from, to, port)), SOON)
                .get(0);
    }

    private static List<String> modes() {
        return List.of(mode(ZK_1), mode(ZK_2), mode(ZK_3));
    }

    private static String mode(NodeId server) {
        try {
            return ask(cluster.control(server, ZOOKEEPER, SOON), "srvr")
                    .lines()
                    .filter(line -> line.startsWith("Mode: "))
                    .map(line -> line.substring("Mode: ".length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String ask(SocketChannel channel, String request) throws IOException {
        try (channel) {
            channel.write(UTF_8.encode(request));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }

    private interface Body<T> {
        T run();
    }

    private static <T> T timed(String what, Body<T> body) {
        long began = CLOCK.nanos();
        T result = body.run();
        System.out.printf("MEASURED %s: %d ms%n", what, (CLOCK.nanos() - began) / 1_000_000);
        return result;
    }
}
