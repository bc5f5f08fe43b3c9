package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Does something at the entry of a named method in the JVM of a node: stops the thread there, or throws.
 *
 * <p>Proven by what the rule itself counted in that JVM: threads that it holds now, or how often it threw. A program that
 * ended meanwhile, and was held down, counts as damaged.
 */
final class MethodFault implements Fault {
    private static final String BY_ROLE = "by-role";
    private static final Parameter METHOD = new Parameter(
            "method",
            "class and method with a dot between; unless set, one of ZooKeeper's: of the client in a master, of the "
                    + "transaction log in a server",
            BY_ROLE);
    private static final Parameter EXCEPTION = new Parameter(
            "exception", "class with a constructor for a text; one that the method may throw", "java.io.IOException");
    private static final String OF_CLIENT = "org.apache.zookeeper.ClientCnxnSocketNIO.doTransport";

    private final Kind kind;
    private final Values values;

    /** What is done there. */
    private enum Kind {
        STOP("thread-stop", "org.apache.zookeeper.server.SyncRequestProcessor.flush") {
            @Override
            boolean shows(Rules.Found found) {
                return found.heldCount() > 0;
            }
        },
        RAISE("exception", "org.apache.zookeeper.server.persistence.FileTxnLog.append") {
            @Override
            boolean shows(Rules.Found found) {
                return found.firedCount() > 0;
            }
        };

        private final String title;
        private final String ofServer;

        Kind(String title, String ofServer) {
            this.title = title;
            this.ofServer = ofServer;
        }

        abstract boolean shows(Rules.Found found);
    }

    private MethodFault(Kind kind, Values values) {
        this.kind = kind;
        this.values = values;
        if (!values.get(METHOD.name()).equals(BY_ROLE)) {
            Rules.checkedMethod(values.get(METHOD.name()));
        }
    }

    static Fault threadStop() {
        return new MethodFault(Kind.STOP, Values.standard(METHOD));
    }

    static Fault exception() {
        return new MethodFault(Kind.RAISE, Values.standard(METHOD, EXCEPTION));
    }

    @Override
    public String name() {
        return kind.title;
    }

    @Override
    public String description() {
        return kind == Kind.STOP
                ? "Every thread that comes to a named method stops there, and all others go on."
                : "A named method throws an exception each time that it is called.";
    }

    @Override
    public String victimSees() {
        return kind == Kind.STOP
                ? "One of its threads makes no progress: a master whose ZooKeeper thread stops goes on serving while its "
                        + "session expires."
                : "An error where it may not expect one.";
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
        return new MethodFault(kind, values.with(this, set));
    }

    @Override
    public Map<String, String> values() {
        return values.set();
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.OTHER;
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
        nodes.forEach(node -> scene.hold(this, node));
        OnEach.target(nodes, node -> Rules.on(scene, this, node, plannedEnd, rule(node)));
    }

    private String rule(NodeId node) {
        String method = values.get(METHOD.name());
        if (method.equals(BY_ROLE)) {
            method = node.role().isServer() ? kind.ofServer : OF_CLIENT;
        }
        String action = kind == Kind.STOP ? Rules.hold(this) : Rules.raise(this, values.get(EXCEPTION.name()));
        return Rules.text(this, method, "AT ENTRY", "on", action);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(this, node);
            try {
                Rules.off(scene, this, node);
            } finally {
                Servers.restartIfSilent(scene, node);
            }
        });
    }

    /** {@inheritDoc} A server is given a transaction by opening a session, since an idle one comes to few methods. */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            Rules.Found found = Rules.look(scene, this, node);
            List<String> seen = new ArrayList<>();
            if (found.on() && node.role().isServer() && !kind.shows(found)) {
                seen.add(FsyncMeasure.openSession(scene, node, Duration.ofMillis(500)));
                found = Rules.look(scene, this, node);
            }
            NodeState state = scene.cluster().state(node);
            seen.add(node + " " + state + ", "
                    + (found.on()
                            ? "its method was met " + found.firedCount() + " times and holds " + found.heldCount()
                                    + " threads"
                            : "no rule in its JVM"));
            boolean ended = state == NodeState.ENDED && scene.isHeld(node);
            ProofOfFault.Condition condition = ended || kind.shows(found)
                    ? ProofOfFault.Condition.DAMAGED
                    : found.on() ? ProofOfFault.Condition.UNCLEAR : ProofOfFault.Condition.WHOLE;
            return new ProofOfFault(condition, String.join("; ", seen));
        });
    }
}
