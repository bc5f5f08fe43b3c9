package io.interregnum.cluster.sidecar;

/** Names of the files in the directory that a sidecar shares with its node's program. */
public final class SharedFiles {
    /** By how much the program's wall clock is off, as libfaketime reads it. */
    public static final String CLOCK = "clock";
    /** A named pipe. */
    public static final String PIPE = "pipe";
    /** What {@link #CLOCK} says of a right clock. */
    public static final String RIGHT_CLOCK = "+0.000\n";

    private SharedFiles() {}
}
