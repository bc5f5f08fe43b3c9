package io.interregnum.suite.command;

/** The user asked for something that is not there. The message says what there is. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
