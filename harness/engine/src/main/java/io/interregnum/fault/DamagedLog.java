package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Damages the newest transaction log of a ZooKeeper server that was ended before, and starts it again. Healing takes all its
 * data away, so that it gets them from the others; a copy of the log as it was lies beside them.
 */
final class DamagedLog implements Fault {
    private static final Parameter DRAW = new Parameter(
            "draw", "a whole number, 0 to 1000000, that chooses the transaction, and the bit in it", "7919");

    private static final Duration SESSION = Duration.ofSeconds(1);

    private final String name;
    private final String description;
    private final String victimSees;
    private final String errand;
    private final Values values;

    private DamagedLog(String name, String description, String victimSees, String errand, Values values) {
        this.name = name;
        this.description = description;
        this.victimSees = victimSees;
        this.errand = errand;
        this.values = values;
        draw();
    }

    static Fault truncated() {
        return new DamagedLog(
                "log-truncated",
                "SIGKILL to a ZooKeeper server, then its newest transaction log is cut off within a transaction of its "
                        + "later half, then it is started.",
                "It starts without transactions that it had acknowledged, and gets them from the leader again.",
                "log-truncate",
                Values.standard(DRAW));
    }

    static Fault bitFlipped() {
        return new DamagedLog(
                "log-bit-flipped",
                "SIGKILL to a ZooKeeper server, then one bit of a transaction in the later half of its newest log is "
                        + "turned over, then it is started.",
                "It finds a wrong checksum when it reads its log, and ends itself.",
                "log-flip",
                Values.standard(DRAW));
    }

    private long draw() {
        return values.number(DRAW.name(), 0, 1_000_000);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String victimSees() {
        return victimSees;
    }

    @Override
    public List<Parameter> parameters() {
        return values.parameters();
    }

    @Override
    public Fault with(Map<String, String> set) {
        return new DamagedLog(name, description, victimSees, errand, values.with(this, set));
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
        return Targets.AN_ENSEMBLE_FOLLOWER;
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Fit.SERVERS, target, spec);
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofNodes(nodes);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        nodes.forEach(node -> scene.hold(this, node));
        OnEach.target(nodes, node -> {
            // A server that has just got everything as a snapshot has no log yet; two transactions make one.
            FsyncMeasure.openSession(scene, node, SESSION);
            scene.cluster().kill(node);
            try {
                scene.cluster().errand(node, List.of(errand, String.valueOf(mixed(node))));
            } finally {
                scene.cluster().start(node);
            }
        });
    }

    /** Another bit on each target, the same in each run. */
    private long mixed(NodeId node) {
        RandomGenerator chance = RandomGeneratorFactory.of("SplittableRandom").create(31 * draw() + node.number());
        return chance.nextLong(Long.MAX_VALUE);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(this, node);
            if (look(scene, node).startsWith("NONE")) {
                Rules.startIfEnded(scene, node);
            } else {
                Servers.emptyAndStart(scene, node);
            }
        });
    }

    private static String look(Scene scene, NodeId node) {
        return scene.cluster().errand(node, List.of("log-look"));
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            String log = look(scene, node);
            boolean damaged = log.startsWith("TORN") || log.startsWith("BROKEN");
            return Servers.proof(
                    scene, this, node, damaged, "the damaged log of " + node + " and its good transactions: " + log);
        });
    }
}
