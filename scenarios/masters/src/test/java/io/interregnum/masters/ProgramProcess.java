package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An agent or a framework in a process of its own, on a loopback port. Its ledger is appended to over restarts. */
final class ProgramProcess {
    private final List<String> command;
    private final Path ledger;
    private final Path errors;
    private Process process;

    private ProgramProcess(List<String> command, Path ledger, Path errors) throws IOException {
        this.command = command;
        this.ledger = ledger;
        this.errors = errors;
        this.process = start();
    }

    static ProgramProcess start(Class<?> main, String id, int zooKeeperPort, Path directory, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--zk",
                "127.0.0.1:" + zooKeeperPort + "/ref",
                "--id",
                id,
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(freePort()),
                "--session-timeout-ms",
                "1000",
                "--work-dir",
                directory.toString()));
        command.addAll(List.of(more));
        return new ProgramProcess(command, directory.resolve(id + ".ledger"), directory.resolve(id + ".err"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(ledger.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void restart() throws Exception {
        kill();
        process = start();
    }

    /** The lines of this kind so far, in order. */
    List<JsonNode> ledger(String kind) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        String text = Files.exists(ledger) ? Files.readString(ledger) : "";
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            if (!line.isEmpty()) {
                JsonNode node = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                if (node.path("event").asText().equals("ledger")
                        && node.path("kind").asText().equals(kind)) {
                    lines.add(node);
                }
            }
        }
        return lines;
    }
}
