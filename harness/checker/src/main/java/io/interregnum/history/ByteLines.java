package io.interregnum.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, as parts of one array that is used again for the next. One thread. */
final class ByteLines {
    /** Longest line. */
    static final int LINE_BYTES_MAX = 64 << 20;

    private final InputStream in;
    private byte[] bytes = new byte[1 << 18];
    private int from;
    private int to;
    private int next; // where the next line begins
    private int limit;
    private int number;
    private boolean ended;

    /** The stream stays the caller's to close. */
    ByteLines(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line; false at the end.
     *
     * @throws IllegalArgumentException when it is too long
     */
    boolean next() throws IOException {
        from = next;
        int searched = from;
        for (; ; ) {
            for (int at = searched; at < limit; at++) {
                if (bytes[at] == '\n') {
                    return line(at, at + 1, true);
                }
            }
            searched = limit - from;
            if (!fill()) {
                return from < limit && line(limit, limit, false);
            }
        }
    }

    private boolean line(int end, int nextLine, boolean withLineFeed) {
        number++;
        to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        next = nextLine;
        ended = withLineFeed;
        return true;
    }

    /** Reads more, moving the line that has begun to the front. */
    private boolean fill() throws IOException {
        int kept = limit - from;
        if (kept == bytes.length) {
            if (kept >= LINE_BYTES_MAX) {
                number++;
                throw new IllegalArgumentException("a line of more than " + LINE_BYTES_MAX + " bytes");
            }
            bytes = Arrays.copyOf(bytes, 2 * kept);
        } else {
            System.arraycopy(bytes, from, bytes, 0, kept);
        }
        from = 0;
        int count = in.readNBytes(bytes, kept, bytes.length - kept);
        limit = kept + count;
        return count > 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the line begins. */
    int from() {
        return from;
    }

    /** Where it ends, without its line feed. */
    int to() {
        return to;
    }

    /** Its number, from 1. */
    int number() {
        return number;
    }

    /** False if the stream ends without a line feed. */
    boolean ended() {
        return ended;
    }
}
