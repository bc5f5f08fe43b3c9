package io.interregnum.fault;

import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The catalogue of faults. A new one is a file and a line here. */
public final class Faults {
    /** All faults, in the order in which lists show them. */
    public static final List<Fault> ALL = List.of(
            new KillNode("kill", Targets.LEADER),
            new KillNode("kill-leader", Targets.LEADER),
            new TerminateNode("terminate", Targets.LEADER),
            new RestartNode("restart", Targets.LEADER),
            new PauseNode("pause", Targets.LEADER),
            new PauseNode("pause-leader", Targets.LEADER),
            new Stutter("stutter", Targets.LEADER),
            new RollingRestart("rolling-restart", Targets.ALL_MASTERS),
            new CrashLoop("crash-loop", Targets.LEADER),
            new ExpireSession("expire-session", Targets.LEADER),
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
            new PauseNode("pause-ensemble-leader", Targets.ENSEMBLE_LEADER),
            new LoseQuorum("lose-quorum"),
            new LeaveBehind("leave-behind", Targets.AN_ENSEMBLE_FOLLOWER),
            new RollingRestart("rolling-restart-ensemble", Targets.ENSEMBLE),
            new KillNode("kill-observers", Targets.OBSERVERS, Set.of(Need.OBSERVERS)),
            new GrowEnsemble("grow-ensemble"));

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
