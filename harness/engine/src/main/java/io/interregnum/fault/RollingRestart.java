package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Restarts nodes one after the other, as an upgrade does: those that follow first, whoever leads last. */
final class RollingRestart extends ProcessFault {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    /** What the restart of one takes, with room for a busy machine. */
    private static final Duration ONE_LIKELY = Duration.ofSeconds(5);
    /** An operator would stop here and look. */
    private static final Duration WHOLE_LIMIT = Duration.ofSeconds(30);

    RollingRestart(String name, Target aim) {
        super(
                new Card(
                        name,
                        "Kills and starts one node after the other, followers first and leaders last, and waits each time "
                                + "until the node serves again; healing ends it and starts what is down.",
                        "Each is gone for a second or two, never two at a time; leadership changes once, at the end.",
                        FaultEvent.Harm.DEAD),
                aim);
    }

    /** What is kept of one use. */
    private record Roll(Lives lives, List<NodeId> order, Set<NodeId> done, Worker worker) implements AutoCloseable {
        @Override
        public void close() {
            worker.close();
        }
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        List<NodeId> order = leadersLast(scene, withProcess(targets));
        Lives lives = Lives.of(scene.cluster(), order);
        Set<NodeId> done = new ConcurrentSkipListSet<>();
        order.forEach(node -> scene.hold(this, node));
        try {
            scene.cluster().kill(order.get(0));
        } finally {
            Worker worker = Worker.start(name(), self -> roll(self, scene, order, done));
            scene.keep(this, targets, new Roll(lives, order, done, worker));
        }
    }

    private static List<NodeId> leadersLast(Scene scene, List<NodeId> nodes) {
        List<NodeId> leaders = new ArrayList<>();
        scene.leader().filter(nodes::contains).ifPresent(leaders::add);
        if (nodes.stream().anyMatch(node -> node.role().isServer())) {
            EnsembleStatus.leader(scene.cluster()).filter(nodes::contains).ifPresent(leaders::add);
        }
        List<NodeId> order = new ArrayList<>(nodes);
        order.removeAll(leaders);
        order.addAll(leaders);
        return List.copyOf(order);
    }

    private static void roll(Worker self, Scene scene, List<NodeId> order, Set<NodeId> done)
            throws InterruptedException {
        Cluster cluster = scene.cluster();
        for (NodeId node : order) {
            Worker.trying("kill " + node, () -> cluster.kill(node)); // the first one has been killed already
            Worker.trying("start " + node, () -> cluster.start(node));
            long lookedCount = 0;
            while (!serves(scene, node)) {
                lookedCount++;
                if (!self.goesOnAfter(LOOK_AGAIN) || lookedCount > WHOLE_LIMIT.toMillis() / LOOK_AGAIN.toMillis()) {
                    return;
                }
            }
            done.add(node);
            if (!self.goesOnAfter(LOOK_AGAIN)) {
                return;
            }
        }
    }

    /** A server serves when it is part of a quorum again. */
    private static boolean serves(Scene scene, NodeId node) {
        try {
            return node.role().isServer()
                    ? !EnsembleStatus.mode(scene.cluster(), node).isEmpty()
                    : Inspection.answers(scene, node);
        } catch (ClusterException e) {
            return false;
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
        return ONE_LIKELY.multipliedBy(targetCount);
    }

    /** {@inheritDoc} DAMAGED only when every one of them was restarted and serves again, or did. */
    @Override
    public ProofOfFault inspectAtTheEnd(Scene scene, List<NodeId> targets) {
        ProofOfFault proof = inspect(scene, targets);
        boolean all = scene.kept(this, targets, Roll.class)
                .filter(roll -> roll.done().size() == roll.order().size())
                .isPresent();
        return all || proof.condition() != ProofOfFault.Condition.DAMAGED
                ? proof
                : new ProofOfFault(ProofOfFault.Condition.UNCLEAR, "not at every one of them: " + proof.detail());
    }

    /**
     * {@inheritDoc}
     *
     * <p>DAMAGED as soon as the first one has ended, and for as long as each that was said to be done is another process
     * than before.
     */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        Optional<Roll> kept = scene.kept(this, targets, Roll.class);
        if (kept.isEmpty()) {
            return Inspection.ofEach(withProcess(targets), node -> endedOrServing(scene, node));
        }
        Roll roll = kept.get();
        Cluster cluster = scene.cluster();
        String detail = roll.done().size() + " of " + roll.order().size() + " restarted: " + roll.done()
                + ", in the order " + roll.order();
        if (roll.lives().goesOn(cluster, roll.order().get(0))) {
            return new ProofOfFault(ProofOfFault.Condition.WHOLE, detail);
        }
        boolean others = roll.done().stream().noneMatch(node -> roll.lives().goesOn(cluster, node));
        return new ProofOfFault(others ? ProofOfFault.Condition.DAMAGED : ProofOfFault.Condition.UNCLEAR, detail);
    }
}
