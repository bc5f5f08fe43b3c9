package io.interregnum.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One change of leadership, from the fault until clients are served under a later epoch.
 *
 * @param fault name of the fault that it is put down to: one aimed at the old leader, else one of the same time aimed at
 *     somebody else; empty where there was none
 * @param oldLeader name of the master that led before; empty text where nobody did
 * @param oldEpoch its epoch; empty where nobody led
 * @param newLeader name of the master that leads after
 * @param newEpoch its epoch
 * @param faultEffective when the fault took effect
 * @param electionNodeGone when ZooKeeper deleted the old leader's election node
 * @param newLeaderClaims when the new leader first believed that it leads
 * @param registryAccepted when the registry first held the new epoch
 * @param clientServed when a client's write was first acknowledged under the new epoch
 */
public record Failover(
        Optional<String> fault,
        String oldLeader,
        OptionalLong oldEpoch,
        String newLeader,
        long newEpoch,
        Optional<Milestone> faultEffective,
        Optional<Milestone> electionNodeGone,
        Optional<Milestone> newLeaderClaims,
        Optional<Milestone> registryAccepted,
        Optional<Milestone> clientServed) {

    /** The four parts of a failover; they follow each other and add up to the whole. */
    public enum Phase {
        /** Fault effective until election node gone. */
        DETECTION,
        /** Election node gone until a new leader claims. */
        ELECTION,
        /** New leader claims until the registry accepted its epoch. */
        RECOVERY,
        /** Registry accepted until a client's write is acknowledged. */
        REDISCOVERY
    }

    /** The five milestones in order; those that were not observed are empty. */
    public List<Optional<Milestone>> milestones() {
        List<Optional<Milestone>> milestones = new ArrayList<>();
        milestones.add(faultEffective);
        milestones.add(electionNodeGone);
        milestones.add(newLeaderClaims);
        milestones.add(registryAccepted);
        milestones.add(clientServed);
        return List.copyOf(milestones);
    }

    /** How long a part took, in nanoseconds, not negative; empty where one of its ends was not observed. */
    public OptionalLong nanos(Phase phase) {
        return switch (phase) {
            case DETECTION -> between(faultEffective, electionNodeGone);
            case ELECTION -> between(electionNodeGone, newLeaderClaims);
            case RECOVERY -> between(newLeaderClaims, registryAccepted);
            case REDISCOVERY -> between(registryAccepted, clientServed);
        };
    }

    /** From fault effective until a client was served, in nanoseconds; empty where one of them was not observed. */
    public OptionalLong latencyNanos() {
        return between(faultEffective, clientServed);
    }

    private static OptionalLong between(Optional<Milestone> from, Optional<Milestone> to) {
        if (from.isEmpty() || to.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(to.get().latestNanos() - from.get().latestNanos());
    }
}
