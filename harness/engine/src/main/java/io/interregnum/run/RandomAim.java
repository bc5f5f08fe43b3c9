package io.interregnum.run;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Role;
import io.interregnum.fault.Fault;
import io.interregnum.fault.FaultModel;
import io.interregnum.fault.Step;
import io.interregnum.fault.Target;
import io.interregnum.fault.Targets;
import io.interregnum.history.FaultEvent.Harm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whom faults of random schedules may be aimed at, and which of them would hide each other. */
final class RandomAim {
    private RandomAim() {}

    /**
     * Whom a fault may be aimed at: as by itself, or at others of the same kind. One at least.
     *
     * <p>What can be done to the leader can be done to another master. Whole groups are for what is done to processes
     * only; links between the members of a group may not be there to be cut.
     */
    static List<Target> of(Fault fault, ClusterSpec spec) {
        boolean processes = fault.harm() == Harm.DEAD || fault.harm() == Harm.FROZEN;
        List<Target> aims = new ArrayList<>(List.of(fault.aim()));
        if (fault.aim() == Targets.LEADER) {
            aims.addAll(List.of(Targets.LEADER, Targets.A_FOLLOWER, Targets.A_MASTER));
            if (processes) {
                aims.addAll(List.of(Targets.FOLLOWERS, Targets.ALL_MASTERS));
                aims.addAll(List.of(Targets.AN_AGENT, Targets.AGENTS, Targets.THE_FRAMEWORK)); // where there are some
            }
        } else if (fault.aim() == Targets.ENSEMBLE_LEADER) {
            aims.addAll(List.of(Targets.AN_ENSEMBLE_FOLLOWER, Targets.SESSION_HOLDER));
            if (processes) {
                aims.add(Targets.ENSEMBLE_MINORITY);
            }
        }
        List<Target> there =
                aims.stream().filter(target -> isThere(target, spec)).toList();
        return there.isEmpty() ? List.of(fault.aim()) : there;
    }

    private static boolean isThere(Target target, ClusterSpec spec) {
        boolean needsAnother = target == Targets.A_FOLLOWER || target == Targets.AN_ENSEMBLE_FOLLOWER;
        Role role = target == Targets.A_FOLLOWER ? Role.MASTER : Role.ENSEMBLE;
        return needsAnother
                ? spec.nodes(role).size() > 1
                : Stream.of(Role.values()).anyMatch(any -> target.atMost(any, spec) > 0);
    }

    /**
     * Whether the last step may be in effect together with another that keeps its effect from being seen, or undoes it:
     * the same kind of harm to the same kind of nodes. Such a schedule would be UNKNOWN for no good reason.
     */
    static boolean isHidden(List<Step> steps, ClusterSpec spec) {
        int last = steps.size() - 1;
        for (int number = 0; number < last; number++) {
            if (FaultModel.mayOverlap(steps, number, last) && hide(steps.get(number), steps.get(last), spec)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hide(Step one, Step other, ClusterSpec spec) {
        boolean sameNodes =
                Stream.of(Role.values()).anyMatch(role -> touches(one, role, spec) && touches(other, role, spec));
        if (!sameNodes) {
            return false;
        }
        boolean cutAndProcess = isCut(one) != isCut(other) && isPlain(one) && isPlain(other);
        // A cut of one kind of node may be of links that a dead or frozen one covers altogether; a wide one never is.
        return !cutAndProcess || !isWide(isCut(one) ? one : other, spec);
    }

    private static boolean touches(Step step, Role role, ClusterSpec spec) {
        return role != Role.CLIENT && step.aim().atMost(role, spec) > 0;
    }

    private static boolean isCut(Step step) {
        return step.fault().harm() == Harm.CUT;
    }

    private static boolean isPlain(Step step) {
        return step.fault().harm() != Harm.OTHER;
    }

    private static boolean isWide(Step step, ClusterSpec spec) {
        return Stream.of(Role.values())
                        .filter(role -> step.aim().atMost(role, spec) > 0)
                        .count()
                > 1;
    }
}
