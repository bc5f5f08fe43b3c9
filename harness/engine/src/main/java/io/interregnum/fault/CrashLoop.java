package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a node, starts it, and kills it again, until it is healed. */
final class CrashLoop extends ProcessFault {
    /** What the start of a node takes, with room for a busy machine. */
    private static final Duration START_LIKELY = Duration.ofSeconds(4);

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

    /** What is kept of one use: the lives before, how often each was killed while it ran, and the thread that does it. */
    private record Loop(Lives lives, Map<NodeId, AtomicInteger> kills, Worker worker) implements AutoCloseable {
        int killCount(NodeId node) {
            return kills.getOrDefault(node, new AtomicInteger()).get();
        }

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
        Map<NodeId, AtomicInteger> kills = new TreeMap<>();
        nodes.forEach(node -> {
            kills.put(node, new AtomicInteger());
            scene.hold(this, node);
        });
        try {
            OnEach.target(nodes, cluster::kill);
        } finally {
            Worker worker = Worker.start(name(), self -> loop(self, cluster, lives, kills));
            scene.keep(this, targets, new Loop(lives, kills, worker));
        }
    }

    private static void kill(Cluster cluster, NodeId node, AtomicInteger count) {
        String life = cluster.life(node);
        cluster.kill(node);
        countEnd(cluster, node, life, count);
    }

    /** What had ended already, or does not end, is not counted. */
    private static void countEnd(Cluster cluster, NodeId node, String life, AtomicInteger count) {
        if (!life.isEmpty() && !cluster.life(node).equals(life)) {
            count.incrementAndGet();
        }
    }

    private void loop(Worker self, Cluster cluster, Lives lives, Map<NodeId, AtomicInteger> kills)
            throws InterruptedException {
        kills.forEach((node, count) ->
                Worker.trying("look at " + node, () -> countEnd(cluster, node, lives.before(node), count)));
        while (self.goesOnAfter(down.length())) {
            kills.keySet().forEach(node -> Worker.trying("start " + node, () -> startIfEnded(cluster, node)));
            if (!self.goesOnAfter(up.length())) {
                return;
            }
            kills.forEach((node, count) -> Worker.trying("kill " + node, () -> kill(cluster, node, count)));
        }
    }

    private static void startIfEnded(Cluster cluster, NodeId node) {
        if (cluster.state(node) == NodeState.ENDED) {
            cluster.start(node);
        }
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        try {
            scene.stop(this, targets);
        } finally {
            startAgain(scene, withProcess(targets));
        }
    }

    @Override
    public Duration shortest(int targetCount) {
        return down.length().plus(up.length()).plus(START_LIKELY);
    }

    /** {@inheritDoc} DAMAGED only when each of them was killed twice at least: once is no loop. */
    @Override
    public ProofOfFault inspectAtTheEnd(Scene scene, List<NodeId> targets) {
        ProofOfFault proof = inspect(scene, targets);
        boolean loops = scene.kept(this, targets, Loop.class)
                .filter(loop -> withProcess(targets).stream().allMatch(node -> loop.killCount(node) >= 2))
                .isPresent();
        return loops || proof.condition() != ProofOfFault.Condition.DAMAGED
                ? proof
                : new ProofOfFault(ProofOfFault.Condition.UNCLEAR, "not twice each: " + proof.detail());
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        Optional<Loop> loop = scene.kept(this, targets, Loop.class);
        return Inspection.ofEach(withProcess(targets), node -> {
            if (loop.isEmpty()) {
                return endedOrServing(scene, node);
            }
            String seen = node + " " + scene.cluster().state(node) + ", was killed "
                    + loop.get().killCount(node) + " times";
            return new ProofOfFault(
                    loop.get().lives().goesOn(scene.cluster(), node)
                            ? ProofOfFault.Condition.WHOLE
                            : ProofOfFault.Condition.DAMAGED,
                    seen);
        });
    }
}
