package io.interregnum.cluster;

/** What a node is there for. Declared in the order in which reports show nodes. */
public enum Role {
    /** A ZooKeeper server. */
    ENSEMBLE("zk"),
    /** A contender for leadership. */
    MASTER("master"),
    /** A place from which clients send: a network of its own, so that a partition can put clients on either side. */
    CLIENT("client");

    private final String prefix;

    Role(String prefix) {
        this.prefix = prefix;
    }

    /** How names of its nodes begin. */
    public String prefix() {
        return prefix;
    }
}
