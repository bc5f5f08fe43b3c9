package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that is started, reads its input, and ends. */
final class Command {
    private Command() {}

    /** What became of it: exit code, and everything that it printed. */
    record Ended(int exitCode, String printed) {}

    /**
     * Runs it to its end.
     *
     * @throws IOException when it cannot be started, or the thread was interrupted
     */
    static Ended run(List<String> words, String input) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; its exit code and output say why.
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), printed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + words, e);
        }
    }
}
