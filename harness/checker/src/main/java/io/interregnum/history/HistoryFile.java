package io.interregnum.history;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * History as JSON lines: one event per line, {@code index time type process f value} first, then its other fields by
 * name. Client processes are written as numbers, others as strings.
 */
public final class HistoryFile {
    private HistoryFile() {}

    /**
     * Reads a whole file. A last line without its line feed is the mark of a harness that was killed while it wrote:
     * it is left out if it does not parse.
     *
     * @throws HistoryException when a line is not an event; the message names file and line
     */
    public static History read(Path file) {
        List<Event> events = new ArrayList<>();
        // Not Files.newBufferedReader, which refuses the whole file for a letter that was cut in two by a kill.
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            boolean whole = endsWithLineFeed(file);
            int number = 0;
            String line = reader.readLine();
            while (line != null) {
                number++;
                String next = reader.readLine();
                try {
                    events.add(parse(line));
                } catch (IllegalArgumentException e) {
                    if (next == null && !whole) {
                        break;
                    }
                    throw new HistoryException(
                            file + ":" + number + ": " + e.getMessage()
                                    + "; expected one JSON object per line with index, time, type, process, f, value",
                            e);
                }
                line = next;
            }
        } catch (IOException e) {
            throw new HistoryException("cannot read " + file + ": " + e, e);
        }
        return new History(events);
    }

    private static boolean endsWithLineFeed(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n';
        }
    }

    /** One event as a line without its line feed. */
    static String format(Event event) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("index", event.index());
        line.put("time", event.timeNanos());
        line.put("type", event.type().word());
        line.put("process", event.isClient() ? Long.valueOf(event.process()) : event.process());
        line.put("f", event.f());
        line.put("value", event.value());
        line.putAll(event.fields());
        return Json.write(line);
    }

    static Event parse(String text) {
        if (!(Json.read(text) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("not a JSON object");
        }
        Map<String, Object> fields = new TreeMap<>();
        map.forEach((name, value) -> {
            if (value != null && !CORE.contains(name)) {
                fields.put((String) name, value);
            }
        });
        return new Event(
                number(map, "index"),
                number(map, "time"),
                type(map.get("type")),
                process(map.get("process")),
                String.valueOf(map.get("f")),
                map.get("value"),
                fields);
    }

    private static final List<String> CORE = List.of("index", "time", "type", "process", "f", "value");

    private static long number(Map<?, ?> map, String name) {
        if (map.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(name + "=" + map.get(name) + " is not a whole number");
    }

    private static Event.Type type(@Nullable Object word) {
        for (Event.Type type : Event.Type.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("type=" + word + " is none of invoke, ok, fail, info");
    }

    private static String process(@Nullable Object process) {
        if (process instanceof Long || process instanceof String) {
            return process.toString();
        }
        throw new IllegalArgumentException("process=" + process + " is neither a number nor a name");
    }

    /**
     * Appends events to a file, one {@code write} each, so that what was recorded outlives a kill -9 of the harness.
     * Used by one recorder, which calls it under its lock.
     */
    public static final class Writer implements Consumer<Event>, AutoCloseable {
        private final Path file;
        // A stream, not a channel: an interrupt of the recording thread would close a channel.
        private final OutputStream out;

        /**
         * Creates the file.
         *
         * @throws HistoryException when it cannot be created or exists already
         */
        public Writer(Path file) {
            this.file = file;
            try {
                this.out = new FileOutputStream(Files.createFile(file).toFile());
            } catch (IOException e) {
                throw new HistoryException("cannot create " + file + ": " + e, e);
            }
        }

        /** @throws HistoryException when the event could not be written whole, such as on a full disk */
        @Override
        public void accept(Event event) {
            try {
                out.write((format(event) + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new HistoryException(
                        "cannot append event " + event.index() + " to " + file + ": " + e
                                + "; free some space or choose another directory with --out",
                        e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw new HistoryException("cannot close " + file + ": " + e, e);
            }
        }
    }
}
