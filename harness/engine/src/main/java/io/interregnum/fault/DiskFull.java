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

/** Fills the disk of a ZooKeeper server up; healing empties it, and starts the server again if it has ended. */
final class DiskFull implements Fault {
    private static final Parameter FREE =
            new Parameter("free-kib", "what is left free, 0 to 100000 KiB; with 8 or more nothing is refused yet", "0");

    private final Values values;

    DiskFull() {
        this(Values.standard(FREE));
    }

    private DiskFull(Values values) {
        this.values = values;
        freeKib();
    }

    private long freeKib() {
        return values.number(FREE.name(), 0, 100_000);
    }

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String description() {
        return "Fills the small file system on which a ZooKeeper server keeps its logs and snapshots.";
    }

    @Override
    public String victimSees() {
        return "Writing to its log fails with \"No space left on device\", and it gives up serving.";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.SMALL_DISKS);
    }

    @Override
    public List<Parameter> parameters() {
        return values.parameters();
    }

    @Override
    public Fault with(Map<String, String> set) {
        return new DiskFull(values.with(this, set));
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
        nodes.forEach(node -> scene.hold(this, node));
        List<String> words = List.of("disk-fill", String.valueOf(freeKib()), String.valueOf(plannedEnd.toMillis()));
        OnEach.target(nodes, node -> scene.cluster().errand(node, words));
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> {
            scene.release(this, node);
            try {
                scene.cluster().errand(node, List.of("disk-clear"));
            } finally {
                Servers.restartIfSilent(scene, node);
            }
        });
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            String space = scene.cluster().errand(node, List.of("disk-space"));
            String written = scene.cluster().errand(node, List.of("disk-write"));
            String seen =
                    "writing two pages to the disk of " + node + ": " + written + ", KiB free and in all " + space;
            long free = Long.parseLong(space.substring(0, space.indexOf(' ')));
            boolean full = written.startsWith("refused") || (freeKib() > 0 && free <= freeKib());
            return Servers.proof(scene, this, node, full, seen);
        });
    }
}
