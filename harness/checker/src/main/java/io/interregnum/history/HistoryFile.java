package io.interregnum.history;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
        read(file, events::add);
        return new History(events);
    }

    /** As {@link #read(Path)}, event after event; otherwise as {@link HistoryFormat#read}. */
    static void read(Path file, Consumer<Event> to) {
        try (InputStream in = Files.newInputStream(file)) {
            Lines lines = new Lines(new ByteLines(in));
            while (lines.next(file)) {
                try {
                    to.accept(lines.event());
                } catch (IllegalArgumentException e) {
                    throw new HistoryException(file + ":" + lines.lineNumber() + ": " + e.getMessage(), e);
                }
            }
        } catch (IOException e) {
            throw HistoryException.unreadable(file, e);
        }
    }

    /** Events, line after line. */
    private static final class Lines implements Json.Members {
        private final ByteLines lines;
        private final Interner interner = new Interner();
        private final EventBuilder builder = new EventBuilder();
        private @Nullable Event event;

        Lines(ByteLines lines) {
            this.lines = lines;
        }

        /** Goes to the next event; false at the end. */
        boolean next(Path file) throws IOException {
            try {
                if (!lines.next()) {
                    return false;
                }
                builder.begin();
                Json.readObject(lines.bytes(), lines.from(), lines.to(), interner, this);
                event = build();
                return true;
            } catch (IllegalArgumentException e) {
                if (!lines.ended()) {
                    return false;
                }
                throw new HistoryException(
                        file + ":" + lines.number() + ": " + e.getMessage()
                                + "; expected one JSON object per line with index, time, type, process, f, value",
                        e);
            }
        }

        Event event() {
            return Objects.requireNonNull(event);
        }

        int lineNumber() {
            return lines.number();
        }

        @Override
        public void member(String name, @Nullable Object value) {
            EventBuilder.Role role = EventBuilder.Role.of(name);
            builder.meet(role);
            switch (role) {
                case INDEX -> builder.index(number(name, value));
                case TIME -> builder.timeNanos(number(name, value));
                case TYPE -> builder.type(type(value));
                case PROCESS -> builder.process(process(value, interner));
                case F -> builder.f(String.valueOf(value));
                case VALUE -> builder.value(value);
                case FIELD -> builder.field(name, value);
            }
        }

        @Override
        public void wholeNumber(String name, long value) {
            EventBuilder.Role role = EventBuilder.Role.of(name);
            boolean plain = value >= 0 && (role == EventBuilder.Role.INDEX || role == EventBuilder.Role.TIME);
            if (!plain) {
                member(name, interner.number(value));
                return;
            }
            // Those two never repeat: an object for each would only push others out of the interner and the cache.
            builder.meet(role);
            if (role == EventBuilder.Role.INDEX) {
                builder.index(value);
            } else {
                builder.timeNanos(value);
            }
        }

        private Event build() {
            for (EventBuilder.Role role : ALWAYS) {
                if (!builder.met(role)) {
                    member(role.name().toLowerCase(Locale.ROOT), null);
                }
            }
            return builder.build();
        }

        private static final List<EventBuilder.Role> ALWAYS = List.of(
                EventBuilder.Role.INDEX,
                EventBuilder.Role.TIME,
                EventBuilder.Role.TYPE,
                EventBuilder.Role.PROCESS,
                EventBuilder.Role.F);
    }

    private static String shown(@Nullable Object value) {
        return EdnReader.shown(String.valueOf(value));
    }

    private static long number(String name, @Nullable Object value) {
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        throw new IllegalArgumentException(
                name + "=" + value + (value instanceof Long ? " must not be negative" : " is not a whole number"));
    }

    private static Event.Type type(@Nullable Object word) {
        Event.Type type = word instanceof String text ? EdnWords.type(text) : null;
        if (type == null) {
            throw new IllegalArgumentException("type=" + shown(word) + " is none of invoke, ok, fail, info");
        }
        return type;
    }

    private static String process(@Nullable Object process, Interner interner) {
        if (process instanceof Long number) {
            return interner.process(number);
        }
        if (process instanceof String name) {
            return name;
        }
        throw new IllegalArgumentException("process=" + shown(process) + " is neither a number nor a name");
    }

    /** One event as a line without its line feed. */
    static String format(Event event) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("index", event.index());
        line.put("time", event.timeNanos());
        line.put("type", event.type().word());
        line.put("process", Processes.isNumber(event.process()) ? Long.valueOf(event.process()) : event.process());
        line.put("f", event.f());
        line.put("value", event.value());
        line.putAll(event.fields());
        return Json.write(line);
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
