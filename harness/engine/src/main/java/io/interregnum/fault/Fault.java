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

/**
 * A kind of damage. Implementations are immutable; the same one may be used in many runs at once, and several times at
 * once in one run. What one use of it has to remember stands in the order of its targets, or is kept in the scene.
 *
 * <p>Whoever injects a fault heals it, whatever {@link #inject} said: a command that failed may have had its effect.
 */
public interface Fault {

    /** Short name in lower case, such as {@code pause-leader}. */
    String name();

    /** What it does, in one sentence. */
    String description();

    /** What the victim and its peers see, in one sentence. */
    String victimSees();

    /** What the backend must be able to do, beyond bare nodes. */
    default Set<Need> needs() {
        return Set.of();
    }

    /**
     * What it may need in addition when some of its parameters have other values, with the names of those parameters.
     */
    default Map<Need, List<String>> needsOfParameters() {
        return Map.of();
    }

    /** What a step may set, in the order in which lists show it. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * The same fault with other values of its parameters.
     *
     * @param values by the parameter's name; what is not named keeps its value
     * @throws IllegalArgumentException when there is no such parameter, or it cannot have that value
     */
    default Fault with(Map<String, String> values) {
        if (values.isEmpty()) {
            return this;
        }
        List<String> known = parameters().stream().map(Parameter::name).toList();
        throw new IllegalArgumentException("fault " + name() + " has no parameter " + values.keySet()
                + (known.isEmpty() ? "; it has none" : "; it has " + known));
    }

    /** The values of parameters that differ from their standard, by name in the order of {@link #parameters}. */
    default Map<String, String> values() {
        return Map.of();
    }

    /** What it does to its targets, as far as judging needs to know. */
    FaultEvent.Harm harm();

    /**
     * What it takes from the declared fault model. A fault of which nobody says it is never drawn for random schedules:
     * say it here or in {@link Weights}.
     */
    default Weight weight() {
        return Weights.of(name());
    }

    /** Whether a cluster has what it is about. One for which it has not is never drawn for random schedules. */
    default boolean isPossible(ClusterSpec spec) {
        return true;
    }

    /** Whom it is aimed at, unless a step says otherwise. */
    Target aim();

    /** Nodes that its parameters mean, which it may hurt beside its targets; all that they may be, in their order. */
    default List<NodeId> named(ClusterSpec spec) {
        return List.of();
    }

    /**
     * Why it can do nothing to such a target in such a cluster, whatever happens; empty when it may do something. That
     * the target can be nobody there is not its business ({@link Target#absence}).
     */
    default Optional<String> unfit(Target target, ClusterSpec spec) {
        return Optional.empty();
    }

    /** All that may look different while it lasts, whoever its target turns out to be. */
    default Damage atMost(Target target, ClusterSpec spec) {
        return Damage.ofNodes(target.mayBe(spec));
    }

    /**
     * The same fault with nodes by their names where its parameters mean them by their parts, as they are now.
     *
     * @throws io.interregnum.cluster.ClusterException when somebody who is meant is nobody now
     */
    default Fault resolved(Scene scene) {
        return this;
    }

    /** What may look different while it lasts. */
    Damage damage(Scene scene, List<NodeId> targets);

    /** How long it has to last at least to do what it is about. What lasts shorter is never proven. */
    default Duration shortest(int targetCount) {
        return Duration.ZERO;
    }

    /**
     * Makes ready what {@link #inject} would lose time with, and changes nothing that anybody could notice. Called again and
     * again while a step waits, by another thread than inject; what was made last is kept in the scene for this use before
     * inject is called, and everything else is closed.
     *
     * @throws io.interregnum.cluster.ClusterException when something refused
     */
    default Optional<AutoCloseable> prepare(Scene scene, List<NodeId> targets) {
        return Optional.empty();
    }

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

    /**
     * Looks at the effect itself, not at the commands that made it. Draws no conclusion from what other faults may have
     * done ({@link Scene#otherDamage}). Blocks for a second at most.
     */
    ProofOfFault inspect(Scene scene, List<NodeId> targets);

    /**
     * Looks, at the end of a step, whether it did all that it is about. DAMAGED only then: where a part of it was enough
     * for {@link #inspect}, it is not for this.
     */
    default ProofOfFault inspectAtTheEnd(Scene scene, List<NodeId> targets) {
        return inspect(scene, targets);
    }

    /**
     * A quick look while it lasts, between the two thorough ones. Blocks for a second at most; not called for what does not
     * cut.
     *
     * @return what was seen not to be in effect; empty when all that could be seen is
     */
    default Optional<String> gap(Scene scene, List<NodeId> targets) {
        return Optional.empty();
    }
}
