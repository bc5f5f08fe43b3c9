package io.interregnum.cluster;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A cluster of nothing but states, for tests of what faults and nemesis do to it. The states are safe for many threads,
 * the rest is for one.
 */
public final class FakeCluster implements Cluster, Network {
    public final Map<NodeId, NodeState> states = new ConcurrentSkipListMap<>();
    public final Set<Link> cuts = new LinkedHashSet<>();
    /** Nodes that were ever ended or frozen, whatever they are now. */
    public final Set<NodeId> hurt = ConcurrentHashMap.newKeySet();

    public final Set<NodeId> refusesToHeal = new TreeSet<>();
    /** Nodes that do not do what they are told, although the command succeeds. */
    public final Set<NodeId> deaf = new TreeSet<>();

    /** Nodes whose connection attempts fail in a way that tells nothing. */
    public final Set<NodeId> confused = new TreeSet<>();

    /** Packets dropped by cuts; whether each attempt on a cut link adds one, as rules that really drop it do. */
    public long droppedPackets;

    public boolean countsDropped = true;

    private final Map<NodeId, Integer> lives = new ConcurrentSkipListMap<>();
    private final ClusterSpec spec;

    public FakeCluster(ClusterSpec spec) {
        this.spec = spec;
        spec.nodes().forEach(node -> states.put(node, NodeState.RUNNING));
    }

    @Override
    public ClusterSpec spec() {
        return spec;
    }

    @Override
    public String address(NodeId node) {
        return "10.0.0." + (spec.nodes().indexOf(node) + 1);
    }

    @Override
    public Network network() {
        return this;
    }

    @Override
    public void start(NodeId node) {
        refuse(node);
        lives.merge(node, 1, Integer::sum);
        states.put(node, NodeState.RUNNING);
    }

    @Override
    public void kill(NodeId node) {
        set(node, NodeState.ENDED);
    }

    /** How often a node was started after the cluster was. */
    public int startCount(NodeId node) {
        return lives.getOrDefault(node, 0);
    }

    @Override
    public void terminate(NodeId node) {
        set(node, NodeState.ENDED);
    }

    @Override
    public String life(NodeId node) {
        return state(node) == NodeState.ENDED ? "" : node + "-" + lives.getOrDefault(node, 0);
    }

    @Override
    public void pause(NodeId node) {
        set(node, NodeState.PAUSED);
    }

    @Override
    public void resume(NodeId node) {
        refuse(node);
        states.put(node, NodeState.RUNNING);
    }

    private void set(NodeId node, NodeState state) {
        if (!deaf.contains(node)) {
            hurt.add(node);
            states.put(node, state);
        }
    }

    private void refuse(NodeId node) {
        if (refusesToHeal.contains(node)) {
            throw new ClusterException(node + " refuses");
        }
    }

    @Override
    public NodeState state(NodeId node) {
        return states.getOrDefault(node, NodeState.ENDED);
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
    public void cut(Collection<Link> links, Duration plannedEnd) {
        links.stream().filter(link -> !deaf.contains(link.from())).forEach(cuts::add);
    }

    @Override
    public void heal(Collection<Link> links) {
        links.stream().filter(link -> !refusesToHeal.contains(link.from())).forEach(cuts::remove);
        links.forEach(link -> refuse(link.from()));
    }

    @Override
    public long droppedPackets() {
        return droppedPackets;
    }

    @Override
    public List<Reach> reach(List<Attempt> attempts, Duration timeout) {
        return attempts.stream().map(this::reach).toList();
    }

    private Reach reach(Attempt attempt) {
        if (confused.contains(attempt.from())) {
            return Reach.ERROR;
        }
        if (attempt.from().equals(attempt.to())) {
            return state(attempt.to()) == NodeState.ENDED ? Reach.REFUSED : Reach.UP;
        }
        Link there = new Link(attempt.from(), attempt.to());
        if (cuts.contains(there) || cuts.contains(new Link(attempt.to(), attempt.from()))) {
            droppedPackets += countsDropped ? 1 : 0;
            return Reach.SILENT;
        }
        return state(attempt.to()) == NodeState.ENDED ? Reach.REFUSED : Reach.UP;
    }

    @Override
    public void close() {
        states.replaceAll((node, state) -> NodeState.ENDED);
    }
}
