package io.interregnum.run;

import io.interregnum.cluster.NodeId;
import io.interregnum.fault.Leadership;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who claims to lead now, from answers to probes and what the observer sees, as they are recorded. Safe for many threads. */
final class LeaderBoard implements Consumer<Event>, Leadership {
    /** A claim that was not repeated for so long is not one of now. */
    private static final long STALE_NANOS = 1_000_000_000;

    private final List<NodeId> masters;
    private final RunClock clock;
    private final RunListener listener;
    private final Map<String, Claim> claims = new HashMap<>(); // guarded by this; order is never read
    private final Map<String, Candidate> candidates = new TreeMap<>(); // by election node; guarded by this
    private long highestEpoch = -1; // guarded by this
    private @Nullable String newest; // guarded by this
    private @Nullable String beforeNewest; // guarded by this

    /** Who owns an election node. */
    private record Candidate(String node, long sessionId) {}

    private record Claim(long epoch, long atNanos) {}

    LeaderBoard(List<NodeId> masters, RunClock clock, RunListener listener) {
        this.masters = List.copyOf(masters);
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public synchronized void accept(Event event) {
        Optional<ProbeAnswer> answer = ProbeAnswer.of(event);
        if (answer.isEmpty()) {
            ElectionFact.of(event).ifPresent(this::observed);
            return;
        }
        String node = Processes.nodeOfProbe(event.process());
        if (!answer.get().claims()) {
            claims.remove(node);
            return;
        }
        long epoch = answer.get().epoch().orElse(0);
        claims.put(node, new Claim(epoch, event.timeNanos()));
        if (epoch > highestEpoch) {
            highestEpoch = epoch;
            if (!node.equals(newest)) {
                beforeNewest = newest;
                newest = node;
            }
            listener.leader(event.timeNanos(), node, epoch);
        }
    }

    private void observed(ElectionFact fact) {
        switch (fact.kind()) {
            case ELECTION_NODE_CREATED -> candidates.put(fact.path(), new Candidate(fact.node(), fact.sessionId()));
            case ELECTION_NODE_DELETED -> candidates.remove(fact.path());
            case REGISTRY_EPOCH -> {} // says nothing of candidates
        }
    }

    @Override
    public synchronized Optional<NodeId> previousLeader() {
        return masters.stream()
                .filter(master -> master.name().equals(beforeNewest))
                .findFirst();
    }

    /** {@inheritDoc} Of several nodes of one master, as after a restart, the one that was created first. */
    @Override
    public synchronized OptionalLong session(NodeId master) {
        return candidates.values().stream()
                .filter(candidate -> candidate.node().equals(master.name()))
                .mapToLong(Candidate::sessionId)
                .findFirst();
    }

    /** The master that claims the highest epoch; empty when none has claimed within the last second. */
    @Override
    public synchronized Optional<NodeId> leader() {
        NodeId leader = null;
        long best = -1;
        long now = clock.nanos();
        for (NodeId master : masters) {
            Claim claim = claims.get(master.name());
            if (claim != null && now - claim.atNanos() < STALE_NANOS && claim.epoch() > best) {
                best = claim.epoch();
                leader = master;
            }
        }
        return Optional.ofNullable(leader);
    }
}
