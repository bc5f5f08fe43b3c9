package io.interregnum.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Histories as Jepsen writes them: EDN maps with {@code :type :process :f :value}, perhaps {@code :index} and {@code
 * :time}, and any other keys, which become fields. The only package-wide knowledge of Jepsen's spelling is here and in
 * the classes called {@code Edn…} and {@link LogHistory}.
 *
 * <p>Read are: one map after the other, a vector or a list of them, records ({@code #jepsen.history.Op{…}}), and short
 * vectors {@code [process type f value …]}. What the values become is said in {@link EdnReader}; {@code :f}, {@code :type}
 * and {@code :process} lose their colon. An index that is missing (or -1) is one more than that of the event before, a
 * missing time that of the event before, so that only the position counts. Neither is checked here.
 */
public final class EdnHistory {
    private final EdnReader reader;
    private final Consumer<Event> to;
    private final EventBuilder event = new EventBuilder();
    private int eventLine; // of the event that is being handed over; 0 while reading

    private EdnHistory(EdnReader reader, Consumer<Event> to) {
        this.reader = reader;
        this.to = to;
    }

    /**
     * Reads one value, such as a user writes on a command line: {@code 0}, {@code nil}, {@code {:x 0}}.
     *
     * @throws IllegalArgumentException when {@code text} is not exactly one value
     */
    public static @Nullable Object value(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        EdnReader reader = EdnReader.ofParts();
        reader.over(bytes, 0, bytes.length, 1);
        Object value = reader.value(0);
        if (reader.skip(0) != EdnReader.END) {
            throw new IllegalArgumentException("more text after the value");
        }
        return value;
    }

    /** {@code value} as EDN. */
    public static String text(@Nullable Object value) {
        return EdnWriter.text(value);
    }

    /** As {@link HistoryFormat#read}. */
    static void read(Path file, Consumer<Event> to) {
        try (InputStream in = Files.newInputStream(file)) {
            EdnHistory history = new EdnHistory(EdnReader.of(in), to);
            try {
                history.readAll();
            } catch (IllegalArgumentException e) {
                int line = history.eventLine > 0 ? history.eventLine : history.reader.line();
                throw new HistoryException(file + ":" + line + ": " + e.getMessage(), e);
            }
        } catch (IOException e) {
            throw HistoryException.unreadable(file, e);
        } catch (UncheckedIOException e) {
            throw HistoryException.unreadable(file, java.util.Objects.requireNonNull(e.getCause()));
        }
    }

    private void readAll() {
        for (int next = reader.skip(0); next != EdnReader.END; next = reader.skip(0)) {
            form(next, true);
        }
    }

    /** Reads one event, or at the top level several. */
    private void form(int next, boolean top) {
        int line = reader.line();
        switch (next) {
            case '{' -> {
                reader.take();
                map(line);
            }
            case '[', '(' -> {
                reader.take();
                char close = next == '[' ? ']' : ')';
                int first = reader.skip(0);
                if (top && first != ':' && (first < '0' || first > '9')) {
                    several(line, close);
                } else {
                    vector(line, close);
                }
            }
            case '#' -> {
                reader.tag();
                if (reader.skip(0) != '{') {
                    throw new IllegalArgumentException("after the name of a record its map is expected");
                }
                reader.take();
                map(line);
            }
            default ->
                throw new IllegalArgumentException(
                        "an event is expected, a map such as {:type :invoke, :process 0, :f :read, "
                                + ":value nil}, but there is "
                                + (next < ' ' ? "byte " + next : "'" + (char) next + "'"));
        }
    }

    private void several(int firstLine, char close) {
        for (int next = reader.skip(0); next != close; next = reader.skip(0)) {
            if (next == EdnReader.END) {
                throw EdnReader.notClosed(firstLine, close);
            }
            form(next, false);
        }
        reader.take();
    }

    /** The members of an event, after its opening brace. */
    private void map(int firstLine) {
        event.begin();
        for (int next = reader.skip(0); next != '}'; next = reader.skip(0)) {
            if (next == EdnReader.END) {
                throw EdnReader.notClosed(firstLine, '}');
            }
            if (next == ':') {
                EdnWords.Word word = reader.keyword();
                member(word.role(), word.name());
            } else {
                String name = String.valueOf(reader.name(1));
                member(EventBuilder.Role.of(name), name);
            }
        }
        reader.take();
        deliver(firstLine);
    }

    /** The members of a short event, after its opening bracket: process, type, f, value, and perhaps an error. */
    private void vector(int firstLine, char close) {
        event.begin();
        List<EventBuilder.Role> roles = EdnHistory.SHORT;
        int count = 0;
        for (int next = reader.skip(0); next != close; next = reader.skip(0)) {
            if (next == EdnReader.END) {
                throw EdnReader.notClosed(firstLine, close);
            }
            if (count < roles.size()) {
                member(roles.get(count), "error");
            } else {
                reader.value(1);
            }
            count++;
        }
        reader.take();
        deliver(firstLine);
    }

    private static final List<EventBuilder.Role> SHORT = List.of(
            EventBuilder.Role.PROCESS,
            EventBuilder.Role.TYPE,
            EventBuilder.Role.F,
            EventBuilder.Role.VALUE,
            EventBuilder.Role.FIELD);

    private void member(EventBuilder.Role role, String name) {
        event.meet(role);
        read(reader, event, role, name);
    }

    /** Reads what a member is. */
    static void read(EdnReader reader, EventBuilder event, EventBuilder.Role role, String name) {
        switch (role) {
            case VALUE -> event.value(reader.value(1));
            case FIELD -> event.field(name, reader.value(1));
            case INDEX -> event.index(number("index", reader));
            case TIME -> event.timeNanos(number("time", reader));
            case TYPE -> event.type(type(reader));
            case PROCESS -> event.process(process(reader));
            case F -> {
                String f = reader.name(1);
                event.f(f == null ? "" : f);
            }
        }
    }

    private static long number(String name, EdnReader reader) {
        long whole = reader.wholeNumber(1);
        if (whole != EdnReader.NONE) {
            return whole;
        }
        Object value = reader.value(1);
        if (value == null) {
            return -1;
        }
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Double number) {
            return number.longValue();
        }
        throw new IllegalArgumentException(":" + name + " is " + shown(value) + "; expected a whole number");
    }

    private static Event.Type type(EdnReader reader) {
        if (reader.skip(1) == ':') {
            EdnWords.Word word = reader.keyword();
            if (word.type() != null) {
                return word.type();
            }
            throw notAType(word.keyword());
        }
        Object value = reader.value(1);
        Event.Type type = value instanceof String word ? EdnWords.type(word) : null;
        if (type == null) {
            throw notAType(value);
        }
        return type;
    }

    private static IllegalArgumentException notAType(@Nullable Object value) {
        return new IllegalArgumentException(":type is " + shown(value) + "; expected :invoke, :ok, :fail or :info");
    }

    private static String process(EdnReader reader) {
        if (reader.skip(1) == ':') {
            return reader.keyword().name();
        }
        long whole = reader.wholeNumber(1);
        if (whole != EdnReader.NONE) {
            return reader.interner().process(whole);
        }
        Object value = reader.value(1);
        if (value instanceof Long number) {
            return reader.interner().process(number);
        }
        if (value instanceof String name && !name.isEmpty()) {
            return name;
        }
        throw new IllegalArgumentException(":process is " + shown(value) + "; expected a number or a name");
    }

    /** Appends an event as one map. */
    static void append(StringBuilder line, Event event) {
        line.append("{:index ").append(event.index()).append(", :time ").append(event.timeNanos());
        line.append(", :type :").append(event.type().word()).append(", :process ");
        appendProcess(line, event);
        EdnWriter.name(line.append(", :f "), event.f());
        EdnWriter.append(line.append(", :value "), event.value());
        appendFields(line, event);
    }

    /** Appends an event as one map without index and time; of a store's pair of key and value, each under its own name. */
    static void appendKeyValue(StringBuilder line, Event event) {
        appendProcess(line.append("{:process "), event);
        line.append(", :type :").append(event.type().word());
        EdnWriter.name(line.append(", :f "), event.f());
        Object value = event.value();
        if (StoreFields.isOfStore(event.f()) && value instanceof List<?> pair && pair.size() == 2) {
            EdnWriter.append(line.append(", :key "), pair.get(0));
            value = pair.get(1);
        }
        EdnWriter.append(line.append(", :value "), value);
        appendFields(line, event);
    }

    private static void appendFields(StringBuilder line, Event event) {
        event.fields().forEach((name, value) -> {
            EdnWriter.name(line.append(", "), name);
            EdnWriter.append(line.append(' '), value);
        });
        line.append('}');
    }

    static void appendProcess(StringBuilder line, Event event) {
        String process = event.process();
        if (Processes.isNumber(process)) {
            line.append(process);
        } else {
            EdnWriter.name(line, process);
        }
    }

    private static String shown(@Nullable Object value) {
        return EdnReader.shown(EdnWriter.text(value));
    }

    private void deliver(int firstLine) {
        eventLine = firstLine;
        to.accept(event.build());
        eventLine = 0;
    }
}
