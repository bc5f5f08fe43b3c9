package io.interregnum.cluster;

/** What a TCP connection attempt found. */
public enum Reach {
    /** Connected. The kernel of the other side accepts, even if its process is frozen. */
    UP,
    /** Refused: the way is open and nobody listens. */
    REFUSED,
    /** No answer in time: packets are lost on the way, or the other side is gone. */
    SILENT,
    /** Something else failed, such as no route. */
    ERROR
}
