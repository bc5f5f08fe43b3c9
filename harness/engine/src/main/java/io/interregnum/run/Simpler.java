package io.interregnum.run;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.fault.AsRecorded;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Step;
import io.interregnum.fault.Target;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What could be simpler about a step. Each proposal is strictly simpler than the step, in the order: standard parameters,
 * roles instead of names, one after the other instead of side by side, shorter times, rounder times. So accepting
 * proposals comes to an end.
 */
final class Simpler {
    /** Below this nothing is gained for a reader or a run. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private Simpler() {}

    /**
     * A step that says less.
     *
     * @param what is different, a few words
     */
    record Proposal(String what, Step step) {}

    /** The likeliest first. */
    static List<Proposal> proposals(Step step) {
        List<Proposal> proposals = new ArrayList<>();
        fault(step, proposals);
        target(step, proposals);
        if (step.heal() != Heal.PLAIN) {
            proposals.add(new Proposal("plain heal", step.healed(Heal.PLAIN)));
        }
        trigger(step, proposals);
        until(step, proposals);
        return proposals;
    }

    private static void fault(Step step, List<Proposal> proposals) {
        Map<String, String> values = step.fault().values();
        if (!values.isEmpty()) {
            Faults.named(step.fault().name())
                    .ifPresent(
                            standard -> proposals.add(new Proposal("standard parameters", step.withFault(standard))));
        }
    }

    private static void target(Step step, List<Proposal> proposals) {
        if (step.target().isEmpty()) {
            return;
        }
        Target aim = step.aim();
        Step bare = new Step(step.fault(), Optional.empty(), step.trigger(), step.until(), step.heal());
        if (aim.text().equals(step.fault().aim().text())) {
            proposals.add(new Proposal("its own aim", bare));
            return;
        }
        if (aim instanceof AsRecorded recorded) {
            role(recorded)
                    .ifPresent(role -> proposals.add(new Proposal("aimed at " + role.text(), step.aimedAt(role))));
        }
        proposals.add(new Proposal("its own aim, " + step.fault().aim().text(), bare));
    }

    /** The role that a recorded target played, where it played one that can be named. */
    private static Optional<Target> role(AsRecorded recorded) {
        List<NodeId> nodes = recorded.nodes();
        boolean one = nodes.size() == 1;
        if (nodes.stream().allMatch(node -> node.role() == Role.MASTER)) {
            boolean leads = recorded.leader().filter(nodes::contains).isPresent();
            return one ? Optional.of(leads ? Targets.LEADER : Targets.A_FOLLOWER) : Optional.empty();
        }
        if (one && nodes.get(0).role() == Role.ENSEMBLE) {
            boolean led = recorded.first().ensemble().filter(nodes::contains).isPresent();
            return Optional.of(led ? Targets.ENSEMBLE_LEADER : Targets.AN_ENSEMBLE_FOLLOWER);
        }
        return Optional.empty();
    }

    private static void trigger(Step step, List<Proposal> proposals) {
        if (step.trigger() instanceof Trigger.After after) {
            shorter(after.delay())
                    .forEach(delay -> proposals.add(
                            new Proposal("after " + delay.toMillis() + " ms", step.when(new Trigger.After(delay)))));
        } else {
            proposals.add(new Proposal("after the step before it", step.when(new Trigger.After(Duration.ZERO))));
            if (step.trigger() instanceof Trigger.On on) {
                shorter(on.plus())
                        .forEach(plus -> proposals.add(
                                new Proposal(plus.toMillis() + " ms after the event", step.when(on.later(plus)))));
            } else if (step.trigger() instanceof Trigger.At at) {
                round(at.sinceFaults())
                        .ifPresent(time -> proposals.add(
                                new Proposal("at " + time.toMillis() + " ms", step.when(new Trigger.At(time)))));
            }
        }
    }

    private static void until(Step step, List<Proposal> proposals) {
        if (step.until() instanceof Until.Detection detection) {
            shorter(detection.more())
                    .forEach(more -> proposals.add(new Proposal(
                            "for detection plus " + more.toMillis() + " ms", step.lasting(new Until.Detection(more)))));
        } else if (step.until() instanceof Until.For length) {
            Optional.of(half(length.time()))
                    .filter(half -> half.compareTo(SHORT) >= 0 && half.compareTo(length.time()) < 0)
                    .ifPresent(half -> proposals.add(lasting(step, half)));
            round(length.time()).ifPresent(time -> proposals.add(lasting(step, time)));
        }
    }

    private static Proposal lasting(Step step, Duration time) {
        return new Proposal("for " + time.toMillis() + " ms", step.lasting(new Until.For(time)));
    }

    /** No time at all; half of it; a round one. Nothing where there is none. */
    private static List<Duration> shorter(Duration duration) {
        List<Duration> shorter = new ArrayList<>();
        if (!duration.isZero()) {
            shorter.add(Duration.ZERO);
            if (half(duration).compareTo(SHORT) >= 0 && half(duration).compareTo(duration) < 0) {
                shorter.add(half(duration));
            }
            round(duration).ifPresent(shorter::add);
        }
        return shorter;
    }

    /** Half of it, in tenths of a second. */
    private static Duration half(Duration duration) {
        return Duration.ofMillis((duration.toMillis() / 2 + 99) / 100 * 100);
    }

    /** Whole tenths of a second, up; empty when it is that already. */
    private static Optional<Duration> round(Duration duration) {
        return duration.toMillis() % 100 == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((duration.toMillis() / 100 + 1) * 100));
    }
}
