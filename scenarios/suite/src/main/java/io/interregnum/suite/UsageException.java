package io.interregnum.suite;

/** The user asked for something that is not there. The message says what there is. Exit code 254. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
