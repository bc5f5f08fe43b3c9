package io.interregnum.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The lines of a stream in UTF-8, of each no more than its first 64 KiB. One thread. */
final class BoundedLines {
    static final int LINE_BYTES_MAX = 64 << 10;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean whole;

    /** @param in buffered; stays the caller's to close */
    BoundedLines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        line.reset();
        whole = true;
        int read = in.read();
        if (read < 0) {
            return false;
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (line.size() < LINE_BYTES_MAX) {
                line.write(read);
            } else {
                whole = false;
            }
        }
        return true;
    }

    /** What there is of the line, without its end. */
    String text() {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Whether that is all of it. */
    boolean isWhole() {
        return whole;
    }
}
