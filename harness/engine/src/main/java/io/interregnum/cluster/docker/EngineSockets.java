package io.interregnum.cluster.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out within a second or two that there is no engine, before Testcontainers does: it takes its time, and says so
 * on several pages.
 *
 * @param environment of the process
 * @param home of the user
 */
record EngineSockets(Map<String, String> environment, Path home) {
    private static final int CONNECT_MILLIS = 2_000;

    /** Of this process. */
    static EngineSockets ofThisProcess() {
        return new EngineSockets(System.getenv(), Path.of(System.getProperty("user.home", "/")));
    }

    /** Why nobody can be listening; empty when somebody is, or when only Testcontainers can find out. */
    Optional<String> whyNobodyListens() {
        String configured = environment.getOrDefault("DOCKER_HOST", "");
        if (!configured.isBlank()) {
            return why(configured).map(reason -> "DOCKER_HOST=" + configured + ": " + reason);
        }
        if (configuredInAFile() || Files.exists(home.resolve(".docker/contexts"))) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        for (String path : usualPaths()) {
            Optional<String> reason = why("unix://" + path);
            if (reason.isEmpty()) {
                return Optional.empty();
            }
            if (Files.exists(Path.of(path)) || reasons.isEmpty()) {
                reasons.add(path + ": " + reason.get());
            }
        }
        return Optional.of(String.join(", ", reasons));
    }

    /** Testcontainers' own file is there wherever it was used once; it matters only when somebody wrote an address into it. */
    private boolean configuredInAFile() {
        try (Stream<String> lines = Files.lines(home.resolve(".testcontainers.properties"))) {
            return lines.anyMatch(line -> line.strip().matches("(docker|tc)\\.host\\s*[=:].*"));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException | UncheckedIOException e) {
            // Testcontainers will say what is wrong with it.
            return true;
        }
    }

    private Set<String> usualPaths() {
        Set<String> paths = new LinkedHashSet<>();
        paths.add("/var/run/docker.sock");
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isBlank()) {
            paths.add(runtime + "/docker.sock");
            paths.add(runtime + "/podman/podman.sock");
        }
        paths.add(home + "/.docker/run/docker.sock");
        paths.add(home + "/.docker/desktop/docker.sock");
        paths.add(home + "/.rd/docker.sock");
        return paths;
    }

    private static Optional<String> why(String address) {
        try {
            URI uri = URI.create(address);
            if ("unix".equals(uri.getScheme())) {
                return whyNot(UnixDomainSocketAddress.of(uri.getPath()));
            }
            return uri.getHost() == null || uri.getPort() < 0
                    ? Optional.empty()
                    : whyNot(new InetSocketAddress(uri.getHost(), uri.getPort()));
        } catch (IllegalArgumentException e) {
            return Optional.of("not an address: " + e.getMessage());
        }
    }

    private static Optional<String> whyNot(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            if (!Files.exists(unix.getPath())) {
                return Optional.of("no such socket");
            }
            try (SocketChannel channel = SocketChannel.open(unix)) {
                return channel.isConnected() ? Optional.empty() : Optional.of("not connected");
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
