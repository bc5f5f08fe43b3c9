package io.interregnum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.HttpAttempt.Answered;
import io.interregnum.cluster.HttpAttempt.NotSent;
import io.interregnum.cluster.HttpAttempt.Outcome;
import io.interregnum.cluster.HttpAttempt.Request;
import io.interregnum.cluster.HttpAttempt.Unknown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an attempt says of servers that answer, break off, stay silent or do not exist. */
class HttpAttemptTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private SocketChannel dial(Duration timeout) throws DialException {
        try {
            return SocketChannel.open(server.getLocalAddress());
        } catch (IOException e) {
            throw new DialException(Reach.REFUSED, e.toString());
        }
    }

    /** Serves one connection: reads the request, sends {@code answer}, and closes or stays. */
    private void serve(String answer, boolean close) {
        Thread thread = new Thread(() -> {
            try {
                SocketChannel channel = server.accept();
                channel.read(ByteBuffer.allocate(4_096));
                channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                if (close) {
                    channel.close();
                }
            } catch (IOException e) {
                // The test ended first.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void readsAnAnswerUpToItsLengthWithoutWaitingForTheEnd() {
        serve("HTTP/1.1 307 Moved\r\nLocation: //10.0.0.1:5050/x\r\nContent-Length: 2\r\n\r\nhi", false);

        Outcome outcome = HttpAttempt.send(this::dial, Request.get("/x"), LONG);

        assertThat(outcome).isInstanceOf(Answered.class);
        HttpAnswer answer = ((Answered) outcome).answer();
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("LOCATION")).contains("//10.0.0.1:5050/x");
        assertThat(answer.body()).isEqualTo("hi");
    }

    @Test
    void joinsChunks() {
        serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", true);

        Outcome outcome = HttpAttempt.send(this::dial, Request.get("/"), LONG);

        assertThat(((Answered) outcome).answer().body()).isEqualTo("abcde");
    }

    @Test
    void doesNotKnowWhatHappenedWhenTheAnswerBreaksOff() {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf", true);

        Outcome outcome = HttpAttempt.send(this::dial, Request.get("/"), LONG);

        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(((Unknown) outcome).why()).contains("within the answer");
    }

    @Test
    void doesNotKnowWhatHappenedWhenThereIsNoAnswerInTime() {
        serve("", false);

        Outcome outcome = HttpAttempt.send(this::dial, Request.get("/"), Duration.ofMillis(50));

        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(((Unknown) outcome).why()).contains("no answer within 50 ms");
    }

    @Test
    void knowsThatNothingHappenedWhenItCouldNotConnect() throws IOException {
        server.close();

        Outcome outcome = HttpAttempt.send(
                timeout -> {
                    throw new DialException(Reach.REFUSED, "nobody listens");
                },
                Request.get("/"),
                LONG);

        assertThat(outcome).isInstanceOf(NotSent.class);
        assertThat(((NotSent) outcome).reach()).isEqualTo(Reach.REFUSED);
    }
}
