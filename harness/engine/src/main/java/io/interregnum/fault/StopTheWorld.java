package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stops all Java threads of one JVM at a safepoint, and not its process: a garbage collection that cannot write its line to
 * a log. The JVM is told to log collections to a pipe that is full, and to collect. When the pipe is drained, or whoever
 * keeps it full is gone, it goes on.
 */
final class StopTheWorld implements Fault {
    private static final String BY_ROLE = "by-role";
    private static final Parameter METHOD = new Parameter(
            "method",
            "class and method with a dot between, at which it begins; unless set, one of ZooKeeper's: of the client in"
                    + " a master, which comes there with each ping, of the connections in a server",
            BY_ROLE);

    private final Values values;

    StopTheWorld() {
        this(Values.standard(METHOD));
    }

    private StopTheWorld(Values values) {
        this.values = values;
        if (!values.get(METHOD.name()).equals(BY_ROLE)) {
            Rules.checkedMethod(values.get(METHOD.name()));
        }
    }

    @Override
    public String name() {
        return "stop-the-world";
    }

    @Override
    public String description() {
        return "All Java threads of one JVM stop at a safepoint, as in a very long garbage collection.";
    }

    @Override
    public String victimSees() {
        return "It sees a jump of its clock; its process is scheduled, its connections stay open and silent.";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INJECTION_AGENT);
    }

    @Override
    public List<Parameter> parameters() {
        return values.parameters();
    }

    @Override
    public Fault with(Map<String, String> set) {
        return new StopTheWorld(values.with(this, set));
    }

    @Override
    public Map<String, String> values() {
        return values.set();
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.FROZEN;
    }

    @Override
    public Target aim() {
        return Targets.LEADER;
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Fit.PROGRAMS, target, spec);
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofNodes(nodes);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        OnEach.target(nodes, node -> {
            String pipe = scene.cluster().errand(node, List.of("pipe-fill", String.valueOf(plannedEnd.toMillis())));
            String rule = Rules.text(this, method(node), "AT ENTRY", "first", Rules.stopTheWorld(pipe));
            Rules.on(scene, this, node, plannedEnd, rule);
        });
    }

    private String method(NodeId node) {
        String method = values.get(METHOD.name());
        if (!method.equals(BY_ROLE)) {
            return method;
        }
        return node.role().isServer()
                ? "org.apache.zookeeper.server.NIOServerCnxn.doIO"
                : "org.apache.zookeeper.ClientCnxnSocketNIO.doTransport";
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            try {
                scene.cluster().errand(node, List.of("pipe-drain"));
            } finally {
                if (scene.cluster().state(node) != NodeState.ENDED) {
                    Rules.off(scene, this, node);
                }
            }
        });
    }

    /** {@inheritDoc} Asking is also what brings a server to the method at which it stops. */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            NodeState state = scene.cluster().state(node);
            Asked asked = node.role().isServer() ? askServer(scene, node) : askMaster(scene, node);
            // A node that is merely slow says nothing either.
            String pipe = scene.cluster().errand(node, List.of("pipe-look"));
            String seen = node + " " + state + ", asked over the control way: " + asked + ", its pipe is " + pipe;
            if (state == NodeState.RUNNING && asked == Asked.SILENT && pipe.equals("full")) {
                return new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen);
            }
            boolean whole = asked == Asked.ANSWERED || state == NodeState.ENDED;
            return new ProofOfFault(whole ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, seen);
        });
    }

    /** What became of a question. */
    private enum Asked {
        ANSWERED,
        SILENT,
        REFUSED
    }

    private static Asked askMaster(Scene scene, NodeId node) {
        HttpAttempt.Outcome outcome = HttpAttempt.send(
                timeout -> scene.cluster().control(node, Inspection.systemPort(scene, node), timeout),
                HttpAttempt.Request.get(scene.system().probePath()),
                Inspection.TIMEOUT);
        if (outcome instanceof HttpAttempt.Answered) {
            return Asked.ANSWERED;
        }
        return outcome instanceof HttpAttempt.Unknown ? Asked.SILENT : Asked.REFUSED;
    }

    private static Asked askServer(Scene scene, NodeId node) {
        try (SocketChannel channel =
                scene.cluster().control(node, Addresses.ZOOKEEPER_CLIENT_PORT, Inspection.TIMEOUT)) {
            channel.write(ByteBuffer.wrap("ruok".getBytes(StandardCharsets.US_ASCII)));
            int first = Deadline.within(
                    channel,
                    Inspection.TIMEOUT,
                    open -> Channels.newInputStream(open).read());
            return first < 0 ? Asked.REFUSED : Asked.ANSWERED;
        } catch (DialException e) {
            return Asked.REFUSED;
        } catch (IOException e) {
            return Asked.SILENT;
        }
    }
}
