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
    CLIENT("client"),
    /** A worker that registers with the leading master, runs tasks, and keeps a ledger of what it saw. */
    AGENT("agent"),
    /** A client that has tasks run through the leading master, and keeps a ledger of what it was told. */
    FRAMEWORK("framework");

    private final String prefix;

    Role(String prefix) {
        this.prefix = prefix;
    }

    /** Whether its nodes run a ZooKeeper server. */
    public boolean isServer() {
        return this == ENSEMBLE || this == OBSERVER || this == SPARE;
    }

    /** Whether its nodes run a program that can be ended, frozen and started. */
    public boolean hasProcess() {
        return this != CLIENT;
    }

    /** Whether the programs of its nodes print a ledger. */
    public boolean keepsLedger() {
        return this == AGENT || this == FRAMEWORK;
    }

    /** How names of its nodes begin. */
    public String prefix() {
        return prefix;
    }
}
