package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSocketsTest {
    @TempDir
    private Path home;

    private EngineSockets at(String dockerHost) {
        return new EngineSockets(Map.of("DOCKER_HOST", dockerHost), home);
    }

    @Test
    void saysThatThereIsNoSocket() {
        assertThat(at("unix://" + home + "/none.sock").whyNobodyListens())
                .contains("DOCKER_HOST=unix://" + home + "/none.sock: no such socket");
    }

    @Test
    void saysThatNobodyListensOnASocketThatIsLeftOver() throws IOException {
        Path socket = home.resolve("dead.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(at("unix://" + socket).whyNobodyListens()).isEmpty();
        }

        assertThat(at("unix://" + socket).whyNobodyListens())
                .hasValueSatisfying(why -> assertThat(why).contains("dead.sock: Connection refused"));
    }

    @Test
    void saysThatNobodyListensOnAPort() {
        assertThat(at("tcp://127.0.0.1:1").whyNobodyListens())
                .hasValueSatisfying(why -> assertThat(why).contains("tcp://127.0.0.1:1: Connection refused"));
    }

    @Test
    void leavesOtherKindsOfAddressToTestcontainers() {
        assertThat(at("npipe:////./pipe/docker_engine").whyNobodyListens()).isEmpty();
    }

    @Test
    void leavesAnAddressInTestcontainersOwnFileToItAndIgnoresItsNotes() throws IOException {
        Path file = home.resolve(".testcontainers.properties");

        Files.writeString(file, "docker.host=tcp://10.0.0.1\n");
        assertThat(new EngineSockets(Map.of(), home).whyNobodyListens()).isEmpty();

        Files.writeString(file, "docker.client.strategy=some.Strategy\n");
        assertThat(new EngineSockets(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"), home).whyNobodyListens())
                .isPresent();
    }
}
