package io.interregnum.cluster;

/** The world's errors: a command that refused, a node that does not answer. The message says what, where, and what to do. */
public class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
