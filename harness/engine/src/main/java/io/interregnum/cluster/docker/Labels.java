package io.interregnum.cluster.docker;

/** Names of the labels by which what belongs to a run is found again. Part of what an older version left behind. */
final class Labels {
    /** The run that a container or network belongs to. */
    static final String RUN = "io.interregnum.run";
    /** The harness that made it, as {@link Owner#text}. */
    static final String OWNER = "io.interregnum.owner";
    /** The node that a container stands for. */
    static final String NODE = "io.interregnum.node";
    /** What an image is for: {@code base}, {@code tools} or {@code node}. */
    static final String IMAGE = "io.interregnum.image";

    private Labels() {}
}
