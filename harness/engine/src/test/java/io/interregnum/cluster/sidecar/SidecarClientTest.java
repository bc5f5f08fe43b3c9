package io.interregnum.cluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another address is used only when the same sidecar is seen to answer there. */
class SidecarClientTest {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private final List<ServerSocket> open = new ArrayList<>();

    /** Something that answers every request with one line, or says nothing when that is empty. */
    private InetSocketAddress answering(String line) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    if (!line.isEmpty()) {
                        client.getInputStream().read();
                        client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    @AfterEach
    void close() {
        open.forEach(server -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void takesTheOtherAddressOfTheSame() throws IOException {
        InetSocketAddress other = answering("OK 7f");

        SidecarClient client = new SidecarClient("zk-1", answering("OK 7f")).at(other, LIMIT);

        assertThat(client.address()).isEqualTo(other);
    }

    @Test
    void staysWhereAnotherSidecarAnswers() throws IOException {
        SidecarClient client = new SidecarClient("zk-1", answering("OK 7f"));

        assertThat(client.at(answering("OK 80"), LIMIT)).isEqualTo(client);
    }

    @Test
    void staysWhereNobodyListensOrNobodySpeaks() throws IOException {
        SidecarClient client = new SidecarClient("zk-1", answering("OK 7f"));
        InetSocketAddress gone = answering("OK 7f");
        open.get(1).close();

        assertThat(client.at(gone, LIMIT)).isEqualTo(client);
        assertThat(client.at(answering(""), LIMIT)).isEqualTo(client);
    }
}
