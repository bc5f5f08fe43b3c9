package io.interregnum.cluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.RunClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The relay between two sockets of this machine. */
@Timeout(20)
class RelayTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long MILLI = 1_000_000;
    private static final Delay FIFTY = new Delay(50 * MILLI, 0, Long.MAX_VALUE);

    private final Relay relay = new Relay();

    /** Sends a word through the relay, and says how long its echo took in milliseconds. */
    private long exchange(Relay.Delays delays) throws IOException {
        relay.set(LOOPBACK, delays);
        try (ServerSocket behind = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ServerSocketChannel before = relay.listen(LOOPBACK, behind.getLocalPort());
                Socket client = new Socket()) {
            client.connect((InetSocketAddress) before.getLocalAddress());
            RunClock clock = RunClock.startNow();
            client.getOutputStream().write("one".getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().write("two".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            try (Socket server = behind.accept()) {
                server.getOutputStream().write(server.getInputStream().readAllBytes());
            }
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("onetwo");
            return TimeUnit.NANOSECONDS.toMillis(clock.nanos());
        }
    }

    @Test
    void delaysEachDirectionByItsOwn() throws IOException {
        assertThat(exchange(new Relay.Delays(FIFTY, Delay.NONE))).isGreaterThanOrEqualTo(50);
        assertThat(exchange(new Relay.Delays(FIFTY, FIFTY))).isGreaterThanOrEqualTo(100);
    }

    @Test
    void aDelayThatIsOverDelaysNothing() {
        Delay over = new Delay(50 * MILLI, 0, 10);

        assertThat(over.draw(new Random(1), 9)).isEqualTo(50 * MILLI);
        assertThat(over.draw(new Random(1), 10)).isZero();
    }

    @Test
    void jitterStaysWithinItsBounds() {
        Delay delay = new Delay(50 * MILLI, 20 * MILLI, Long.MAX_VALUE);
        Random chance = new Random(7);

        assertThat(chance.longs(200, 0, 2).map(any -> delay.draw(chance, 0)))
                .allMatch(nanos -> nanos >= 30 * MILLI && nanos <= 70 * MILLI)
                .anyMatch(nanos -> nanos < 40 * MILLI)
                .anyMatch(nanos -> nanos > 60 * MILLI);
    }

    @Test
    void aRefusalBehindItIsSeenAsAnEnd() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (ServerSocketChannel before = relay.listen(LOOPBACK, closed);
                Socket client = new Socket()) {
            client.connect((InetSocketAddress) before.getLocalAddress());

            assertThat(ends(client)).isTrue();
        }
    }

    private static boolean ends(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
