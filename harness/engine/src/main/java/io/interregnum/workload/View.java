package io.interregnum.workload;

import io.interregnum.cluster.NodeId;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whom one client node believes to lead. Each has its own, so that a client that is cut off with an old leader goes on
 * asking it. {@link #choose} is for one thread, the others for many.
 */
final class View {
    private final List<NodeId> masters;
    private final RandomGenerator random;
    private final int scoutPercent;
    private int believed; // position in masters; guarded by this

    View(List<NodeId> masters, RandomGenerator random, int scoutPercent) {
        this.masters = List.copyOf(masters);
        this.random = random;
        this.scoutPercent = scoutPercent;
        this.believed = random.nextInt(masters.size());
    }

    /** Whom to ask next: mostly the believed leader, sometimes another one to see what it says. */
    NodeId choose() {
        boolean scout = random.nextInt(100) < scoutPercent;
        int other = random.nextInt(masters.size());
        synchronized (this) {
            return masters.get(scout ? other : believed);
        }
    }

    /** {@code asked} said that {@code leader} leads: believe it, if {@code asked} was the one believed in. */
    synchronized void redirected(NodeId asked, NodeId leader) {
        if (masters.get(believed).equals(asked) && masters.contains(leader)) {
            believed = masters.indexOf(leader);
        }
    }

    /** {@code asked} could not serve and did not say who can: believe in the next one. */
    synchronized void disappointed(NodeId asked) {
        if (masters.get(believed).equals(asked)) {
            believed = (believed + 1) % masters.size();
        }
    }
}
