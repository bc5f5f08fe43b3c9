package io.interregnum.metric;

import io.interregnum.history.History;
import java.util.List;

/** Finds the failovers of a history and places their milestones. */
public final class FailoverTimeline {
    private FailoverTimeline() {}

    /** The failovers, in the order of their epochs. The first election of a run is none. */
    public static List<Failover> of(History history) {
        return List.of();
    }
}
