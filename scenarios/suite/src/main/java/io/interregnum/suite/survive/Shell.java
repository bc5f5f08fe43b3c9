package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.UnableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands of the machine. */
final class Shell {
    private Shell() {}

    /**
     * What a command prints, to either stream. Blocks until it ends.
     *
     * @throws UnableException when there is no such command
     * @throws ClusterException when it ends with something else than 0
     */
    static List<String> lines(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = output(process);
            if (process.waitFor() != 0) {
                throw new ClusterException(String.join(" ", command) + " ended with " + process.exitValue() + ": "
                        + String.join(" ", lines));
            }
            return lines;
        } catch (IOException e) {
            throw new UnableException("cannot start " + command[0] + ": " + e.getMessage(), e);
        }
    }

    /** All that it prints until it ends; empty lines are left out. */
    static List<String> output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new ClusterException("cannot read what a command printed: " + e, e);
        }
    }
}
