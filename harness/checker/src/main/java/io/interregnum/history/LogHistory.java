package io.interregnum.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Histories as Jepsen logs them, one operation a line: {@code INFO  jepsen.util - 4 :invoke :cas [3 1]}, with tabs or
 * spaces between. What stands before {@code jepsen.util} (level, time, thread) and after the value (an error) is not
 * read, nor the value of a process that is no client. Lines of others, and lines of that logger that do not begin with a
 * process and a keyword, are no operations and left out.
 */
final class LogHistory {
    private static final byte[] LOGGER = {'j', 'e', 'p', 's', 'e', 'n', '.', 'u', 't', 'i', 'l'};

    private final EdnReader reader = EdnReader.ofParts();
    private final EventBuilder event = new EventBuilder();

    /** As {@link HistoryFormat#read}. */
    static void read(Path file, Consumer<Event> to) {
        LogHistory history = new LogHistory();
        try (InputStream in = Files.newInputStream(file)) {
            ByteLines lines = new ByteLines(in);
            boolean any = false;
            try {
                while (lines.next()) {
                    int at = history.message(lines);
                    if (at >= 0) {
                        to.accept(history.event(lines, at));
                        any = true;
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new HistoryException(file + ":" + lines.number() + ": " + e.getMessage(), e);
            }
            if (!any) {
                throw new HistoryException(file + ": no line is an operation; expected lines such as "
                        + "\"INFO  jepsen.util - 4 :invoke :cas [3 1]\"");
            }
        } catch (IOException e) {
            throw HistoryException.unreadable(file, e);
        }
    }

    /** Where the operation of a line begins; -1 if it tells of none. */
    private int message(ByteLines lines) {
        byte[] bytes = lines.bytes();
        int at = afterLogger(bytes, lines.from(), lines.to());
        if (at < 0) {
            return -1;
        }
        while (at < lines.to()
                && (isSpace(bytes[at])
                        || bytes[at] == '-'
                        || (bytes[at] == ':' && at + 1 < lines.to() && isSpace(bytes[at + 1])))) {
            at++;
        }
        int end = at;
        while (end < lines.to() && !isSpace(bytes[end])) {
            end++;
        }
        int second = end;
        while (second < lines.to() && isSpace(bytes[second])) {
            second++;
        }
        boolean process = end > at && (bytes[at] == ':' || (bytes[at] >= '0' && bytes[at] <= '9'));
        return process && second < lines.to() && bytes[second] == ':' ? at : -1;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private static int afterLogger(byte[] bytes, int from, int to) {
        for (int at = from; at <= to - LOGGER.length; at++) {
            if (bytes[at] == 'j' && java.util.Arrays.equals(bytes, at, at + LOGGER.length, LOGGER, 0, LOGGER.length)) {
                return at + LOGGER.length;
            }
        }
        return -1;
    }

    private Event event(ByteLines lines, int at) {
        reader.over(lines.bytes(), at, lines.to(), lines.number());
        event.begin();
        EdnHistory.read(reader, event, EventBuilder.Role.PROCESS, "");
        EdnHistory.read(reader, event, EventBuilder.Role.TYPE, "");
        EdnHistory.read(reader, event, EventBuilder.Role.F, "");
        if (event.isClient()) {
            EdnHistory.read(reader, event, EventBuilder.Role.VALUE, "");
        }
        return event.build();
    }

    /** Appends an event as such a line. Its index, its time and all fields but {@code error} are lost. */
    static void append(StringBuilder line, Event event) {
        EdnHistory.appendProcess(line.append("INFO  jepsen.util - "), event);
        line.append("\t:").append(event.type().word()).append('\t');
        EdnWriter.name(line, event.f());
        EdnWriter.append(line.append('\t'), event.value());
        Object error = event.fields().get(ClientFields.ERROR);
        if (error != null) {
            EdnWriter.append(line.append('\t'), error);
        }
    }
}
