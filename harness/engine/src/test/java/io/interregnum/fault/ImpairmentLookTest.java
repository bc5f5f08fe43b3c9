package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.fault.ProofOfFault.Condition;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is taken for a proof that links got worse, and what is not. */
class ImpairmentLookTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_2 = new NodeId(Role.ENSEMBLE, 2);
    private static final List<Link> LINKS = List.of(new Link(MASTER_1, ZK_1), new Link(MASTER_1, ZK_2));

    /** Nothing on this machine takes so long to come back. */
    private static final Impairment.Delay LONG = new Impairment.Delay(Duration.ofSeconds(4), Duration.ZERO);
    /** What {@link #DAWDLE} is longer than. */
    private static final Impairment.Delay SHORT = new Impairment.Delay(Duration.ofMillis(1), Duration.ZERO);

    private static final Duration DAWDLE = Duration.ofMillis(20);

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(MASTER_1));
    private final ServerSocketChannel server = server();

    /** What a node answers on a connection. */
    private interface Answer {
        void on(SocketChannel channel) throws IOException;
    }

    private static ServerSocketChannel server() {
        try {
            return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private ProofOfFault look(Impairment impairment) {
        return new ImpairmentLook(scene, LINKS, Damage.NONE).at(impairment);
    }

    private synchronized SocketChannel connected(Answer answer) throws DialException {
        try {
            SocketChannel near = SocketChannel.open(server.getLocalAddress());
            SocketChannel far = server.accept();
            Thread thread = new Thread(
                    () -> {
                        try (far) {
                            answer.on(far);
                        } catch (IOException e) {
                            // The look has ended.
                        }
                    },
                    "answer");
            thread.setDaemon(true);
            thread.start();
            return near;
        } catch (IOException e) {
            throw new DialException(Reach.ERROR, e.toString());
        }
    }

    private static void echo(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8192);
        while (channel.read(bytes.clear()) >= 0) {
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static void dawdle(SocketChannel channel) throws IOException {
        RunClock clock = RunClock.startNow();
        ByteBuffer bytes = ByteBuffer.allocate(1);
        try {
            while (channel.read(bytes.clear()) >= 0) {
                clock.sleepUntil(clock.nanos() + DAWDLE.toNanos());
                channel.write(bytes.flip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void takesBytesThatComeBackLateForAProof() {
        cluster.dialling = (from, to) -> connected(ImpairmentLookTest::dawdle);

        assertThat(look(SHORT).condition()).isEqualTo(Condition.DAMAGED);
        assertThat(look(SHORT).detail()).startsWith("2 of 2 links late, 1 bytes there and back took ");
    }

    @Test
    void takesBytesThatComeBackSoonForWhole() {
        cluster.dialling = (from, to) -> connected(ImpairmentLookTest::echo);

        assertThat(look(LONG).condition()).isEqualTo(Condition.WHOLE);
        assertThat(look(new Impairment.Rate(8)).condition()).isEqualTo(Condition.WHOLE);
    }

    @Test
    void doesNotTakeLinksThatNobodyCanDialForSlowOrNarrow() {
        for (Impairment impairment : List.of(SHORT, new Impairment.Rate(1000))) {
            ProofOfFault proof = look(impairment);

            assertThat(proof.condition()).isEqualTo(Condition.UNCLEAR);
            assertThat(proof.detail())
                    .startsWith("0 of 2 links late; ")
                    .contains("no connection was made or it broke: [master-1->zk-1, master-1->zk-2]");
        }
    }

    @Test
    void doesNotTakeAConnectionThatEndsForALateOne() {
        cluster.dialling = (from, to) -> connected(
                to.equals(ZK_2) ? channel -> channel.read(ByteBuffer.allocate(1)) : ImpairmentLookTest::dawdle);

        ProofOfFault proof = look(SHORT);

        assertThat(proof.condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(proof.detail()).startsWith("1 of 2 links late, ").endsWith("it broke: [master-1->zk-2]");
    }

    @Test
    void sendsAsManyDatagramsAsTheShareOfChangedOnesAsksFor() {
        // Ten of those that are hit are to be seen on each link: a hundred in rounds of thirty, and a thousand is too
        // many.
        assertThat(look(new Impairment.Corrupt(50)).detail()).contains(" of " + 30 * 2 + " datagrams changed or lost");
        assertThat(look(new Impairment.Corrupt(10)).detail()).contains(" of " + 120 * 2 + " datagrams changed or lost");
        assertThat(look(new Impairment.Corrupt(1)).detail()).contains(" of " + 240 * 2 + " datagrams changed or lost");
    }
}
