package io.interregnum.junit;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.UnableException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A backend whose clusters are nothing but a note of whether they were closed. For one thread. */
final class FakeBackend implements Backend {
    final List<Launch> launches = new ArrayList<>();
    final List<FakeCluster> clusters = new ArrayList<>();
    String missing = "";
    String refusesToClose = "";

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public List<Ability> tryAbilities() {
        return List.of();
    }

    @Override
    public Cluster start(Launch launch) {
        if (!missing.isEmpty()) {
            throw new UnableException(missing);
        }
        launches.add(launch);
        FakeCluster cluster = new FakeCluster(launch.spec());
        clusters.add(cluster);
        return cluster;
    }

    @Override
    public Removal removeLeftovers() {
        return Removal.of(List.of());
    }

    /** Knows its spec, and how it was closed. */
    final class FakeCluster implements Cluster {
        int closeCount;
        boolean interruptedAtClose;
        private final ClusterSpec spec;

        private FakeCluster(ClusterSpec spec) {
            this.spec = spec;
        }

        @Override
        public ClusterSpec spec() {
            return spec;
        }

        @Override
        public String address(NodeId node) {
            return "10.0.0.1";
        }

        @Override
        public Network network() {
            throw new UnsupportedOperationException("a fake cluster has no network");
        }

        @Override
        public void start(NodeId node) {}

        @Override
        public void kill(NodeId node) {}

        @Override
        public void terminate(NodeId node) {}

        @Override
        public String life(NodeId node) {
            return "";
        }

        @Override
        public void pause(NodeId node) {}

        @Override
        public void resume(NodeId node) {}

        @Override
        public NodeState state(NodeId node) {
            return closeCount == 0 ? NodeState.RUNNING : NodeState.ENDED;
        }

        @Override
        public SocketChannel dial(NodeId from, NodeId to, int port, Duration timeout) throws DialException {
            throw new DialException(Reach.REFUSED, "a fake cluster has no ports");
        }

        @Override
        public SocketChannel control(NodeId node, int port, Duration timeout) throws DialException {
            throw new DialException(Reach.REFUSED, "a fake cluster has no ports");
        }

        @Override
        public String errand(NodeId node, List<String> words) {
            throw new ClusterException("a fake cluster does no errand " + words);
        }

        @Override
        public void close() {
            closeCount++;
            interruptedAtClose = Thread.currentThread().isInterrupted();
            if (!refusesToClose.isEmpty()) {
                throw new ClusterException(refusesToClose);
            }
        }
    }
}
