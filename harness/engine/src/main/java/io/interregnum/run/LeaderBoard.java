package io.interregnum.run;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.Event;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Who claims to lead now, from the answers to probes as they are recorded. Safe for many threads. */
final class LeaderBoard implements Consumer<Event> {
    /** A claim that was not repeated for so long is not one of now. */
    private static final long STALE_NANOS = 1_000_000_000;

    private final List<NodeId> masters;
    private final RunClock clock;
    private final RunListener listener;
    private final Map<String, Claim> claims = new HashMap<>(); // guarded by this; order is never read
    private long highestEpoch = -1; // guarded by this

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
            listener.leader(event.timeNanos(), node, epoch);
        }
    }

    /** The master that claims the highest epoch; empty when none has claimed within the last second. */
    synchronized Optional<NodeId> leader() {
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
