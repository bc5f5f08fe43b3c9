package io.interregnum.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The forms in which histories come as files. A new one is a constant here and a class that reads it. */
public enum HistoryFormat {
    /** Jepsen's EDN: maps with {@code :type :process :f :value}; see {@link EdnHistory}. */
    EDN("edn") {
        @Override
        public void read(Path file, Consumer<Event> to) {
            EdnHistory.read(file, to);
        }

        @Override
        void write(StringBuilder line, Event event) {
            EdnHistory.append(line, event);
        }
    },

    /** EDN without index and time whose maps carry {@code :key} beside {@code :value}. Read as {@link #EDN} is. */
    KEY_VALUE("key-value") {
        @Override
        public void read(Path file, Consumer<Event> to) {
            EdnHistory.read(file, to);
        }

        @Override
        void write(StringBuilder line, Event event) {
            EdnHistory.appendKeyValue(line, event);
        }
    },

    /** Jepsen's log, an operation a line: {@code INFO  jepsen.util - 4 :invoke :cas [3 1]}; see {@link LogHistory}. */
    LOG("log") {
        @Override
        public void read(Path file, Consumer<Event> to) {
            LogHistory.read(file, to);
        }

        @Override
        void write(StringBuilder line, Event event) {
            LogHistory.append(line, event);
        }
    },

    /** Our own: a JSON object a line; see {@link HistoryFile}. */
    JSON("json") {
        @Override
        public void read(Path file, Consumer<Event> to) {
            HistoryFile.read(file, to);
        }

        @Override
        void write(StringBuilder line, Event event) {
            line.append(HistoryFile.format(event));
        }
    };

    private static final int LOOKED_AT_BYTES = 1 << 16;

    private final String word;

    HistoryFormat(String word) {
        this.word = word;
    }

    /** The name on the command line. */
    public String word() {
        return word;
    }

    /**
     * Reads a whole file, event after event.
     *
     * @param to takes each event, in the order of the file. An {@code IllegalArgumentException} that it throws is
     *     reported as a fault of that event's line
     * @throws HistoryException when the file cannot be read or is malformed; the message names file, line and reason.
     *     The events before it have been taken by then
     */
    public abstract void read(Path file, Consumer<Event> to);

    /** Appends {@code event}, without a line feed. */
    abstract void write(StringBuilder line, Event event);

    /**
     * The form of that name.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static HistoryFormat named(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no form of a history is called \"" + word
                        + "\"; there are "
                        + Arrays.stream(values()).map(HistoryFormat::word).collect(Collectors.joining(", "))));
    }

    /**
     * The form of a file, by how it begins: a brace and a quotation mark is JSON, another brace, a bracket or {@code #} is
     * EDN, anything else a log. Empty when the file is.
     *
     * @throws HistoryException when the file cannot be read
     */
    public static Optional<HistoryFormat> detect(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return detect(in.readNBytes(LOOKED_AT_BYTES));
        } catch (IOException e) {
            throw HistoryException.unreadable(file, e);
        }
    }

    private static Optional<HistoryFormat> detect(byte[] beginning) {
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        int at = significant(text, 0);
        if (at == text.length()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (text.charAt(at)) {
                    case '{' -> {
                        int next = significant(text, at + 1);
                        yield next < text.length() && text.charAt(next) == '"' ? JSON : EDN;
                    }
                    case '[', '(', '#' -> EDN;
                    default -> LOG;
                });
    }

    /** Where, from {@code from} on, there is something other than space and comments; the length if nowhere. */
    private static int significant(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ';') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c > ' ' && c != ',') {
                return at;
            } else {
                at++;
            }
        }
        return at;
    }
}
