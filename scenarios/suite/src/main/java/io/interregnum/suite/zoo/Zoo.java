package io.interregnum.suite.zoo;

import io.interregnum.check.Checker;
import io.interregnum.check.Checkers;
import io.interregnum.check.Expectations;
import io.interregnum.suite.file.Settings;
import io.interregnum.workload.Workload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The catalogue. A new inhabitant is one entry in {@code PLANTED}. */
public final class Zoo {
    private static final Workload USUAL = Workload.DEFAULT;

    /** As usual, but every second operation goes to a master drawn by chance, so that a deposed one is asked enough. */
    private static final Workload SCOUTS = new Workload(
            USUAL.opsPerSecond(),
            USUAL.keyCount(),
            USUAL.readPercent(),
            USUAL.casPercent(),
            50,
            USUAL.timeout(),
            USUAL.processesPerClientMax());

    /** As usual, but clients wait for answers that come after a connection was made again. */
    private static final Workload PATIENT = new Workload(
            USUAL.opsPerSecond(),
            USUAL.keyCount(),
            USUAL.readPercent(),
            USUAL.casPercent(),
            USUAL.scoutPercent(),
            Duration.ofMillis(1_500),
            128);

    private static final Settings LONG_SESSION = Settings.NONE.withSessionTimeout(Duration.ofSeconds(10));

    private static final Settings WITH_AGENTS = Settings.NONE.withAgents(2);

    /** What agents say of their registration, and what a leader says of them. */
    private static final Set<String> AGENTS = Set.of("registered", "agents");

    private static final Set<String> NODE_GONE = Set.of("election-node-deleted");

    /** Planted bugs. Those that combine name what the second one is needed for in their class of mistake. */
    static final List<Entry> PLANTED = List.of(
            Entry.bug(
                    "suspended-is-leader",
                    "leads on while cut off",
                    "MESOS-299, MESOS-935, marathon#2509, CURATOR-220",
                    Schedules.CUT_LEADER_BOUNDED,
                    Sign.claimsBeyondBound(Culprit.HIT)),
            Entry.bug(
                    "suspended-is-leader,no-fence",
                    "leads on while cut off, and is obeyed",
                    "the textbook split-brain",
                    Schedules.CUT_LEADER,
                    Sign.effectOverlap(Culprit.HIT)),
            Entry.bug(
                            "no-fence",
                            "trusts its memory after a pause, and is obeyed",
                            "MESOS-841",
                            Schedules.PAUSE_LEADER_THEN_ENSEMBLE,
                            Sign.effectOverlap(Culprit.HIT))
                    .under(SCOUTS),
            Entry.bug(
                            "mesos-timer",
                            "counts a full time-out from the disconnection; tolerated",
                            "Mesos itself, CURATOR-460",
                            Schedules.CUT_LEADER,
                            Sign.overlap(Culprit.HIT, Duration.ofMillis(200)))
                    .controlledBy(Schedules.KILL_LEADER),
            Entry.bug(
                    "ack-before-persist",
                    "acknowledges before it persists",
                    "MESOS-6090",
                    Schedules.KILL_LEADER,
                    Sign.lostState(Culprit.ANY)),
            Entry.bug(
                    "serve-before-recovery",
                    "serves before it has read the registry",
                    "MESOS-7008, MESOS-3045",
                    Schedules.KILL_LEADER,
                    Sign.lostState(Culprit.LATER_LEADER)),
            Entry.bug(
                            "wallclock-lease",
                            "tells by the wall clock how long it leads",
                            "Burrows 2006, section 2.4",
                            Schedules.CUT_AND_SLOW_CLOCK,
                            Sign.claimsBeyondBound(Culprit.HIT))
                    .controlledBy(Schedules.CUT_LEADER_BOUNDED)
                    .in(LONG_SESSION),
            Entry.bug(
                            "wallclock-lease,no-fence",
                            "tells by the wall clock how long it leads, and is obeyed",
                            "Burrows 2006, section 2.4",
                            Schedules.CUT_AND_SLOW_CLOCK,
                            Sign.effectOverlap(Culprit.HIT))
                    .in(LONG_SESSION),
            Entry.bug(
                    "reuse-node,no-fence",
                    "keeps a node of a session that is over, and is obeyed",
                    "CURATOR-696, CURATOR-644",
                    Schedules.ENSEMBLE_AWAY,
                    Sign.effectOverlap(Culprit.ANY)),
            Entry.bug(
                    "deletes-wrong-ephemeral",
                    "cleans up the node of another",
                    "CURATOR-498, MESOS-422",
                    Schedules.RESTART_A_FOLLOWER,
                    Sign.violation("succession", Culprit.FIRST_LEADER, NODE_GONE)),
            Entry.bug(
                    "own-node-blind,deletes-wrong-ephemeral,no-fence",
                    "does not see that its own node is gone (another deleted it), and is obeyed",
                    "CURATOR-171",
                    Schedules.RESTART_A_FOLLOWER,
                    Sign.effectOverlap(Culprit.FIRST_LEADER)),
            Entry.bug(
                    "orphan-node",
                    "creates a second node and answers for that one only",
                    "CURATOR-202, CURATOR-45",
                    Schedules.MASTERS_RESET,
                    Sign.violation("liveness", Culprit.ANY, Set.of("write", "cas"))),
            Entry.bug(
                            "retry-after-unknown",
                            "refuses what may have happened, and does it again",
                            "MESOS-1274",
                            Schedules.LEADER_RESET,
                            Sign.lostState(Culprit.HIT))
                    .under(PATIENT),
            Entry.bug(
                    "stale-event",
                    "obeys events of an earlier session",
                    "MESOS-1265",
                    Schedules.EXPIRE_BACKUPS_KILL_LEADER,
                    Sign.violation("liveness", Culprit.ANY, Set.of("write", "cas"))),
            Entry.bug(
                            "predecessor-only-watch",
                            "leads once whoever stood before it is gone",
                            "CURATOR-444, CURATOR-653",
                            Schedules.EXPIRE_FOLLOWERS,
                            Sign.violation("succession", Culprit.FIRST_LEADER, NODE_GONE))
                    .controlledBy(Schedules.KILL_LEADER),
            Entry.bug(
                            "zombie-standby",
                            "a backup that lost its node neither contends again nor ends",
                            "marathon#5418, MESOS-8703",
                            Schedules.CUT_BACKUPS_KILL_LEADER,
                            Sign.leaderless(Duration.ofSeconds(6)))
                    .controlledBy(Schedules.KILL_LEADER),
            Entry.bug(
                            "low-quorum",
                            "takes one replica of the log for a quorum",
                            "MESOS-1546, the operational guide of Mesos",
                            Schedules.ISOLATE_LEADER,
                            Sign.lostState(Culprit.ANY))
                    .withLog(),
            Entry.bug(
                            "amnesia",
                            "a replica of the log votes at once after it lost its disk",
                            "the documentation of Mesos' replicated log",
                            Schedules.DISK_LOST_WHILE_ANOTHER_LAGS,
                            Sign.lostState(Culprit.ANY))
                    .withLog()
                    .controlledBy(Schedules.KILL_LEADER),
            Entry.bug(
                            "adopt-proposal-after-nack,suspended-is-leader",
                            "takes over the number of whoever deposed it, and writes on (it leads on while cut off)",
                            "seen on Mesos 1.12",
                            Schedules.CUT_LEADER,
                            Sign.effectOverlap(Culprit.HIT))
                    .withLog(),
            Entry.bug(
                    "stale-redirect",
                    "a backup redirects to the first leader for ever",
                    "MESOS-5911",
                    Schedules.KILL_LEADER_FOR_LONG,
                    Sign.violation("redirects", Culprit.ANY, Set.of(Sign.PROBE))),
            Entry.bug(
                            "sticky-agent",
                            "an agent stays with the first master that it found",
                            "clients that ask once where their server is",
                            Schedules.KILL_LEADER_FOR_LONG,
                            Sign.violation("agents", Culprit.LATER_LEADER, AGENTS))
                    .in(WITH_AGENTS),
            Entry.bug(
                            "mark-all-unreachable",
                            "a new leader marks admitted agents unreachable at once",
                            "MESOS-5396, MESOS-6445",
                            Schedules.KILL_LEADER,
                            Sign.violation("agents", Culprit.LATER_LEADER, AGENTS))
                    .in(WITH_AGENTS),
            Entry.bug(
                            "forget-recovered",
                            "a new leader does not know admitted agents until they register again",
                            "MESOS-6206, MESOS-6445",
                            Schedules.KILL_LEADER,
                            Sign.violation("agents", Culprit.LATER_LEADER, AGENTS))
                    .in(WITH_AGENTS),
            Entry.bug(
                            "suspended-is-leader,unfenced-ping",
                            "pings of a deposed master keep an agent from registering again",
                            "Mesos itself",
                            Schedules.CUT_TWO_LEADERS,
                            Sign.violation("agents", Culprit.LATER_LEADER, AGENTS))
                    .in(WITH_AGENTS),
            Entry.bug(
                            "id-reuse",
                            "ids begin anew with each leader",
                            "MESOS-3351",
                            Schedules.KILL_LEADER,
                            Sign.violation("offers", Culprit.LATER_LEADER, Set.of("offered")))
                    .in(WITH_AGENTS));

    /** Those planted bugs that some checker can find. */
    public static final List<Entry> BUGS =
            PLANTED.stream().filter(Zoo::isJudged).toList();

    private Zoo() {}

    /** Those planted bugs for whose sign there is no checker yet; they are not run. */
    public static List<Entry> unjudged() {
        return PLANTED.stream().filter(entry -> !isJudged(entry)).toList();
    }

    private static boolean isJudged(Entry entry) {
        return checkers().contains(entry.sign().checker());
    }

    /** Names of all checkers, in the order of their catalogue. */
    static List<String> checkers() {
        Expectations any = new Expectations(
                List.of(), List.of(), false, 1, Duration.ofMillis(20), Optional.empty(), Duration.ofSeconds(1), true);
        return Checkers.all(any).stream().map(Checker::name).toList();
    }

    /** The correct systems: one for each scenario that sets off a planted bug. */
    public static List<Entry> correct() {
        Map<String, Entry> byName = new LinkedHashMap<>();
        for (Entry bug : BUGS) {
            byName.putIfAbsent(bug.correct().name(), bug.correct());
        }
        return List.copyOf(byName.values());
    }

    /** All inhabitants: planted bugs, then correct systems. */
    public static List<Entry> all() {
        return Stream.concat(BUGS.stream(), correct().stream()).toList();
    }

    /** The entry of that name; empty when there is none. */
    public static Optional<Entry> named(String name) {
        return all().stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
