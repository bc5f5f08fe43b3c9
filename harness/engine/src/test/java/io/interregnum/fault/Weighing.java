package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;

/** A fault that does nothing and weighs something. */
record Weighing(String name, Weight weight) implements Fault {
    @Override
    public String description() {
        return "Does nothing.";
    }

    @Override
    public String victimSees() {
        return "Nothing.";
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.OTHER;
    }

    @Override
    public Target aim() {
        return Targets.LEADER;
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> targets) {
        return Damage.NONE;
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {}

    @Override
    public void heal(Scene scene, List<NodeId> targets) {}

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, "nothing to see");
    }
}
