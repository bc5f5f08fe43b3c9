package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.SystemUnderTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a fault needs to know of the run in which it happens, and what it leaves there while it lasts. Safe for many
 * threads.
 *
 * <p>Each step of a schedule has a view of its own, {@link #ofStep}: what it keeps, holds and damages is told apart from
 * what others do, even from the same fault on the same nodes.
 *
 * <p>Nodes that a fault keeps down on purpose are <em>held</em>: whoever restarts processes that ended by themselves
 * leaves these alone. A node is held until every fault that held it has released it.
 */
public final class Scene {
    private final Cluster cluster;
    private final SystemUnderTest system;
    private final Leadership leadership;
    private final Set<Hold> held;
    private final Map<Use, Damage> damages; // guarded by itself; summed up, so order is never read
    private final Set<Use> healing; // of those; guarded by damages
    private final Map<Use, AutoCloseable> kept;
    private final AtomicLong begun;
    private final AtomicReference<Leaders> first;
    private final int step;

    /** One use of a fault. */
    private record Use(String fault, Map<String, String> values, List<NodeId> targets, int step) {}

    /** One fault that keeps a node down. */
    private record Hold(String fault, NodeId node, int step) {}

    public Scene(Cluster cluster, SystemUnderTest system, Leadership leadership) {
        this.cluster = cluster;
        this.system = system;
        this.leadership = leadership;
        this.held = ConcurrentHashMap.newKeySet();
        this.damages = new HashMap<>();
        this.healing = new HashSet<>();
        this.kept = new ConcurrentHashMap<>();
        this.begun = new AtomicLong();
        this.first = new AtomicReference<>(Leaders.UNKNOWN);
        this.step = -1;
    }

    private Scene(Scene whole, int step) {
        this.cluster = whole.cluster;
        this.system = whole.system;
        this.leadership = whole.leadership;
        this.held = whole.held;
        this.damages = whole.damages;
        this.healing = whole.healing;
        this.kept = whole.kept;
        this.begun = whole.begun;
        this.first = whole.first;
        this.step = step;
    }

    /** The same, as a step of a schedule sees it. */
    Scene ofStep(int number) {
        return new Scene(this, number);
    }

    /** The number of the step whose view this is; -1 outside of schedules. */
    int step() {
        return step;
    }

    private Use use(Fault fault, List<NodeId> targets) {
        return new Use(fault.name(), fault.values(), targets, step);
    }

    public Cluster cluster() {
        return cluster;
    }

    public SystemUnderTest system() {
        return system;
    }

    public Leadership leadership() {
        return leadership;
    }

    /** Who claims to lead under the highest epoch; empty when nobody does. */
    public Optional<NodeId> leader() {
        return leadership.leader();
    }

    /**
     * Who leads, of the masters and of the ensemble.
     *
     * @param master empty when nobody does, or nobody knows who
     * @param ensemble likewise
     */
    public record Leaders(Optional<NodeId> master, Optional<NodeId> ensemble) {
        /** Nobody knows who leads. */
        public static final Leaders UNKNOWN = new Leaders(Optional.empty(), Optional.empty());
    }

    /** Notes who led when the faults began. */
    public void noteFirst(Leaders leaders) {
        first.set(leaders);
    }

    /** Who led when the faults began; unknown before that. */
    public Leaders first() {
        return Objects.requireNonNullElse(first.get(), Leaders.UNKNOWN);
    }

    /** Leave {@code node} down when it ends, until {@code fault} releases it. */
    public void hold(Fault fault, NodeId node) {
        held.add(new Hold(fault.name(), node, step));
    }

    /** Restart {@code node} again when it ends by itself, unless another fault holds it. */
    public void release(Fault fault, NodeId node) {
        held.remove(new Hold(fault.name(), node, step));
    }

    public boolean isHeld(NodeId node) {
        return held.stream().anyMatch(hold -> hold.node().equals(node));
    }

    /** Says what may look different from now on. */
    void begin(Fault fault, List<NodeId> targets, Damage damage) {
        synchronized (damages) {
            damages.put(use(fault, targets), damage);
            begun.incrementAndGet();
        }
    }

    /** How many faults have begun until now. What was looked at before another began is out of date. */
    long begunCount() {
        return begun.get();
    }

    /** Says that it does no longer. */
    void end(Fault fault, List<NodeId> targets) {
        synchronized (damages) {
            damages.remove(use(fault, targets));
            healing.remove(use(fault, targets));
        }
    }

    /** Says that healing has begun: what looks different now is to go. */
    void heals(Fault fault, List<NodeId> targets) {
        synchronized (damages) {
            healing.add(use(fault, targets));
        }
    }

    /** What will go on to look different because of other faults, whose healing has not begun. */
    Damage otherLastingDamage(Fault fault, List<NodeId> targets) {
        synchronized (damages) {
            return damages.entrySet().stream()
                    .filter(use -> !use.getKey().equals(use(fault, targets)) && !healing.contains(use.getKey()))
                    .map(Map.Entry::getValue)
                    .reduce(Damage.NONE, Damage::and);
        }
    }

    /** What may look different now because of all other faults. */
    public Damage otherDamage(Fault fault, List<NodeId> targets) {
        Use own = use(fault, targets);
        List<Damage> others = new ArrayList<>();
        synchronized (damages) {
            damages.forEach((use, damage) -> {
                if (!use.equals(own)) {
                    others.add(damage);
                }
            });
        }
        return others.stream().reduce(Damage.NONE, Damage::and);
    }

    /**
     * Keeps something that works on while a fault lasts, such as a thread that stops and continues a node. What was
     * kept for the same use before is closed first.
     */
    public void keep(Fault fault, List<NodeId> targets, AutoCloseable working) {
        close(kept.put(use(fault, targets), working));
    }

    /**
     * Closes what was kept for this use; does nothing when there is nothing.
     *
     * @throws ClusterException when it refused to be closed; it is kept on, so that it can be tried again
     */
    public void stop(Fault fault, List<NodeId> targets) {
        AutoCloseable working = kept.get(use(fault, targets));
        if (working != null) {
            close(working);
            kept.remove(use(fault, targets), working);
        }
    }

    /** Whether something is kept for this use. */
    public boolean keeps(Fault fault, List<NodeId> targets) {
        return kept.containsKey(use(fault, targets));
    }

    /** What is kept for this use, if it is of that type. */
    public <T> Optional<T> kept(Fault fault, List<NodeId> targets, Class<T> type) {
        return Optional.ofNullable(kept.get(use(fault, targets)))
                .filter(type::isInstance)
                .map(type::cast);
    }

    static void close(@org.jspecify.annotations.Nullable AutoCloseable working) {
        if (working == null) {
            return;
        }
        try {
            working.close();
        } catch (ClusterException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while ending what a fault kept working", e);
        } catch (Exception e) {
            throw new ClusterException("cannot end what a fault kept working: " + e, e);
        }
    }
}
