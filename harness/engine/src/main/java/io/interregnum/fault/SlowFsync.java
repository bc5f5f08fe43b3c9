package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a ZooKeeper server wait for its disk. */
final class SlowFsync implements Fault {
    private static final Parameter MILLIS =
            new Parameter("ms", "how much longer each fsync of the transaction log takes, 1 to 60000 ms", "500");
    private static final String COMMIT = "org.apache.zookeeper.server.persistence.FileTxnLog.commit";
    static final String AT_FORCE = "AT INVOKE java.nio.channels.FileChannel.force";

    private final Values values;

    SlowFsync() {
        this(Values.standard(MILLIS));
    }

    private SlowFsync(Values values) {
        this.values = values;
        millis();
    }

    private long millis() {
        return values.number(MILLIS.name(), 1, 60_000);
    }

    @Override
    public String name() {
        return "slow-fsync";
    }

    @Override
    public String description() {
        return "Each fsync of a ZooKeeper server's transaction log takes longer.";
    }

    @Override
    public String victimSees() {
        return "Its own measure of fsync grows, and so does the time of every write that waits for it.";
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
        return new SlowFsync(values.with(this, set));
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
        return Targets.ENSEMBLE_LEADER;
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
        String rule = Rules.text(this, COMMIT, AT_FORCE, "on", Rules.holdFor(this, millis()));
        OnEach.target(nodes, node -> Rules.on(scene, this, node, plannedEnd, rule));
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> Rules.off(scene, this, node));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Makes a transaction, by opening a session, and reads what the server itself measured of its fsync. This takes as
     * long as the fsync.
     */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            FsyncMeasure.Seen seen = FsyncMeasure.of(scene, node, Duration.ofMillis(millis() + 1_000));
            if (seen.count() == 0) {
                return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, node + ": " + seen.detail());
            }
            return new ProofOfFault(
                    seen.meanMillis() >= 0.8 * millis() ? ProofOfFault.Condition.DAMAGED : ProofOfFault.Condition.WHOLE,
                    node + ": " + seen.detail());
        });
    }
}
