package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;

/** A fault that is like another one in all that it does not override, for tests. */
public interface FaultLike extends Fault {
    /** The other one. */
    Fault like();

    @Override
    default String name() {
        return like().name();
    }

    @Override
    default String description() {
        return like().description();
    }

    @Override
    default String victimSees() {
        return like().victimSees();
    }

    @Override
    default FaultEvent.Harm harm() {
        return like().harm();
    }

    @Override
    default Target aim() {
        return like().aim();
    }

    @Override
    default Damage damage(Scene scene, List<NodeId> targets) {
        return like().damage(scene, targets);
    }

    @Override
    default void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        like().inject(scene, targets, plannedEnd);
    }

    @Override
    default void heal(Scene scene, List<NodeId> targets) {
        like().heal(scene, targets);
    }

    @Override
    default ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        return like().inspect(scene, targets);
    }
}
