package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.SystemUnderTest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a fault needs to know of the run in which it happens. Safe for many threads.
 *
 * <p>Nodes that a fault keeps down on purpose are <em>held</em>: whoever restarts processes that ended by themselves
 * leaves these alone.
 */
public final class Scene {
    private final Cluster cluster;
    private final SystemUnderTest system;
    private final Supplier<Optional<NodeId>> leader;
    private final Set<NodeId> held = ConcurrentHashMap.newKeySet();
    private volatile long droppedWhileOpen;

    /** @param leader who claims to lead under the highest epoch, as probes saw it last */
    public Scene(Cluster cluster, SystemUnderTest system, Supplier<Optional<NodeId>> leader) {
        this.cluster = cluster;
        this.system = system;
        this.leader = leader;
    }

    public Cluster cluster() {
        return cluster;
    }

    public SystemUnderTest system() {
        return system;
    }

    /** Who claims to lead under the highest epoch; empty when nobody does. */
    public Optional<NodeId> leader() {
        return leader.get();
    }

    /** Leave {@code node} down when it ends. */
    public void hold(NodeId node) {
        held.add(node);
    }

    /** Restart {@code node} again when it ends by itself. */
    public void release(NodeId node) {
        held.remove(node);
    }

    public boolean isHeld(NodeId node) {
        return held.contains(node);
    }

    /** Notes how many packets the network's rules had dropped when a link that a fault cuts was found open. */
    void noteDroppedWhileOpen(long packets) {
        droppedWhileOpen = packets;
    }

    /** What was noted last; 0 before that, as of a cluster that has just been started. */
    long droppedWhileOpen() {
        return droppedWhileOpen;
    }
}
