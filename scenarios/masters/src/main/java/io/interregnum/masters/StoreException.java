package io.interregnum.masters;

/** Why the registry could not be read or written. */
final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is known about the attempt. */
    enum Kind {
        /** Nothing was done: the registry has another version than expected. */
        OTHER_VERSION,
        /** Nothing was done: our candidate znode, or the registry itself, is gone. */
        GONE,
        /** It may have been done, or may yet be: the answer did not come. */
        UNKNOWN
    }

    private final Kind kind;

    StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
