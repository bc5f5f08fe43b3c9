package io.interregnum.cluster.sidecar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Sends signals. Safe for many threads; a signal waits for those asked for before it, which takes microseconds.
 *
 * <p>Java has no call for SIGSTOP. One shell stays open and sends all signals with its built-in {@code kill}: a process
 * for each signal would make faults late by some milliseconds each.
 */
public final class SignalShell {
    private static final String SCRIPT = "while read -r signal targets; do"
            + " if kill -s \"$signal\" -- $targets 2>/dev/null; then echo sent; else echo gone; fi; done";

    private final Writer requests; // guarded by this
    private final BufferedReader answers; // guarded by this

    /**
     * Starts the shell.
     *
     * @throws IOException when there is none
     */
    public SignalShell() throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = shell.outputWriter(StandardCharsets.UTF_8);
        answers = shell.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Sends one signal to each target.
     *
     * @param signal its name without SIG
     * @param targets pids, or process groups with a minus sign before them, with spaces between
     * @return false when one of them was not there; the others have got it
     * @throws IOException when the shell is gone
     */
    public synchronized boolean send(String signal, String targets) throws IOException {
        requests.write(signal + " " + targets + "\n");
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the shell that sends signals is gone");
        }
        return answer.equals("sent");
    }
}
