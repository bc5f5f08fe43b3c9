package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can be told of a schedule before anything is started: whether each step may do something, and whether what it waits
 * for may happen. Whatever it refuses would end as a fault without effect after a whole run.
 */
final class Feasibility {
    private final List<Step> steps;
    private final ClusterSpec spec;
    private final SystemUnderTest system;
    private final Ordering ordering;

    /** @param spec of the cluster, without what faults need in addition */
    Feasibility(List<Step> steps, ClusterSpec spec, SystemUnderTest system) {
        this.steps = List.copyOf(steps);
        this.spec = spec.withNodesFor(Step.needs(steps));
        this.system = system;
        this.ordering = new Ordering(steps);
    }

    /** @throws UnfitStepException for the first step that could do nothing, whatever happens */
    void check() {
        for (int number = 0; number < steps.size(); number++) {
            int step = number;
            hindrance(step).ifPresent(why -> {
                throw new UnfitStepException(step, "(" + steps.get(step).fault().name() + ") " + why);
            });
        }
    }

    private Optional<String> hindrance(int number) {
        Step step = steps.get(number);
        if (!step.fault().isPossible(spec)) {
            return Optional.of("is about nodes that this cluster does not have; see --agents");
        }
        return step.aim()
                .absence(spec)
                .map(why -> "can be aimed at nobody: " + why)
                .or(() -> step.fault().unfit(step.aim(), spec))
                .or(() -> NodeNames.absence(step.fault().named(spec), spec))
                .or(() -> trigger(step))
                .or(() -> end(number, step));
    }

    private Optional<String> trigger(Step step) {
        return step.trigger() instanceof Trigger.On on ? never(on.occurrence()) : Optional.empty();
    }

    private Optional<String> end(int number, Step step) {
        if (!(step.until() instanceof Until.Happens happens)) {
            return Optional.empty();
        }
        Occurrence what = happens.occurrence();
        if (what.kind() == Occurrence.Kind.RECOVERED) {
            return Optional.of("lasts until " + what.text() + ", which happens only when no fault is in effect");
        }
        if (what.step().isPresent() && isAfter(number, what)) {
            return Optional.of("lasts until " + what.text() + ", which happens only when it is over itself");
        }
        return never(what);
    }

    private boolean isAfter(int number, Occurrence what) {
        int other = what.step().getAsInt();
        return other == number ? what.kind().isEndOfAStep() : ordering.follows(other, number, Duration.ZERO);
    }

    private Optional<String> never(Occurrence what) {
        return what.kind() == Occurrence.Kind.EPOCH_CHANGED
                        && system.registryPath().isEmpty()
                ? Optional.of("waits for " + what.text() + ", which nobody sees of a registry that is not in ZooKeeper")
                : Optional.empty();
    }
}
