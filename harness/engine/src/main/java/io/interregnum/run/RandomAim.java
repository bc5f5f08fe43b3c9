package io.interregnum.run;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.fault.Damage;
import io.interregnum.fault.Fault;
import io.interregnum.fault.FaultModel;
import io.interregnum.fault.NodeNames;
import io.interregnum.fault.Step;
import io.interregnum.fault.Target;
import io.interregnum.fault.Targets;
import io.interregnum.history.FaultEvent.Harm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whom faults of random schedules may be aimed at, and which of them would hide each other. */
final class RandomAim {
    private RandomAim() {}

    /**
     * Whom a fault may be aimed at, to draw one of: as by itself in half of them, else others to whom the same can be done.
     *
     * <p>What can be done to the leader can be done to another master, and what is done to processes or in a JVM to
     * ZooKeeper servers as well. Whole groups are for what is done to processes only; links between the members of a group
     * may not be there to be cut.
     */
    static List<Target> of(Fault fault, ClusterSpec spec) {
        List<Target> others = others(fault, spec).stream()
                .filter(target -> target.absence(spec).isEmpty()
                        && fault.unfit(target, spec).isEmpty())
                .toList();
        List<Target> aims = new ArrayList<>(Collections.nCopies(Math.max(1, others.size()), fault.aim()));
        aims.addAll(others);
        return aims;
    }

    private static List<Target> others(Fault fault, ClusterSpec spec) {
        boolean processes = fault.harm() == Harm.DEAD || fault.harm() == Harm.FROZEN;
        List<Target> others = new ArrayList<>();
        if (fault.aim() == Targets.LEADER) {
            others.addAll(List.of(Targets.A_FOLLOWER, Targets.A_MASTER));
            others.addAll(each(Role.MASTER, spec));
            if (processes) {
                others.addAll(List.of(Targets.FOLLOWERS, Targets.ALL_MASTERS));
                others.addAll(List.of(Targets.AN_AGENT, Targets.AGENTS, Targets.THE_FRAMEWORK));
            }
            if (processes || fault.needs().contains(Need.INJECTION_AGENT)) {
                others.addAll(List.of(Targets.ENSEMBLE_LEADER, Targets.AN_ENSEMBLE_FOLLOWER));
                others.addAll(each(Role.ENSEMBLE, spec));
            }
        } else if (fault.aim() == Targets.ENSEMBLE_LEADER) {
            others.addAll(List.of(Targets.AN_ENSEMBLE_FOLLOWER, Targets.SESSION_HOLDER));
            others.addAll(each(Role.ENSEMBLE, spec));
            if (processes) {
                others.add(Targets.ENSEMBLE_MINORITY);
            }
        }
        return others;
    }

    private static List<Target> each(Role role, ClusterSpec spec) {
        return spec.nodes(role).stream()
                .<Target>map(node -> new NodeNames(List.of(node)))
                .toList();
    }

    /**
     * Whether the last step may be in effect together with another that keeps its effect from being seen, or undoes it.
     * Such a schedule would be UNKNOWN for no good reason.
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

    /** Whether two steps may hide each other when both are in effect. */
    static boolean hide(Step one, Step other, ClusterSpec spec) {
        Reach first = new Reach(one, spec);
        Reach second = new Reach(other, spec);
        if (Collections.disjoint(first.hurt(), second.hurt())) {
            return first.mayBeCoveredBy(second) || second.mayBeCoveredBy(first);
        }
        if (first.isOfLinks() && second.isOfLinks()) {
            return first.meets(second);
        }
        Reach links = first.isOfLinks() ? first : second;
        // A cut between clients is seen, whatever is done to processes.
        boolean cutAndProcess =
                first.isOfLinks() != second.isOfLinks() && isPlain(one) && isPlain(other) && links.isBetweenClients();
        return !cutAndProcess;
    }

    private static boolean isPlain(Step step) {
        return step.fault().harm() != Harm.OTHER;
    }

    /** What a step may do. For one thread. */
    private static final class Reach {
        private final Step step;
        private final ClusterSpec spec;
        private final Set<NodeId> targets;
        private @Nullable Damage damage;

        Reach(Step step, ClusterSpec spec) {
            this.step = step;
            this.spec = spec;
            this.targets = new TreeSet<>(step.aim().mayBe(spec));
            this.targets.addAll(step.fault().named(spec));
        }

        /** The targets without clients, to which nothing is done but on links. */
        Set<NodeId> hurt() {
            Set<NodeId> hurt = new TreeSet<>(targets);
            hurt.removeIf(node -> node.role() == Role.CLIENT);
            return hurt;
        }

        /** All that may look different. */
        private Damage damage() {
            if (damage == null) {
                damage = step.fault().atMost(step.aim(), spec);
            }
            return damage;
        }

        boolean isOfLinks() {
            return !damage().links().isEmpty();
        }

        boolean isBetweenClients() {
            return damage().links().stream()
                    .anyMatch(link ->
                            link.from().role() == Role.CLIENT && link.to().role() == Role.CLIENT);
        }

        boolean meets(Reach other) {
            return damage().overlaps(other.damage());
        }

        /** Connections that are to live on are lost, or look so, as soon as one of their links is hurt otherwise. */
        private boolean isTouchy() {
            return "connections".equals(step.fault().values().get("kind"));
        }

        /** Whether each of its links may be one that the other, which is aimed at other nodes, hurts as well. */
        boolean mayBeCoveredBy(Reach other) {
            if (!isOfLinks() || (other.isOfLinks() && !meets(other))) {
                return false;
            }
            if (other.isOfLinks() && isTouchy()) {
                return true;
            }
            Set<NodeId> otherSide = new TreeSet<>();
            damage().links().forEach(link -> otherSide.addAll(List.of(link.from(), link.to())));
            otherSide.removeAll(targets);
            return !otherSide.isEmpty() && Stream.of(Role.values()).allMatch(role -> other.reachesAll(role, otherSide));
        }

        /** Whether it may be aimed at all those of some nodes at once that have this role. */
        private boolean reachesAll(Role role, Set<NodeId> nodes) {
            List<NodeId> some =
                    nodes.stream().filter(node -> node.role() == role).toList();
            return some.isEmpty() || (targets.containsAll(some) && step.aim().atMost(role, spec) >= some.size());
        }
    }
}
