package io.interregnum.cluster;

/** This machine cannot do what was asked. The message says what is missing and how to get it. Exit code 4. */
public final class UnableException extends ClusterException {
    private static final long serialVersionUID = 1L;

    public UnableException(String message) {
        super(message);
    }

    public UnableException(String message, Throwable cause) {
        super(message, cause);
    }
}
