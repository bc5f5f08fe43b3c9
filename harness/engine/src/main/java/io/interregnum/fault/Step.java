package io.interregnum.fault;

import io.interregnum.cluster.Need;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One fault of a schedule.
 *
 * @param fault what
 * @param target whom; empty for whom the fault is aimed at by itself
 * @param trigger when it begins
 * @param until how long it lasts
 * @param heal what is done beside lifting it
 */
public record Step(Fault fault, Optional<Target> target, Trigger trigger, Until until, Heal heal) {

    /** A fault aimed as it is by itself, {@code after} the step before it. */
    public static Step of(Fault fault, Duration after, Until until) {
        return new Step(fault, Optional.empty(), new Trigger.After(after), until, Heal.PLAIN);
    }

    /** The same with another fault. */
    public Step withFault(Fault other) {
        return new Step(other, target, trigger, until, heal);
    }

    /** The same, aimed at {@code whom}. */
    public Step aimedAt(Target whom) {
        return new Step(fault, Optional.of(whom), trigger, until, heal);
    }

    /** The same, begun at another moment. */
    public Step when(Trigger moment) {
        return new Step(fault, target, moment, until, heal);
    }

    /** The same, lasting otherwise. */
    public Step lasting(Until length) {
        return new Step(fault, target, trigger, length, heal);
    }

    /** The same, healed otherwise. */
    public Step healed(Heal way) {
        return new Step(fault, target, trigger, until, way);
    }

    /** What the faults of these steps need of nodes, beyond what every node has. */
    public static Set<Need> needs(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step.fault().needs().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Need.class)));
    }

    /** Whom it is aimed at. */
    public Target aim() {
        return target.orElseGet(fault::aim);
    }
}
