package io.interregnum.cluster.docker;

import io.interregnum.cluster.ClusterException;

/** The Docker engine answered, and the answer was no. */
final class EngineException extends ClusterException {
    private static final long serialVersionUID = 1L;

    /** It is already so. */
    static final int NOT_MODIFIED = 304;
    /** There is no such thing. */
    static final int NOT_FOUND = 404;
    /** It is not in the state for that. */
    static final int CONFLICT = 409;

    private final int status;

    EngineException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status of the answer. */
    int status() {
        return status;
    }
}
