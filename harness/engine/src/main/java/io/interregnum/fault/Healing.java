package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The healing of a step's fault: tried again where it is refused, and where it has no effect, until everything is whole or
 * the limit is over. For one use by one thread.
 */
final class Healing {
    /** How long it may take until a healed target is whole: the start of a process on a busy machine. */
    static final Duration WHOLE_LIMIT = Duration.ofSeconds(20);

    /** A refusal is often that of a moment: a leader that is missing, a node that is about to end. */
    private static final Duration AGAIN_AFTER_REFUSAL = Duration.ofMillis(500);
    /** Longer than the start of any process: what only takes its time is left alone. */
    private static final Duration AGAIN_WITHOUT_EFFECT = Duration.ofSeconds(9);

    private final Scene scene;
    private final RunClock clock;
    private final Fault fault;
    private final Heal way;
    private final List<NodeId> targets;
    private final Damage damage;

    private int tryCount;
    private String refusal = "";
    private String firstRefusal = "";
    private Optional<Ghost> ghost = Optional.empty();

    Healing(Scene scene, RunClock clock, Step step, List<NodeId> targets, Damage damage) {
        this.scene = scene;
        this.clock = clock;
        this.fault = step.fault();
        this.way = step.heal();
        this.targets = targets;
        this.damage = damage;
    }

    /**
     * What became of it.
     *
     * @param isWhole whether the last try was not refused, and everything was seen to be whole after it
     * @param detail for people
     * @param ghost what a cut left
     */
    record Outcome(boolean isWhole, String detail, Optional<Ghost> ghost) {}

    /**
     * Heals. Time in which another fault damages the same nodes or links does not count: nobody could be whole then. One
     * that is being healed as well is no reason to wait for ever, so that two which cannot be healed do not wait for each
     * other.
     */
    Outcome heal() throws InterruptedException {
        long leftNanos = WHOLE_LIMIT.toNanos();
        tryOnce();
        long lookedNanos = clock.nanos();
        long triedNanos = lookedNanos;
        ProofOfFault proof = look();
        while (!isWhole(proof) && leftNanos > 0) {
            Arming.pause(clock);
            long nowNanos = clock.nanos();
            if (!scene.otherLastingDamage(fault, targets).overlaps(damage)) {
                leftNanos -= nowNanos - lookedNanos;
            }
            lookedNanos = nowNanos;
            Duration rest = refusal.isEmpty() ? AGAIN_WITHOUT_EFFECT : AGAIN_AFTER_REFUSAL;
            if (nowNanos - triedNanos > rest.toNanos()) {
                tryOnce();
                triedNanos = clock.nanos();
            }
            proof = look();
        }
        return new Outcome(isWhole(proof), detail(proof), ghost);
    }

    private boolean isWhole(ProofOfFault proof) {
        return refusal.isEmpty() && proof.condition() == ProofOfFault.Condition.WHOLE;
    }

    private String detail(ProofOfFault proof) {
        String told = refusal.isEmpty() ? proof.detail() : refusal + "; " + proof.detail();
        return tryCount == 1
                ? told
                : told + "; healed " + tryCount + " times"
                        + (firstRefusal.isEmpty() ? "" : ", the first refusal was: " + firstRefusal);
    }

    private void tryOnce() {
        tryCount++;
        refusal = "";
        try {
            fault.heal(scene, targets);
            ghost = ghost();
            if (way == Heal.FRESH) {
                endFlows();
                ghost = ghost.map(each -> each.endedAt(clock.nanos()));
            }
        } catch (ClusterException e) {
            refusal = String.valueOf(e.getMessage());
            firstRefusal = firstRefusal.isEmpty() ? refusal : firstRefusal;
        }
    }

    private ProofOfFault look() {
        return Arming.look(scene, fault, targets);
    }

    /** What a cut leaves, right after it was lifted; links that another fault still hurts are silent because of that. */
    private Optional<Ghost> ghost() {
        if (fault.harm() != FaultEvent.Harm.CUT) {
            return Optional.empty();
        }
        Damage others = scene.otherDamage(fault, targets);
        List<Link> opened = damage.links().stream()
                .filter(link -> !others.covers(link.from(), link.to()))
                .sorted(Link.ORDER)
                .toList();
        return opened.isEmpty() ? Optional.empty() : Ghost.look(scene.cluster().network(), opened, clock);
    }

    private void endFlows() {
        Collection<Link> links = damage.links();
        if (!links.isEmpty()) {
            scene.cluster().network().endFlows(links.stream().sorted(Link.ORDER).toList());
        }
    }
}
