package io.interregnum.masters;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A master in a process of its own, on a loopback port. */
final class MasterProcess {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final Process process;
    private final int port;
    private final Path events;

    private MasterProcess(Process process, int port, Path events) {
        this.process = process;
        this.port = port;
        this.events = events;
    }

    /** @param more flags beyond those that every master needs */
    static MasterProcess start(String id, int zooKeeperPort, Path directory, String... more) throws IOException {
        int port = freePort();
        Path events = directory.resolve(id + ".events");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MasterMain.class.getName(),
                "--zk",
                "127.0.0.1:" + zooKeeperPort + "/ref",
                "--id",
                id,
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--session-timeout-ms",
                "1000"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectOutput(events.toFile())
                .redirectError(directory.resolve(id + ".err").toFile())
                .start();
        return new MasterProcess(process, port, events);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    Path events() {
        return events;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Whether this master answers an operation as leader; false also if it answers nothing yet. */
    boolean serves() throws InterruptedException {
        try {
            return get("/ref/registry/k").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the process as kill -9 does: no session is closed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
