package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Reads on in a file that somebody else is writing. For one thread. */
final class Tail implements AutoCloseable {
    private final Path file;
    private final InputStream in;
    private final StringBuilder begun = new StringBuilder();

    /** @throws ClusterException when the file cannot be opened */
    Tail(Path file) {
        this.file = file;
        try {
            in = Files.newInputStream(file);
        } catch (IOException e) {
            throw new ClusterException("cannot open " + file + ": " + e, e);
        }
    }

    /**
     * Whether a line that was completed since the last call is meant. All of those are read then, and not again.
     *
     * @param meant is shown each byte as a character, which is right for ASCII
     */
    boolean shows(Predicate<String> meant) {
        boolean shows = false;
        for (char next : read().toCharArray()) {
            if (next == '\n') {
                shows |= meant.test(begun.toString());
                begun.setLength(0);
            } else {
                begun.append(next);
            }
        }
        return shows;
    }

    private String read() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ClusterException("cannot read " + file + ": " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new ClusterException("cannot close " + file + ": " + e, e);
        }
    }
}
