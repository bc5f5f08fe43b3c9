package io.interregnum.cluster.sidecar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One {@code nft} that stays open, so that a change of rules costs a millisecond and not the start of a process; where nft
 * was built without its interactive mode, a process for each script. Safe for many threads, which wait for each other.
 */
public final class ResidentNft {
    private static final List<String> STAYS = List.of("nft", "-i");

    private @Nullable Process process; // guarded by this, as all below
    private @Nullable Writer commands;
    private @Nullable BufferedReader printed;
    private boolean staysOpen = true;
    private long count;

    /** Thrown when nft refused a script, of which then nothing was done. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String printed) {
            super(printed);
        }
    }

    /**
     * Applies a script as one transaction.
     *
     * @param script one command on each line
     * @return what nft printed
     * @throws Refused when nft refused, with what it printed
     * @throws IOException when there is no nft, or it ended meanwhile; whether the script was applied is not known
     */
    public synchronized String apply(String script) throws IOException {
        if (staysOpen) {
            return strict(applyHere(script));
        }
        return applyOnce(script);
    }

    private static String strict(String text) throws Refused {
        if (text.contains("Error: ")) {
            throw new Refused(text);
        }
        return text;
    }

    private String applyHere(String script) throws IOException {
        if (process == null || !process.isAlive()) {
            ProcessBuilder builder = new ProcessBuilder(STAYS).redirectErrorStream(true);
            // It would keep a history of its commands in the home directory.
            builder.environment().put("HOME", "/nonexistent");
            process = builder.start();
            commands = process.outputWriter(StandardCharsets.UTF_8);
            printed = process.inputReader(StandardCharsets.UTF_8);
            @Nullable String answer = exchange("");
            if (answer == null) {
                staysOpen = false;
                return applyOnce(script);
            }
        }
        String line = script.lines().filter(each -> !each.isBlank()).collect(Collectors.joining("; "));
        @Nullable String answer = exchange(line);
        if (answer == null) {
            throw new IOException("nft ended while it applied: " + script.strip());
        }
        return answer;
    }

    /**
     * One line is one transaction. nft does not say when it is done, so a word that it does not know follows, whose refusal
     * is the last that it prints.
     *
     * @return what was printed before that; null when nft ended
     */
    private @Nullable String exchange(String line) throws IOException {
        Writer to = java.util.Objects.requireNonNull(commands);
        BufferedReader from = java.util.Objects.requireNonNull(printed);
        String mark = "mark" + ++count;
        try {
            to.write(line + "\n" + mark + "\n");
            to.flush();
        } catch (IOException e) {
            return null; // it is gone
        }
        StringBuilder text = new StringBuilder();
        String before = "";
        for (@Nullable String next = from.readLine(); next != null; next = from.readLine()) {
            if (next.equals(mark)) {
                from.readLine(); // points at the word
                return text.toString();
            }
            text.append(before.isEmpty() ? "" : before + "\n");
            before = next;
        }
        return null;
    }

    private static String applyOnce(String script) throws IOException {
        Command.Ended ended = Command.run(List.of("nft", "-f", "-"), script);
        if (ended.exitCode() != 0) {
            throw new Refused(ended.printed());
        }
        return ended.printed();
    }
}
