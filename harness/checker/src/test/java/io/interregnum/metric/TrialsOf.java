package io.interregnum.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/** Failovers made up of lengths in milliseconds. */
final class TrialsOf {
    private TrialsOf() {}

    /** One failover whose phases have these lengths. */
    static Failover failover(long detectionMs, long electionMs, long recoveryMs, long rediscoveryMs) {
        long nanos = 1_000_000;
        List<Optional<Milestone>> at = new ArrayList<>();
        for (long ms : new long[] {0, detectionMs, electionMs, recoveryMs, rediscoveryMs}) {
            nanos += ms * 1_000_000;
            at.add(Optional.of(new Milestone(nanos, nanos)));
        }
        return new Failover(
                Optional.of("kill-leader"),
                "master-1",
                OptionalLong.of(1),
                "master-2",
                2,
                at.get(0),
                at.get(1),
                at.get(2),
                at.get(3),
                at.get(4));
    }

    /** One of which nobody saw when clients were served. */
    static Failover unserved() {
        Failover whole = failover(1, 1, 1, 1);
        return new Failover(
                whole.fault(),
                whole.oldLeader(),
                whole.oldEpoch(),
                whole.newLeader(),
                whole.newEpoch(),
                whole.faultEffective(),
                whole.electionNodeGone(),
                whole.newLeaderClaims(),
                whole.registryAccepted(),
                Optional.empty());
    }

    /** So many, of which only detection is told apart. */
    static TrialSet detections(int count, IntToLongFunction detectionMs) {
        List<Failover> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(failover(detectionMs.applyAsLong(i), 10, 20, 30));
        }
        return TrialSet.of(all);
    }
}
