package io.interregnum.cluster.local;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.LifeCycle;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Needs;
import io.interregnum.cluster.Network.Attempt;
import io.interregnum.cluster.NetworkTrials;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes: three ZooKeeper servers, two tiny masters and two clients, shared by all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Needs("local")
class LocalClusterIT {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_2 = new NodeId(Role.ENSEMBLE, 2);
    private static final NodeId ZK_3 = new NodeId(Role.ENSEMBLE, 3);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final NodeId CLIENT_1 = new NodeId(Role.CLIENT, 1);
    private static final NodeId CLIENT_2 = new NodeId(Role.CLIENT, 2);
    private static final int ZK_PORT = Addresses.ZOOKEEPER_CLIENT_PORT;
    private static final Duration SHORT = ofMillis(300);
    private static final ClusterSpec SPEC = new ClusterSpec(3, 2, 2, ofSeconds(2), ofMillis(500));

    private final List<String> ends = new CopyOnWriteArrayList<>();
    private Cluster cluster;
    private Path temporary;
    private Path nodes;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        temporary = Files.createTempDirectory(Path.of("/tmp"), "irt");
        nodes = directory;
        cluster = new LocalBackend(new Machine.This(), temporary, ClassArchives.ofUser())
                .start(launch(nodes, SPEC, "it", ends));
        await("the ensemble to elect").atMost(ofSeconds(20)).until(() -> modes().contains("leader"));
        await("the masters to serve")
                .atMost(ofSeconds(10))
                .until(() -> reach(CLIENT_1, MASTER_1, TinySystem.PORT) == Reach.UP
                        && reach(CLIENT_1, MASTER_2, TinySystem.PORT) == Reach.UP);
    }

    @AfterAll
    void closeLeavesNothing() throws IOException {
        List<ProcessHandle> inside = ProcessHandle.current().descendants().toList();
        assertThat(inside).hasSizeGreaterThan(14);

        cluster.close();
        cluster.close();

        assertThat(inside).noneMatch(ProcessHandle::isAlive);
        assertThat(ends).contains("zk-1 137", "zk-2 137", "zk-3 137", "master-1 137", "master-2 137");
        assertThat(temporary).isEmptyDirectory();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(temporary.toString());
        Files.delete(temporary);
        assertThat(nodes.resolve("zk-1/data/version-2")).isNotEmptyDirectory();
    }

    static Backend.Launch launch(Path nodes, ClusterSpec spec, String label, List<String> ends) {
        NodeListener listener = new NodeListener() {
            @Override
            public void starting(NodeId node) {}

            @Override
            public void exited(NodeId node, int exitCode) {
                ends.add(node + " " + exitCode);
            }
        };
        return new Backend.Launch(spec, new TinySystem(), TinySystem.zooKeeper(), label, nodes, listener);
    }

    private List<String> modes() {
        return Stream.of(ZK_1, ZK_2, ZK_3).map(node -> mode(cluster, node)).toList();
    }

    static String mode(Cluster cluster, NodeId node) {
        try {
            return said(cluster.control(node, ZK_PORT, SHORT), "srvr")
                    .lines()
                    .filter(line -> line.startsWith("Mode: "))
                    .map(line -> line.substring("Mode: ".length()))
                    .findFirst()
                    .orElse("none");
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String said(SocketChannel channel, String question) throws IOException {
        try (channel) {
            channel.write(StandardCharsets.UTF_8.encode(question));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Reach reach(NodeId from, NodeId to, int port) {
        return cluster.network()
                .reach(List.of(new Attempt(from, to, port)), SHORT)
                .get(0);
    }

    private static String get(String node) {
        return "GET / HTTP/1.0\r\nHost: " + node + "\r\n\r\n";
    }

    @Test
    void clientsDialServersAndMastersOverTheDataNetwork() throws IOException {
        assertThat(said(cluster.dial(CLIENT_1, ZK_1, ZK_PORT, SHORT), "ruok")).isEqualTo("imok");
        assertThat(said(cluster.dial(CLIENT_2, MASTER_2, TinySystem.PORT, SHORT), get("x")))
                .endsWith("master-2");
        assertThatThrownBy(() -> cluster.dial(CLIENT_1, MASTER_1, 9, SHORT))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("REFUSED");
    }

    @Test
    void aCutIsSilentBothWaysAndLeavesOthersAndControlAlone() throws IOException {
        List<Link> links = Link.between(List.of(ZK_1), List.of(ZK_2));
        List<Attempt> attempts = List.of(
                new Attempt(ZK_1, ZK_2, ZK_PORT),
                new Attempt(ZK_2, ZK_1, ZK_PORT),
                new Attempt(ZK_1, ZK_3, ZK_PORT),
                new Attempt(CLIENT_1, ZK_1, ZK_PORT),
                new Attempt(CLIENT_1, ZK_2, ZK_PORT));

        cluster.network().cut(links, ofSeconds(60));
        List<Reach> during = cluster.network().reach(attempts, SHORT);
        String control = said(cluster.control(ZK_1, ZK_PORT, SHORT), "ruok");
        cluster.network().heal(links);
        cluster.network().heal(links);
        List<Reach> after = cluster.network().reach(attempts, SHORT);

        assertThat(during).containsExactly(Reach.SILENT, Reach.SILENT, Reach.UP, Reach.UP, Reach.UP);
        assertThat(control).isEqualTo("imok");
        assertThat(after).containsOnly(Reach.UP);
    }

    @Needs("nft")
    @Test
    void whatACutDropsIsCounted() {
        List<Link> links = Link.between(List.of(CLIENT_2), List.of(MASTER_2));
        long before = cluster.network().droppedPackets();

        cluster.network().cut(links, ofSeconds(60));
        Reach during = reach(CLIENT_2, MASTER_2, TinySystem.PORT);
        long after = cluster.network().droppedPackets();
        cluster.network().heal(links);

        assertThat(during).isEqualTo(Reach.SILENT);
        assertThat(before).isNotNegative();
        assertThat(after).isGreaterThan(before);
    }

    @Needs("nft")
    @Test
    void aCutEndsByItselfAndTheLaterPlannedEndCounts() {
        List<Link> links = List.of(new Link(CLIENT_2, MASTER_1));

        cluster.network().cut(links, ofSeconds(60));
        cluster.network().cut(links, ofMillis(700));

        assertThat(reach(CLIENT_2, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.SILENT);
        await("the kernel to lift the cut")
                .atMost(ofSeconds(3))
                .until(() -> reach(CLIENT_2, MASTER_1, TinySystem.PORT) == Reach.UP);
        cluster.network().heal(links);
    }

    @Test
    void aPausedNodeAcceptsButDoesNotAnswer() throws Exception {
        cluster.pause(MASTER_2);

        assertThat(cluster.state(MASTER_2)).isEqualTo(NodeState.PAUSED);
        try (SocketChannel channel = cluster.dial(CLIENT_1, MASTER_2, TinySystem.PORT, SHORT)) {
            channel.write(StandardCharsets.UTF_8.encode(get("x")));
            channel.configureBlocking(false);
            await().pollDelay(ofMillis(200)).atMost(ofSeconds(5)).until(() -> true);
            ByteBuffer answer = ByteBuffer.allocate(1000);
            assertThat(channel.read(answer)).isZero();

            cluster.resume(MASTER_2);
            cluster.resume(MASTER_2);

            await("the master to answer").atMost(ofSeconds(5)).until(() -> channel.read(answer) > 0);
            assertThat(cluster.state(MASTER_2)).isEqualTo(NodeState.RUNNING);
        }
    }

    @Test
    void aKilledNodeRefusesAndComesBackWithItsAddress() {
        // It accepts before it says so, and must not be killed between.
        awaitOutput("serving as master-1\n");

        cluster.kill(MASTER_1);

        assertThat(ends).contains("master-1 137");
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.ENDED);
        assertThat(reach(CLIENT_1, MASTER_1, TinySystem.PORT)).isEqualTo(Reach.REFUSED);
        assertThatThrownBy(() -> cluster.pause(MASTER_1))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("cannot pause master-1: it is not running");
        cluster.kill(MASTER_1);

        cluster.start(MASTER_1);

        await("master-1 to serve again")
                .atMost(ofSeconds(10))
                .until(() -> reach(CLIENT_1, MASTER_1, TinySystem.PORT) == Reach.UP);
        // The new behind the old.
        awaitOutput("serving as master-1\nserving as master-1\n");
        assertThatThrownBy(() -> cluster.start(MASTER_1)).hasMessageContaining("runs already");
    }

    private void awaitOutput(String expected) {
        await("master-1 to have said: " + expected.strip())
                .atMost(ofSeconds(10))
                .until(() -> Files.readString(nodes.resolve("master-1/output.log")), expected::equals);
    }

    @Test
    void aTerminatedNodeEndsByItselfAndComesBackAsAnotherLife() {
        LifeCycle.terminatedNodeEndsByItself(cluster, MASTER_2);
        LifeCycle.terminatedWhileFrozenEndsWhenResumed(cluster, MASTER_2);
    }

    @Test
    void manyNodesAreFrozenAtATime() {
        LifeCycle.manyAreFrozenAtATime(cluster, List.of(ZK_1, ZK_2, MASTER_1, MASTER_2));
        LifeCycle.freezesAreMeasured("local", cluster, ZK_3);
    }

    @Test
    void anInterruptedCallerDoesNotHarmTheCluster() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> cluster.pause(MASTER_2)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();

        cluster.resume(MASTER_2);

        assertThat(cluster.state(MASTER_2)).isEqualTo(NodeState.RUNNING);
        assertThat(reach(CLIENT_1, MASTER_2, TinySystem.PORT)).isEqualTo(Reach.UP);
    }

    @Needs("nft")
    @Test
    void tellsWhichDirectionIsCut() {
        trials().oneDirectionOfPackets();
    }

    @Needs("nft")
    @Test
    void opensALinkWhenTheLastCutIsHealed() {
        trials().twoCutsOfOneLink();
    }

    @Needs("nft")
    @Test
    void cutsOnePort() {
        trials().onePort();
    }

    @Needs("nft")
    @Test
    void cutsConnectionsAndLeavesThoseThatExist() throws IOException {
        trials().connectionsOnly();
    }

    @Needs("nft")
    @Test
    void refusesAndResets() throws IOException {
        trials().refused();
    }

    @Needs("nft")
    @Test
    void losesPacketsUntilThePlannedEnd() {
        trials().loss();
    }

    @Needs("nft")
    @Test
    void delaysUntilRepaired() throws IOException {
        trials().delay();
    }

    @Needs("nft")
    @Test
    void delaysUntilThePlannedEnd() throws IOException {
        trials().delayEndsByItself();
    }

    @Needs("nft")
    @Test
    void limitsTheRateUntilThePlannedEnd() throws IOException {
        trials().rate();
    }

    @Needs("nft")
    @Test
    void seesAndEndsFlowsInBackOff() throws IOException {
        trials().flows();
    }

    @Needs("nft")
    @Test
    void saysWhatNeedsNetem() {
        trials().duplicates();
    }

    private NetworkTrials trials() {
        return new NetworkTrials(cluster, TinySystem.PORT);
    }

    @Needs("nft")
    @Test
    void everyAbilityWorksHere() {
        assertThat(new LocalBackend().tryAbilities())
                .isNotEmpty()
                .allMatch(ability -> ability.status() == Ability.Status.WORKS);
    }
}
