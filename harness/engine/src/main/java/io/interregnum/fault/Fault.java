package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;

/**
 * A kind of damage. Implementations are immutable; the same one may be used in many runs at once.
 *
 * <p>Whoever injects a fault heals it, whatever {@link #inject} said: a command that failed may have had its effect.
 */
public interface Fault {

    /** Short name in lower case, such as {@code pause-leader}. */
    String name();

    /** What it does and what the victim sees, in one sentence. */
    String description();

    /** What it does to its targets, as far as judging needs to know. */
    FaultEvent.Harm harm();

    /**
     * Chooses the targets now.
     *
     * @return nodes in their order, one at least
     * @throws io.interregnum.cluster.ClusterException when there is nothing to aim at, such as no leader
     */
    List<NodeId> aim(Scene scene);

    /**
     * Does the damage.
     *
     * @param plannedEnd after which, from this call on, it is over even if nobody heals it, where the kernel can lift
     *     such damage by itself; positive, longer than it is meant to last
     * @throws io.interregnum.cluster.ClusterException when something refused; any part may be done
     */
    void inject(Scene scene, List<NodeId> targets, Duration plannedEnd);

    /**
     * Undoes it on every target, even after one refused. Undoing what was not done is no error.
     *
     * @throws io.interregnum.cluster.ClusterException when some target refused, with further ones as suppressed
     */
    void heal(Scene scene, List<NodeId> targets);

    /** Looks at the effect itself, not at the commands that made it. Blocks for a second at most. */
    ProofOfFault inspect(Scene scene, List<NodeId> targets);
}
