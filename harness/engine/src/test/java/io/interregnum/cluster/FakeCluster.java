package io.interregnum.cluster;

import io.interregnum.history.RunClock;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongSupplier;

/**
 * A cluster of nothing but states, for tests of what faults and nemesis do to it. The states are safe for many threads,
 * the rest is for one.
 */
public class FakeCluster implements Cluster, Network {
    public final Map<NodeId, NodeState> states = new ConcurrentSkipListMap<>();
    public final Set<Link> cuts = Collections.synchronizedSet(new LinkedHashSet<>());
    /** Nodes that were ever ended or frozen, whatever they are now. */
    public final Set<NodeId> hurt = ConcurrentHashMap.newKeySet();

    public final Set<NodeId> refusesToHeal = new ConcurrentSkipListSet<>();
    /** How often a node still refuses to be started, resumed or repaired, before it does as it is told. */
    public final Map<NodeId, Integer> refusalsLeft = new ConcurrentSkipListMap<>();

    /** Nodes that do not do what they are told, although the command succeeds. */
    public final Set<NodeId> deaf = new ConcurrentSkipListSet<>();

    /** Nodes whose connection attempts fail in a way that tells nothing. */
    public final Set<NodeId> confused = new ConcurrentSkipListSet<>();

    /** Ports on which nobody answers, whatever is cut. */
    public final Set<Integer> silentPorts = ConcurrentHashMap.newKeySet();

    public final Map<Link, Impairment> impairments = new LinkedHashMap<>();

    private final Map<Link, Cut> kinds = new ConcurrentHashMap<>();
    private final Map<Link, Long> stopped = new ConcurrentHashMap<>();

    /** Below 0 where nobody counts; whether what a cut stops is counted, as by rules that really stop it. */
    public long droppedPackets;

    public boolean countsDropped = true;

    /** The connections that exist, whatever is cut; ending them removes those between the ends of a link. */
    public final List<Flow> flows = new ArrayList<>();

    /** What happens when somebody asks for connections, before the answer. */
    public Runnable whenAskedForFlows = () -> {};

    /** Whether asking for connections is refused. */
    public boolean refusesToShowFlows;

    /** Where dials of the data network lead. */
    public Dialling dialling = (from, to) -> {
        throw new DialException(Reach.REFUSED, "a fake cluster has no ports");
    };

    /** Where dials of the control way lead. */
    public Controlling controlling = node -> {
        throw new DialException(Reach.REFUSED, "a fake cluster has no ports");
    };

    /** Makes a connection to a node's program. */
    @FunctionalInterface
    public interface Controlling {
        SocketChannel control(NodeId node) throws DialException;
    }

    /** Makes a connection for a dial. */
    @FunctionalInterface
    public interface Dialling {
        SocketChannel dial(NodeId from, NodeId to) throws DialException;
    }

    /** The monotonic clock of the nodes' machine. */
    public LongSupplier nodesNanos = System::nanoTime;

    private final Map<NodeId, Set<String>> altered = new ConcurrentSkipListMap<>();
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
        boolean again = refusalsLeft.computeIfPresent(node, (any, left) -> left - 1) != null;
        refusalsLeft.values().removeIf(left -> left < 0);
        if (refusesToHeal.contains(node) || (again && refusalsLeft.containsKey(node))) {
            throw new ClusterException(node + " refuses");
        }
    }

    @Override
    public NodeState state(NodeId node) {
        return states.getOrDefault(node, NodeState.ENDED);
    }

    @Override
    public SocketChannel dial(NodeId from, NodeId to, int port, Duration timeout) throws DialException {
        return dialling.dial(from, to);
    }

    @Override
    public SocketChannel control(NodeId node, int port, Duration timeout) throws DialException {
        return controlling.control(node);
    }

    @Override
    public String errand(NodeId node, List<String> words) {
        return switch (words.get(0)) {
            case "rule-on", "disk-fill", "clock-set", "pipe-fill", "log-truncate", "log-flip" ->
                alter(node, words.get(0));
            case "rule-off", "disk-clear", "clock-reset", "pipe-drain", "data-set-aside" -> {
                refuse(node);
                String thing = words.get(0).replaceAll("-.*", "").replace("data", "log");
                altered.getOrDefault(node, new TreeSet<>()).removeIf(each -> each.startsWith(thing));
                yield "";
            }
            case "nanos" -> String.valueOf(nodesNanos.getAsLong());
            case "log-look" -> alterations(node).contains("log") ? "BROKEN 3" : "NONE 0";
            default -> throw new ClusterException("a fake cluster does no errand " + words);
        };
    }

    private String alter(NodeId node, String how) {
        if (!deaf.contains(node)) {
            altered.computeIfAbsent(node, unused -> new TreeSet<>()).add(how);
        }
        return how;
    }

    /** What errands have done to a node and not undone. */
    public String alterations(NodeId node) {
        return String.join(" ", altered.getOrDefault(node, Set.of()));
    }

    @Override
    public void cut(Cut cut, Duration plannedEnd) {
        cut.links().stream().filter(link -> !deaf.contains(link.from())).forEach(link -> kinds.put(link, cut));
        cut.links().stream().filter(link -> !deaf.contains(link.from())).forEach(cuts::add);
    }

    @Override
    public void heal(Cut cut) {
        cut.links().stream()
                .filter(link -> !refusesToHeal.contains(link.from()))
                .forEach(cuts::remove);
        cut.links().forEach(link -> refuse(link.from()));
    }

    @Override
    public Map<Link, Long> stoppedPackets(Cut cut) {
        Map<Link, Long> found = new TreeMap<>(Link.ORDER);
        if (droppedPackets >= 0) {
            cut.links().stream()
                    .filter(cuts::contains)
                    .forEach(link -> found.put(link, stopped.getOrDefault(link, 0L)));
        }
        return found;
    }

    private void stop(Link link) {
        if (countsDropped) {
            stopped.merge(link, 1L, Long::sum);
        }
    }

    @Override
    public void impair(Collection<Link> links, Impairment impairment, Duration plannedEnd) {
        links.forEach(link -> impairments.put(link, impairment));
    }

    @Override
    public void repair(Collection<Link> links, Impairment impairment) {
        links.stream().filter(link -> !refusesToHeal.contains(link.from())).forEach(impairments::remove);
        links.forEach(link -> refuse(link.from()));
    }

    @Override
    public List<Passage> passages(List<Link> links, int count, Duration timeout) {
        List<Passage> passages = new ArrayList<>();
        for (Link link : links) {
            boolean closed = cuts.contains(link) && kind(link) == Cut.Kind.PACKETS;
            if (closed) {
                stop(link);
            }
            int lost = impairments.get(link) instanceof Impairment.Loss ? (count + 1) / 2 : 0;
            passages.add(new Passage(count, closed ? 0 : count - lost, 0, 0, 0));
        }
        return passages;
    }

    private Cut.Kind kind(Link link) {
        return kinds.getOrDefault(link, Cut.packets(List.of())).kind();
    }

    @Override
    public List<Silence> watch(List<Link> links, RunClock clock, int count) {
        return links.stream()
                .map(link -> new Silence(cuts.contains(link) ? -1 : 0, OptionalLong.empty()))
                .toList();
    }

    @Override
    public void endFlows(Collection<Link> links) {
        flows.removeIf(flow ->
                links.contains(new Link(flow.at(), flow.peer())) || links.contains(new Link(flow.peer(), flow.at())));
    }

    @Override
    public List<Flow> flows(Collection<Link> links) {
        whenAskedForFlows.run();
        if (refusesToShowFlows) {
            throw new ClusterException("ss refused");
        }
        return flows.stream()
                .filter(flow -> links.contains(new Link(flow.at(), flow.peer())))
                .toList();
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
        if (silentPorts.contains(attempt.port())) {
            return Reach.SILENT;
        }
        if (confused.contains(attempt.from())) {
            return Reach.ERROR;
        }
        if (attempt.from().equals(attempt.to())) {
            return state(attempt.to()) == NodeState.ENDED ? Reach.REFUSED : Reach.UP;
        }
        Link there = new Link(attempt.from(), attempt.to());
        Link back = new Link(attempt.to(), attempt.from());
        if (cuts.contains(there)) {
            stop(there);
            return kind(there) == Cut.Kind.REFUSED ? Reach.REFUSED : Reach.SILENT;
        }
        if (cuts.contains(back) && kind(back) != Cut.Kind.CONNECTIONS) {
            stop(back);
            return Reach.SILENT;
        }
        return state(attempt.to()) == NodeState.ENDED ? Reach.REFUSED : Reach.UP;
    }

    @Override
    public void close() {
        states.replaceAll((node, state) -> NodeState.ENDED);
    }
}
