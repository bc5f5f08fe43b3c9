package io.interregnum.cluster;

/** What the process of a node is doing. */
public enum NodeState {
    /** It exists and is scheduled. */
    RUNNING,
    /** It exists and is not scheduled. */
    PAUSED,
    /** It does not exist. */
    ENDED
}
