package io.interregnum.cluster;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Network.Attempt;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the network between real nodes promises, for the tests of each backend to call. Each leaves the network whole.
 *
 * @param cluster with a master and two clients
 * @param masterPort on which its masters serve
 */
public record NetworkTrials(Cluster cluster, int masterPort) {
    private static final NodeId MASTER = new NodeId(Role.MASTER, 2);
    private static final NodeId CLIENT = new NodeId(Role.CLIENT, 2);
    private static final NodeId OTHER = new NodeId(Role.CLIENT, 1);
    private static final Link THERE = new Link(CLIENT, MASTER);
    private static final Link BACK = new Link(MASTER, CLIENT);
    private static final Duration SHORT = ofMillis(400);
    private static final Duration LONG = ofSeconds(60);

    private Network network() {
        return cluster.network();
    }

    private Reach reach(NodeId from, NodeId to, int port) {
        return network().reach(List.of(new Attempt(from, to, port)), SHORT).get(0);
    }

    private List<Boolean> open(Link... links) {
        return network().passages(List.of(links), 3, SHORT).stream()
                .map(Passage::isOpen)
                .toList();
    }

    /** A connection from the client to the master's sidecar, over the data network. */
    private SocketChannel held() throws DialException {
        return cluster.dial(CLIENT, MASTER, Network.PROBE_PORT, ofSeconds(2));
    }

    /** Milliseconds until as many bytes came back as were sent; -1 when the connection ended before. */
    private static long echoMillis(SocketChannel channel, int count) {
        RunClock clock = RunClock.startNow();
        try {
            return Deadline.within(channel, ofSeconds(5), open -> {
                ByteBuffer out = ByteBuffer.allocate(count);
                ByteBuffer back = ByteBuffer.allocate(count);
                while (out.hasRemaining()) {
                    open.write(out);
                }
                while (back.hasRemaining()) {
                    if (open.read(back) < 0) {
                        return -1L;
                    }
                }
                return clock.nanos() / 1_000_000;
            });
        } catch (IOException e) {
            return -1;
        }
    }

    /** One direction is cut, and it can be told which. */
    public void oneDirectionOfPackets() {
        Cut cut = Cut.packets(List.of(THERE));

        network().cut(cut, LONG);
        List<Boolean> during = open(THERE, BACK, new Link(OTHER, MASTER));
        long stopped = network().stoppedPackets(cut).getOrDefault(THERE, 0L);
        network().heal(cut);

        assertThat(during).containsExactly(false, true, true);
        assertThat(stopped).isGreaterThanOrEqualTo(3);
        assertThat(network().stoppedPackets(cut)).isEmpty();
        assertThat(open(THERE, BACK)).containsExactly(true, true);
    }

    /** What two have cut opens when the second has healed it. */
    public void twoCutsOfOneLink() {
        Cut one = Cut.packets(List.of(THERE));
        Cut both = Cut.packets(List.of(THERE, BACK));

        network().cut(one, LONG);
        network().cut(both, LONG);
        network().heal(both);
        List<Boolean> afterFirst = open(THERE, BACK);
        network().heal(one);

        assertThat(afterFirst).containsExactly(false, true);
        assertThat(open(THERE, BACK)).containsExactly(true, true);
    }

    /** One port is cut both ways, others are not. */
    public void onePort() {
        Cut cut = new Cut(List.of(THERE), Cut.Kind.PACKETS, Set.of(masterPort));

        network().cut(cut, LONG);
        Reach port = reach(CLIENT, MASTER, masterPort);
        Reach another = reach(CLIENT, MASTER, Network.PROBE_PORT);
        network().heal(cut);

        assertThat(port).isEqualTo(Reach.SILENT);
        assertThat(another).isEqualTo(Reach.UP);
        assertThat(reach(CLIENT, MASTER, masterPort)).isEqualTo(Reach.UP);
    }

    /** Connections cannot be begun in one direction; those that are there go on. */
    public void connectionsOnly() throws IOException {
        Cut cut = new Cut(List.of(THERE), Cut.Kind.CONNECTIONS, Set.of());
        try (SocketChannel held = held()) {
            network().cut(cut, LONG);
            Reach there = reach(CLIENT, MASTER, Network.PROBE_PORT);
            Reach back = reach(MASTER, CLIENT, Network.PROBE_PORT);
            long echo = echoMillis(held, 1);
            network().heal(cut);

            assertThat(there).isEqualTo(Reach.SILENT);
            assertThat(back).isEqualTo(Reach.UP);
            assertThat(echo).isNotNegative();
        }
    }

    /** Connections are refused, and those that are there are reset. */
    public void refused() throws IOException {
        Cut cut = new Cut(List.of(THERE, BACK), Cut.Kind.REFUSED, Set.of());
        try (SocketChannel held = held()) {
            assertThat(echoMillis(held, 1)).isNotNegative();

            network().cut(cut, LONG);
            Reach there = reach(CLIENT, MASTER, Network.PROBE_PORT);
            Reach back = reach(MASTER, CLIENT, Network.PROBE_PORT);
            long echo = echoMillis(held, 1);
            network().heal(cut);

            assertThat(there).isEqualTo(Reach.REFUSED);
            assertThat(back).isEqualTo(Reach.REFUSED);
            assertThat(echo).isNegative();
            assertThat(reach(CLIENT, MASTER, Network.PROBE_PORT)).isEqualTo(Reach.UP);
        }
    }

    /** Half of the packets of one direction are lost, and by its planned end none. */
    public void loss() {
        Impairment loss = new Impairment.Loss(50);

        network().impair(List.of(THERE), loss, LONG);
        List<Passage> during = network().passages(List.of(THERE, BACK), 400, SHORT);
        network().impair(List.of(THERE), loss, ofSeconds(1));

        // A fair coin thrown 400 times shows fewer than 140 or more than 260 heads once in some hundred million trials.
        assertThat(during.get(0).arrivedCount()).isBetween(140, 260);
        assertThat(during.get(1).lostPercent()).isZero();
        await("the loss to end by itself")
                .atMost(ofSeconds(10))
                .until(() ->
                        network().passages(List.of(THERE), 40, SHORT).get(0).lostPercent() == 0);
        network().repair(List.of(THERE), loss);
    }

    /** What goes one way is late, on connections that existed before as on new ones, until it is repaired. */
    public void delay() throws IOException {
        Impairment delay = new Impairment.Delay(ofMillis(150), ofMillis(20));
        long before;
        try (SocketChannel held = held()) {
            before = echoMillis(held, 1);
        }

        network().impair(List.of(THERE), delay, LONG);
        List<Long> during = new java.util.ArrayList<>();
        try (SocketChannel held = held()) {
            during.add(echoMillis(held, 1));
            during.add(echoMillis(held, 100_000));
        }
        network().repair(List.of(THERE), delay);

        System.out.printf("MEASURED delay: %d ms before, %s ms during%n", before, during);
        assertThat(during).allMatch(millis -> millis >= 130);
        try (SocketChannel held = held()) {
            await("no delay").atMost(ofSeconds(5)).until(() -> {
                long millis = echoMillis(held, 1);
                return millis >= 0 && millis < 130;
            });
        }
    }

    /** A delay ends at its planned end, on the connection that felt it. */
    public void delayEndsByItself() throws IOException {
        Impairment delay = new Impairment.Delay(ofMillis(150), ofMillis(0));

        network().impair(List.of(THERE, BACK), delay, ofSeconds(2));
        try (SocketChannel held = held()) {
            long during = echoMillis(held, 1);

            assertThat(during).isGreaterThanOrEqualTo(300);
            await("the delay to end by itself").atMost(ofSeconds(10)).until(() -> {
                long millis = echoMillis(held, 1);
                return millis >= 0 && millis < 150;
            });
        }
        network().repair(List.of(THERE, BACK), delay);
    }

    /** One direction carries no more than it may, and by its planned end as before. */
    public void rate() throws IOException {
        Impairment rate = new Impairment.Rate(1000);
        int bytes = 100_000;

        network().impair(List.of(THERE), rate, ofSeconds(4));
        try (SocketChannel held = held()) {
            long during = echoMillis(held, bytes);
            System.out.printf("MEASURED rate: %d bytes took %d ms at 1000 kbit/s%n", bytes, during);
            // 800 ms without the 16 KB that pass at once.
            assertThat(during).isGreaterThan(500);
            await("the rate to end by itself").atMost(ofSeconds(10)).until(() -> {
                long millis = echoMillis(held, bytes);
                return millis >= 0 && millis < 400;
            });
        }
        network().repair(List.of(THERE), rate);
        network().repair(List.of(THERE), rate);
    }

    /** A flow that sits in back-off can be seen, and ended. */
    public void flows() throws IOException {
        Cut cut = Cut.packets(List.of(THERE));
        try (SocketChannel held = held()) {
            assertThat(echoMillis(held, 1)).isNotNegative();
            assertThat(network().flows(List.of(THERE))).anyMatch(flow -> flow.peerPort() == Network.PROBE_PORT);
            network().cut(cut, LONG);
            held.write(ByteBuffer.allocate(1));
            await("the flow to sit in back-off")
                    .atMost(ofSeconds(5))
                    .until(() -> network().flows(List.of(THERE)).stream()
                            .anyMatch(
                                    flow -> flow.peerPort() == Network.PROBE_PORT && flow.retransmissionCount() >= 2));

            network().heal(cut);
            network().endFlows(List.of(THERE));

            assertThat(echoMillis(held, 1)).isNegative();
            assertThat(network().flows(List.of(THERE, BACK))).noneMatch(Flow::isInBackOff);
        }
    }

    /** What a kernel without netem cannot do is refused in words; with netem it is done. */
    public void duplicates() {
        Impairment duplicate = new Impairment.Duplicate(100);
        try {
            network().impair(List.of(THERE), duplicate, LONG);
        } catch (ClusterException e) {
            assertThat(e).hasMessageContaining("no netem").hasMessageContaining("modprobe sch_netem");
            network().repair(List.of(THERE), duplicate);
            return;
        }
        Passage during = network().passages(List.of(THERE), 20, SHORT).get(0);
        network().repair(List.of(THERE), duplicate);

        assertThat(during.duplicateCount()).isPositive();
        assertThat(network().passages(List.of(THERE), 20, SHORT).get(0).duplicateCount())
                .isZero();
    }
}
