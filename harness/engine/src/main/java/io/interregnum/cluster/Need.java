package io.interregnum.cluster;

/**
 * Something beyond a bare node that a fault can need of a backend. Whether it can be had is found out by doing it
 * ({@link Backend#tryNeeds}); what has to be there when a node is started is asked for with {@link Backend.Launch#needs}.
 */
public enum Need {
    /** Rules of nftables, counted and with the kernel's own timers. */
    NFTABLES("nftables"),
    /** The kernel's network emulator. */
    NETEM("netem"),
    /** The kernel's token bucket, which limits a rate. */
    TBF("tbf"),
    /** A relay for connections in a node's network, to which rules redirect them. */
    RELAY("relay"),
    /** ZooKeeper servers keep their data on small file systems of their own. */
    SMALL_DISKS("small-disks"),
    /** Programs run with an agent that changes methods while they run. */
    INJECTION_AGENT("injection-agent"),
    /** Programs see a wall clock that can be changed. */
    FAKE_CLOCK("fake-clock"),
    /** ZooKeeper servers that are not members at the start. */
    SPARE_SERVERS("spare-servers"),
    /** A ZooKeeper server that does not vote. */
    OBSERVERS("observers");

    private final String title;

    Need(String title) {
        this.title = title;
    }

    /** Whether it is nothing but further nodes, which every backend can have. */
    boolean isMoreNodes() {
        return this == SPARE_SERVERS || this == OBSERVERS;
    }

    /** As lists and messages show it. */
    public String title() {
        return title;
    }
}
