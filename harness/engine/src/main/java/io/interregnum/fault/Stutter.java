package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Stops and continues a node in a duty cycle: a slow node, which answers late and is never quite gone. */
final class Stutter extends ProcessFault {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(7);
    private static final Duration LOOK_LIMIT = Duration.ofMillis(900);

    private final Millis on;
    private final Millis off;

    Stutter(String name, Target aim) {
        this(
                name,
                aim,
                new Millis("on-ms", "how long it runs between two stops, from 10 to 60000 ms", 100),
                new Millis("off-ms", "how long each stop lasts, from 10 to 60000 ms", 200));
    }

    private Stutter(String name, Target aim, Millis on, Millis off) {
        super(
                new Card(
                        name,
                        "Stops every process of the node for a moment and continues it, over and over, until healed.",
                        "Its clock jumps again and again; peers get answers late and in bursts, and sessions live on.",
                        FaultEvent.Harm.FROZEN),
                aim);
        this.on = on;
        this.off = off;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(on.parameter(), off.parameter());
    }

    @Override
    public Fault with(Map<String, String> values) {
        Millis.refuseUnknown(this, values);
        return new Stutter(name(), aim(), on.with(values), off.with(values));
    }

    @Override
    public Map<String, String> values() {
        return Millis.values(on, off);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        List<NodeId> nodes = withProcess(targets);
        Cluster cluster = scene.cluster();
        try {
            OnEach.target(nodes, cluster::pause);
        } finally {
            scene.keep(this, targets, Worker.start(name(), self -> beat(self, cluster, nodes)));
        }
    }

    /** Whatever ends it, no node is left stopped. */
    private void beat(Worker self, Cluster cluster, List<NodeId> nodes) throws InterruptedException {
        try {
            while (self.goesOnAfter(off.length())) {
                nodes.forEach(node -> Worker.trying("resume " + node, () -> cluster.resume(node)));
                if (!self.goesOnAfter(on.length())) {
                    return;
                }
                nodes.forEach(node -> Worker.trying("pause " + node, () -> cluster.pause(node)));
            }
        } finally {
            nodes.forEach(node -> Worker.trying("resume " + node, () -> cluster.resume(node)));
        }
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        try {
            scene.stop(this, targets);
        } finally {
            OnEach.target(withProcess(targets), scene.cluster()::resume);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>DAMAGED when the kernel showed every node stopped and not stopped within a second. Of a cycle that is longer than
     * that, being stopped is enough.
     */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        List<NodeId> nodes = withProcess(targets);
        if (!scene.keeps(this, targets)) {
            return Inspection.ofEach(nodes, node -> notStopped(scene, node));
        }
        Set<NodeId> stopped = new TreeSet<>();
        Set<NodeId> running = new TreeSet<>();
        RunClock clock = RunClock.startNow();
        while (clock.nanos() < LOOK_LIMIT.toNanos()) {
            for (NodeId node : nodes) {
                (scene.cluster().state(node) == NodeState.PAUSED ? stopped : running).add(node);
            }
            boolean needsBoth = on.value() + off.value() < LOOK_LIMIT.toMillis();
            if (stopped.size() == nodes.size() && (!needsBoth || running.size() == nodes.size())) {
                return new ProofOfFault(
                        ProofOfFault.Condition.DAMAGED, "seen stopped: " + stopped + ", and not: " + running);
            }
            pause(clock);
        }
        return new ProofOfFault(
                stopped.isEmpty() ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR,
                "seen stopped: " + stopped + ", and not: " + running);
    }

    private static ProofOfFault notStopped(Scene scene, NodeId node) {
        NodeState state = scene.cluster().state(node);
        boolean answered = Inspection.answers(scene, node);
        boolean whole = state == NodeState.ENDED || (state == NodeState.RUNNING && answered);
        return new ProofOfFault(
                whole ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR,
                node + " " + state + ", a question " + (answered ? "was answered" : "got no answer"));
    }

    private static void pause(RunClock clock) {
        try {
            clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while looking whether nodes stutter", e);
        }
    }
}
