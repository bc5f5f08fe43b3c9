package io.interregnum.cluster;

import java.io.IOException;

/** A connection that could not be made. Nothing was sent, so whatever was to be asked certainly did not happen. */
public final class DialException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reach reach;

    public DialException(Reach reach, String message) {
        super(message);
        this.reach = reach;
    }

    /** How it failed; never {@link Reach#UP}. */
    public Reach reach() {
        return reach;
    }
}
