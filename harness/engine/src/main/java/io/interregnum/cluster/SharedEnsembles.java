package io.interregnum.cluster;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend whose clusters leave their servers running when they are closed, where nobody acted on them, so that the next
 * one like it starts its nodes beside them. Each system must use a part of ZooKeeper of its own. Safe for many threads.
 *
 * <p>{@link #close} ends what is left; clusters that are closed after it are ended at once.
 */
public final class SharedEnsembles implements Backend, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedEnsembles.class);

    private final Backend backend;
    private final int idleMax;
    private final Deque<Idle> idle = new ArrayDeque<>(); // guarded by itself, the longest idle first
    private boolean closed; // guarded by idle

    /** A released cluster, what it was started with, and how many have had it. */
    private record Idle(Cluster cluster, Launch launch, int uses) {
        boolean fits(Launch next) {
            return launch.spec().equals(next.spec())
                    && launch.needs().equals(next.needs())
                    && launch.ensembleProgramPath().equals(next.ensembleProgramPath());
        }
    }

    /** @param idleMax how many released clusters are kept, at least 1; those that have been idle for longest are ended */
    public SharedEnsembles(Backend backend, int idleMax) {
        if (idleMax < 1) {
            throw new IllegalArgumentException("idleMax=" + idleMax + " must be at least 1");
        }
        this.backend = backend;
        this.idleMax = idleMax;
    }

    @Override
    public Cluster start(Launch launch) {
        Idle fitting = take(launch);
        if (fitting != null) {
            Optional<Cluster> renewed = renew(fitting, launch);
            if (renewed.isPresent()) {
                return new Lent(renewed.get(), launch, fitting.uses() + 1);
            }
            end(fitting.cluster());
        }
        return new Lent(backend.start(launch), launch, 1);
    }

    private @Nullable Idle take(Launch launch) {
        synchronized (idle) {
            for (Iterator<Idle> each = idle.descendingIterator(); each.hasNext(); ) {
                Idle one = each.next();
                if (one.fits(launch)) {
                    each.remove();
                    return one;
                }
            }
            return null;
        }
    }

    private Optional<Cluster> renew(Idle fitting, Launch launch) {
        try {
            return backend.renew(fitting.cluster(), launch);
        } catch (ClusterException e) {
            LOG.info("servers cannot be used again, others are started cause={}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Nobody asked for its end just now, so a failure is only told. */
    private static void end(Cluster cluster) {
        try {
            cluster.close();
        } catch (ClusterException e) {
            LOG.warn("a cluster that was not used any more could not be ended cause={}", e.getMessage());
        }
    }

    private void giveBack(Idle one) {
        List<Cluster> superfluous = new ArrayList<>();
        synchronized (idle) {
            idle.addLast(one);
            while (idle.size() > (closed ? 0 : idleMax)) {
                superfluous.add(idle.removeFirst().cluster());
            }
        }
        superfluous.forEach(SharedEnsembles::end);
    }

    private boolean isClosed() {
        synchronized (idle) {
            return closed;
        }
    }

    /** Ends all servers that nobody uses. Those that somebody uses end when their cluster is closed. */
    @Override
    public void close() {
        List<Cluster> left = new ArrayList<>();
        synchronized (idle) {
            closed = true;
            idle.forEach(one -> left.add(one.cluster()));
            idle.clear();
        }
        left.forEach(SharedEnsembles::end);
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public List<Ability> tryAbilities() {
        return backend.tryAbilities();
    }

    @Override
    public List<Ability> tryNeeds(Set<Need> needs) {
        return backend.tryNeeds(needs);
    }

    @Override
    public Optional<String> gotBeforeTrying() {
        return backend.gotBeforeTrying();
    }

    @Override
    public void prepare(Launch launch) {
        backend.prepare(launch);
    }

    @Override
    public Removal removeLeftovers() {
        return backend.removeLeftovers();
    }

    /** A cluster that goes back when it is closed. */
    private final class Lent implements Cluster {
        private final Cluster cluster;
        private final Launch launch;
        private final int uses;
        private final AtomicBoolean back = new AtomicBoolean();

        Lent(Cluster cluster, Launch launch, int uses) {
            this.cluster = cluster;
            this.launch = launch;
            this.uses = uses;
        }

        @Override
        public void close() {
            if (!back.compareAndSet(false, true)) {
                return;
            }
            if (!isClosed() && cluster.release()) {
                giveBack(new Idle(cluster, launch, uses));
            } else {
                cluster.close();
            }
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> all = new LinkedHashMap<>(cluster.description());
            if (uses > 1) {
                all.put("servers", "running since " + (uses - 1) + " runs before");
            }
            return all;
        }

        @Override
        public ClusterSpec spec() {
            return cluster.spec();
        }

        @Override
        public String address(NodeId node) {
            return cluster.address(node);
        }

        @Override
        public Network network() {
            return cluster.network();
        }

        @Override
        public void start(NodeId node) {
            cluster.start(node);
        }

        @Override
        public void kill(NodeId node) {
            cluster.kill(node);
        }

        @Override
        public void terminate(NodeId node) {
            cluster.terminate(node);
        }

        @Override
        public void pause(NodeId node) {
            cluster.pause(node);
        }

        @Override
        public void resume(NodeId node) {
            cluster.resume(node);
        }

        @Override
        public NodeState state(NodeId node) {
            return cluster.state(node);
        }

        @Override
        public String life(NodeId node) {
            return cluster.life(node);
        }

        @Override
        public SocketChannel dial(NodeId from, NodeId to, int port, Duration timeout) throws DialException {
            return cluster.dial(from, to, port, timeout);
        }

        @Override
        public SocketChannel control(NodeId node, int port, Duration timeout) throws DialException {
            return cluster.control(node, port, timeout);
        }

        @Override
        public String errand(NodeId node, List<String> words) {
            return cluster.errand(node, words);
        }
    }
}
