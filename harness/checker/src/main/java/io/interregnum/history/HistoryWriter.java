package io.interregnum.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes events to a stream, a line each, in any {@link HistoryFormat}. Buffers: what was not closed may be missing. One
 * thread. (What must outlive a kill is written by {@link HistoryFile.Writer}.)
 */
public final class HistoryWriter implements Consumer<Event>, AutoCloseable {
    private static final int BUFFER_CHARACTERS = 1 << 16;

    private final HistoryFormat format;
    private final OutputStream out;
    private final StringBuilder lines = new StringBuilder();

    /** The stream becomes this writer's to close. */
    public HistoryWriter(HistoryFormat format, OutputStream out) {
        this.format = format;
        this.out = out;
    }

    /** @throws HistoryException when the stream takes no more, such as on a full disk */
    @Override
    public void accept(Event event) {
        format.write(lines, event);
        lines.append('\n');
        if (lines.length() > BUFFER_CHARACTERS) {
            flush();
        }
    }

    private void flush() {
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            lines.setLength(0);
            out.flush();
        } catch (IOException e) {
            throw new HistoryException("cannot write a history: " + e, e);
        }
    }

    /** @throws HistoryException as {@link #accept} */
    @Override
    public void close() {
        try (out) {
            flush();
        } catch (IOException e) {
            throw new HistoryException("cannot write a history: " + e, e);
        }
    }
}
