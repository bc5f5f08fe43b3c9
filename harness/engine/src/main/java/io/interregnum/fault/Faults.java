package io.interregnum.fault;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.Optional;

/** The catalogue of faults. A new one is a file and a line here. */
public final class Faults {
    /** All faults, in the order in which lists show them. */
    public static final List<Fault> ALL = List.of(
            new KillNode("kill-leader", Targets.LEADER),
            new PauseNode("pause-leader", Targets.LEADER),
            new CutLinks(
                    "cut-leader-from-ensemble",
                    "Drops every packet between the leader and all ZooKeeper servers; clients still reach it.",
                    Targets.LEADER,
                    (scene, targets) -> scene.cluster().spec().nodes(Role.ENSEMBLE)),
            new CutLinks(
                    "isolate-leader",
                    "Drops every packet between the leader with one client beside it and everybody else.",
                    Targets.LEADER_AND_A_CLIENT,
                    Faults::everybodyElse),
            new CutLinks(
                    "split-halves",
                    "Splits all nodes in two; the leader, a client and a minority of the ensemble on one side.",
                    Targets.MINORITY_WITH_LEADER,
                    Faults::everybodyElse),
            new KillNode("kill-ensemble-leader", Targets.ENSEMBLE_LEADER),
            new DiskFull(),
            new SlowFsync(),
            new FailingFsync(),
            new DataLost(),
            DamagedLog.truncated(),
            DamagedLog.bitFlipped(),
            WrongClock.jump(),
            WrongClock.drift(),
            MethodFault.threadStop(),
            MethodFault.exception(),
            new StopTheWorld());

    private Faults() {}

    /** The fault of that name; empty when there is none. */
    public static Optional<Fault> named(String name) {
        return ALL.stream().filter(fault -> fault.name().equals(name)).findFirst();
    }

    private static List<NodeId> everybodyElse(Scene scene, List<NodeId> targets) {
        return scene.cluster().spec().nodes().stream()
                .filter(node -> !targets.contains(node))
                .toList();
    }
}
