package io.interregnum.cluster;

/** What a node is there for. Declared in the order in which reports show nodes. */
public enum Role {
    /** A ZooKeeper server that votes from the beginning. */
    ENSEMBLE("zk"),
    /** A ZooKeeper server that serves clients and hears of every commit, but does not vote. */
    OBSERVER("observer"),
    /** A ZooKeeper server that is no member and does not run until a fault starts it. */
    SPARE("spare"),
    /** A contender for leadership. */
    MASTER("master"),
    /** A place from which clients send: a network of its own, so that a partition can put clients on either side. */
    CLIENT("client");

    private final String prefix;

    Role(String prefix) {
        this.prefix = prefix;
    }

    /** Whether its nodes run a ZooKeeper server. */
    public boolean isServer() {
        return this == ENSEMBLE || this == OBSERVER || this == SPARE;
    }

    /** How names of its nodes begin. */
    public String prefix() {
        return prefix;
    }
}
