package io.interregnum.masters;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The deliberate deviations from a correct master. Each is one known class of mistake; they combine. The README's table
 * gives the fault that triggers each and the checker that must turn red.
 */
enum Variant {
    /**
     * A leader that is cut from ZooKeeper stays leader in its own eyes until ZooKeeper itself tells it otherwise, however
     * long that takes. Real ones: MESOS-299 and MESOS-935 (no "no leader" after a local time-out), marathon#2509.
     */
    SUSPENDED_IS_LEADER,

    /**
     * The registry is overwritten from memory, whatever its version and whoever leads, and reads are answered from
     * memory. A belief from before a pause is trusted after it, too. Real one: MESOS-841 (masters that no longer led
     * could write). Together with {@link #SUSPENDED_IS_LEADER} not even a lost session ends the leader.
     */
    NO_FENCE,

    /**
     * The local expiry timer runs for the full session time-out from the moment of disconnection, which is up to two
     * thirds of the time-out too late. Real ones: Mesos itself, and CURATOR-460.
     */
    MESOS_TIMER,

    /**
     * A write is acknowledged once it is in memory, and written to the registry some time later. Real one: MESOS-6090
     * (memory updated before the registry). Fault: kill the leader, or anything else that ends it, under load. Checker:
     * linearizability, because acknowledged writes are gone under the next leader.
     */
    ACK_BEFORE_PERSIST,

    /**
     * Cleans up what it may have left behind, and takes for that whichever node comes first and is not its own: after a
     * reconnection, and after a start if that node is old. Real ones: CURATOR-498 (a late callback makes a latch delete
     * the wrong node), MESOS-422 (stale ephemeral nodes). Fault: restart any master, or cut, pause or expire a backup.
     * Checker: succession, because a healthy leader's node vanishes although its session lives.
     */
    DELETES_WRONG_EPHEMERAL,

    /**
     * A leader does not notice that its own node is gone while its session lives. Real one: CURATOR-171. Fault: delete
     * the leader's node, or {@link #DELETES_WRONG_EPHEMERAL}. Checker: leadership (claim overlap) where nobody writes;
     * the fence ends it at the next operation, and with {@link #NO_FENCE} nothing does: fencing and linearizability.
     */
    OWN_NODE_BLIND,

    /**
     * Serves from an empty registry until it has read the stored one, and goes on from that emptiness if anything was
     * written meanwhile. Real ones: MESOS-7008, MESOS-3045 (quota and maintenance not recovered at failover). Fault: kill
     * the leader under load, best with a slow ZooKeeper. Checker: linearizability.
     */
    SERVE_BEFORE_RECOVERY,

    /**
     * Opens a new session when the old one is about to expire, and goes on with the node of the old one if that is still
     * there, without looking again. Real ones: CURATOR-696, CURATOR-644. Fault: an ensemble that is out of reach for
     * about a session time-out and back just before the node expires. Checker: leadership (claim overlap); with
     * {@link #NO_FENCE} fencing and linearizability; liveness where a backup thinks that it stands in line.
     */
    REUSE_NODE,

    /**
     * Creates a node again after each reconnection and each creation whose answer was lost, without looking for the
     * first one, and answers for the last one only. Real ones: CURATOR-202, CURATOR-45, and Mesos' own retry. Fault: a
     * short disconnection, such as a killed ZooKeeper server. Checker: liveness, once the first node comes first.
     */
    ORPHAN_NODE,

    /**
     * When the answer to a commit was lost, answers that nothing was done, and carries the same operations out again on
     * whatever is stored by then. Real one: MESOS-1274. Fault: end the connection to ZooKeeper for less than a session
     * time-out under load, as by killing a server. Checker: linearizability, because a refused write is read.
     */
    RETRY_AFTER_UNKNOWN,

    /**
     * Obeys events of an earlier session. Real one: MESOS-1265. Fault: expire a session twice in a row. Checker: liveness
     * or succession, because a backup forgets a node that is still in line, and a leader ends itself without need.
     */
    STALE_EVENT,

    /**
     * Looks only at whoever stood before it when it joined, and leads once that one is gone, whoever else is there. Real
     * ones: CURATOR-444, CURATOR-653. Fault: kill the backup in the middle. Checker: succession (two leaders at a time).
     */
    PREDECESSOR_ONLY_WATCH,

    /**
     * A backup that loses its node neither contends again nor ends. Real ones: marathon#5418, MESOS-8703. Fault: expire
     * the sessions of all backups, then kill the leader. Checker: liveness, if nobody restarts the leader.
     */
    ZOMBIE_STANDBY,

    /**
     * A backup redirects for ever to the leader that it saw first. Real one: MESOS-5911. Fault: two failovers. Checker:
     * none as long as clients also ask others.
     */
    STALE_REDIRECT,

    /**
     * All times are told by the wall clock, so the belief of a leader that is cut off lasts until that clock says so.
     * Real ones: Burrows 2006 and Kleppmann 2016 warn of it. Fault: cut the leader and set its clock back. Checker:
     * leadership (claim overlap); with {@link #NO_FENCE} fencing and linearizability.
     */
    WALLCLOCK_LEASE,

    /**
     * An agent stays with the first master that it found, whoever leads. Real ones: every client that asks once where its
     * server is. Fault: any failover; with {@link #SUSPENDED_IS_LEADER} cut the leader from ZooKeeper. Checker: agents
     * (it does not follow the new leader); tasks launched by a deposed master.
     */
    STICKY_AGENT,

    /**
     * A new leader gives admitted agents no time to register again and marks them unreachable at once. Real ones:
     * MESOS-5396 and MESOS-6445 are of this family. Fault: kill the leader. Checker: agents and tasks, because agents that
     * are well are called unreachable, and their tasks with them.
     */
    MARK_ALL_UNREACHABLE,

    /**
     * A new leader does not know admitted agents until they register again, and calls their tasks lost. Real ones:
     * MESOS-6206, MESOS-6445. Fault: kill the leader. Checker: agents (they vanish) and tasks (two copies of one work).
     */
    FORGET_RECOVERED,

    /**
     * Ids of agents, frameworks and offers are counters that begin anew with each leader. Real one: MESOS-3351. Fault: a
     * failover; for agents' ids one that starts or loses its memory after it. Checker: agents (an id given twice).
     */
    ID_REUSE,

    /**
     * An agent takes any master's ping for a sign of life of its own. Real one: Mesos itself (the agent's ping handler
     * does not look at the sender). Fault: with {@link #SUSPENDED_IS_LEADER} cut the leader from ZooKeeper, then the new
     * one from an agent. Checker: agents (late re-registration).
     */
    UNFENCED_PING,

    /**
     * One replica is a quorum of the registry's log, whatever the flag says. Real ones: MESOS-1546, and the operational
     * guide's warning of wrong quorums. Only with the registry {@code paxos}. Fault: cut the leader and a client off from
     * everybody else. Checker: linearizability, because what one side acknowledged the other never heard of.
     */
    LOW_QUORUM,

    /**
     * A replica whose disk was lost votes at once, with everything forgotten. Real one: what the documentation of Mesos'
     * replicated log warns of. Only with the registry {@code paxos}. Fault: lose the disk of one replica while another is
     * cut off, then the leader. Checker: linearizability, because acknowledged writes are gone.
     */
    AMNESIA,

    /**
     * When a truncation of the log, which nobody waits for, is refused, the coordinator takes over the higher number and
     * stays leader; replicas refuse only smaller numbers. Seen on real Mesos masters. Only with the registry {@code
     * paxos}, and only if the old leader lives on: with {@link #SUSPENDED_IS_LEADER} or {@link #MESOS_TIMER}. Fault: cut
     * the leader from ZooKeeper under continuous writes. Checkers: fencing and linearizability.
     */
    ADOPT_PROPOSAL_AFTER_NACK;

    private static final Set<Variant> OF_OWN_ELECTION = EnumSet.of(
            SUSPENDED_IS_LEADER,
            MESOS_TIMER,
            DELETES_WRONG_EPHEMERAL,
            OWN_NODE_BLIND,
            REUSE_NODE,
            ORPHAN_NODE,
            STALE_EVENT,
            PREDECESSOR_ONLY_WATCH,
            ZOMBIE_STANDBY,
            STALE_REDIRECT,
            WALLCLOCK_LEASE);

    /** Whether it is a mistake that {@link Election} makes, so that there is none without it. */
    boolean isOfOwnElection() {
        return OF_OWN_ELECTION.contains(this);
    }

    /** Whether it deviates at all when the registry is kept in {@code zookeeper} or {@code paxos}. */
    boolean appliesTo(String registry) {
        return switch (this) {
            case LOW_QUORUM, AMNESIA, ADOPT_PROPOSAL_AFTER_NACK -> registry.equals("paxos");
            case NO_FENCE -> registry.equals("zookeeper"); // Replicas are the fence of a log.
            default -> true;
        };
    }

    /** The name on the command line, such as {@code no-fence}. */
    String flagName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The variants in a comma-separated list; {@code correct} stands for none and must then stand alone.
     *
     * @throws IllegalArgumentException if a name is unknown, missing, or combined with {@code correct}
     */
    static Set<Variant> parse(String list) {
        Set<Variant> variants = EnumSet.noneOf(Variant.class);
        if (list.equals("correct")) {
            return variants;
        }
        for (String name : list.split(",", -1)) {
            variants.add(Arrays.stream(values())
                    .filter(variant -> variant.flagName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(list, name)));
        }
        return variants;
    }

    private static IllegalArgumentException unknown(String list, String name) {
        String known = Arrays.stream(values()).map(Variant::flagName).collect(Collectors.joining(", "));
        return new IllegalArgumentException("--variant " + list + ": \"" + name + "\" is not a variant that combines;"
                + " expected \"correct\" alone or a comma-separated list of: " + known);
    }
}
