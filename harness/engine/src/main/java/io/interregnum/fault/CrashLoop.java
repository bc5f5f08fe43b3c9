package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a node, starts it, and kills it again, until it is healed. */
final class CrashLoop extends ProcessFault {
    private final Millis up;
    private final Millis down;

    CrashLoop(String name, Target aim) {
        this(
                name,
                aim,
                new Millis("up-ms", "how long it runs before it is killed again, from 10 to 60000 ms", 500),
                new Millis("down-ms", "how long it stays down before it is started again, from 10 to 60000 ms", 500));
    }

    private CrashLoop(String name, Target aim, Millis up, Millis down) {
        super(
                new Card(
                        name,
                        "SIGKILL to every process of the node, again each time it has been started, until healed.",
                        "It comes and goes; peers see it start, contend perhaps, and vanish again.",
                        FaultEvent.Harm.DEAD),
                aim);
        this.up = up;
        this.down = down;
    }

    /** What is kept of one use: the lives before, how often it was killed, and the thread that does it. */
    private record Loop(Lives lives, AtomicInteger kills, Worker worker) implements AutoCloseable {
        @Override
        public void close() {
            worker.close();
        }
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(up.parameter(), down.parameter());
    }

    @Override
    public Fault with(Map<String, String> values) {
        Millis.refuseUnknown(this, values);
        return new CrashLoop(name(), aim(), up.with(values), down.with(values));
    }

    @Override
    public Map<String, String> values() {
        return Millis.values(up, down);
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        List<NodeId> nodes = withProcess(targets);
        Cluster cluster = scene.cluster();
        Lives lives = Lives.of(cluster, nodes);
        AtomicInteger kills = new AtomicInteger();
        nodes.forEach(node -> scene.hold(this, node));
        try {
            OnEach.target(nodes, cluster::kill);
        } finally {
            Worker worker = Worker.start(name(), self -> loop(self, cluster, nodes, kills));
            scene.keep(this, targets, new Loop(lives, kills, worker));
        }
    }

    private void loop(Worker self, Cluster cluster, List<NodeId> nodes, AtomicInteger kills)
            throws InterruptedException {
        kills.incrementAndGet();
        while (self.goesOnAfter(down.length())) {
            nodes.forEach(node -> Worker.trying("start " + node, () -> startIfEnded(cluster, node)));
            if (!self.goesOnAfter(up.length())) {
                return;
            }
            nodes.forEach(node -> Worker.trying("kill " + node, () -> cluster.kill(node)));
            kills.incrementAndGet();
        }
    }

    private static void startIfEnded(Cluster cluster, NodeId node) {
        if (cluster.state(node) == NodeState.ENDED) {
            cluster.start(node);
        }
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        scene.stop(this, targets);
        startAgain(scene, withProcess(targets));
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        Optional<Loop> loop = scene.kept(this, targets, Loop.class);
        return Inspection.ofEach(withProcess(targets), node -> {
            if (loop.isEmpty()) {
                return endedOrServing(scene, node);
            }
            String seen = node + " " + scene.cluster().state(node) + ", was killed "
                    + loop.get().kills() + " times";
            return new ProofOfFault(
                    loop.get().lives().goesOn(scene.cluster(), node)
                            ? ProofOfFault.Condition.WHOLE
                            : ProofOfFault.Condition.DAMAGED,
                    seen);
        });
    }
}
