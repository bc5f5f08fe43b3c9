package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.Map;
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
            new Partition(
                            "cut-leader-from-ensemble",
                            "Cuts the leader from all ZooKeeper servers; clients and its peers still reach it.",
                            Targets.LEADER,
                            Division.from(Role.ENSEMBLE))
                    .sometimesOnPorts("2181"),
            new Partition(
                            "cut-leader-from-masters",
                            "Cuts the leader from all other masters; clients and ZooKeeper still reach it.",
                            Targets.LEADER,
                            Division.from(Role.MASTER))
                    .sometimesOnPorts("master"),
            new Partition(
                            "cut-leader-from-clients",
                            "Cuts the leader from all clients; ZooKeeper and its peers still reach it.",
                            Targets.LEADER,
                            Division.from(Role.CLIENT))
                    .sometimesOnPorts("master"),
            new Partition(
                            "cut-leader-from-agents",
                            "Cuts the leader from all agents; clients, ZooKeeper and its peers still reach it.",
                            Targets.LEADER,
                            Division.from(Role.AGENT))
                    .sometimesOnPorts("master")
                    .among(Role.AGENT),
            new Partition(
                            "cut-agents-from-leader",
                            "Cuts agents from the leader alone; out is what the agents send.",
                            Targets.LEADER_AND_AGENTS,
                            Division.fromTheFirst())
                    .sometimesOnPorts("master")
                    .among(Role.AGENT),
            new Partition(
                            "isolate-leader",
                            "Cuts the leader with one client beside it from everybody else.",
                            Targets.LEADER_AND_A_CLIENT,
                            Division.fromTheRest())
                    .sometimesOnPorts("2181", "master"),
            new Partition(
                    "isolate-one",
                    "Cuts one node with a process from everybody else.",
                    Targets.ONE,
                    Division.fromTheRest()),
            new Partition(
                            "split-halves",
                            "Splits all nodes in two; the leader, a client and a minority of the ensemble on one side.",
                            Targets.MINORITY_WITH_LEADER,
                            Division.fromTheRest())
                    .sometimesOnPorts("2181", "master", "2888,3888"),
            new Partition(
                            "split-random-halves",
                            "Splits all nodes in two by chance, about half of each role on either side.",
                            Targets.A_RANDOM_HALF,
                            Division.fromTheRest())
                    .sometimesOnPorts("2181", "master", "2888,3888"),
            new Partition(
                            "split-off-minority",
                            "Cuts a minority of the ensemble from everybody else, which keeps the ensemble's leader.",
                            Targets.ENSEMBLE_MINORITY,
                            Division.fromTheRest())
                    .sometimesOnPorts("2181", "2888,3888", "2888", "3888"),
            new Partition(
                            "split-with-bridge",
                            "Splits all nodes in two but for one, which reaches both sides and is reached by both.",
                            Targets.A_BRIDGE_AND_A_HALF,
                            Division.bridge())
                    .sometimesOnPorts("2181", "master", "2888,3888"),
            new Partition(
                            "cut-majorities-ring",
                            "Leaves each ZooKeeper server in sight of a majority of them, and no two of the same one.",
                            Targets.ENSEMBLE,
                            Division.majoritiesRing())
                    .sometimesOnPorts("2888,3888", "2888", "3888"),
            new Partition(
                            "cut-ensemble-internally",
                            "Cuts what ZooKeeper servers say to each other; everybody else still reaches them.",
                            Targets.ENSEMBLE,
                            Division.fromEachOther())
                    .onPorts(Addresses.ZOOKEEPER_QUORUM_PORT + "," + Addresses.ZOOKEEPER_ELECTION_PORT),
            new Partition(
                            "cut-groups",
                            "Cuts groups of nodes from each other, named in a parameter, else each target from the others.",
                            Targets.ALL_MASTERS,
                            Division.fromEachOther())
                    .withGroups(),
            new ImpairLinks("lossy-links", Targets.LEADER, Quality.LOSS, Map.of()),
            new ImpairLinks("slow-links", Targets.LEADER, Quality.DELAY, Map.of()),
            new ImpairLinks("jittery-links", Targets.LEADER, Quality.DELAY, Map.of("jitter", "80")),
            new ImpairLinks("duplicating-links", Targets.LEADER, Quality.DUPLICATE, Map.of()),
            new ImpairLinks("reordering-links", Targets.LEADER, Quality.REORDER, Map.of()),
            new ImpairLinks("corrupting-links", Targets.LEADER, Quality.CORRUPT, Map.of()),
            new ImpairLinks("narrow-links", Targets.LEADER, Quality.RATE, Map.of()),
            new KillNode("kill-ensemble-leader", Targets.ENSEMBLE_LEADER),
            new PauseNode("pause-ensemble-leader", Targets.ENSEMBLE_LEADER),
            new Partition(
                            "cut-ensemble-leader",
                            "Cuts the ZooKeeper server that leads from everybody else; the others elect another one.",
                            Targets.ENSEMBLE_LEADER,
                            Division.fromTheRest())
                    .sometimesOnPorts("2181", "2888,3888", "2888", "3888"),
            new LoseQuorum("lose-quorum"),
            new LeaveBehind("leave-behind", Targets.AN_ENSEMBLE_FOLLOWER),
            new RollingRestart("rolling-restart-ensemble", Targets.ENSEMBLE),
            new KillNode("kill-observers", Targets.OBSERVERS, Set.of(Need.OBSERVERS)),
            new GrowEnsemble("grow-ensemble"),
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
}
