package io.interregnum.history;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A history file that cannot be read or written. The message says file, line, observed and expected. */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(message);
    }

    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** That {@code file} cannot be read, and why. */
    static HistoryException unreadable(Path file, IOException cause) {
        String why = cause instanceof NoSuchFileException
                ? "there is no such file"
                : cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause);
        return new HistoryException("cannot read " + file + ": " + why, cause);
    }
}
