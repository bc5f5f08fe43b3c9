package io.interregnum.report;

import java.util.ArrayList;
import java.util.List;

/** For each failover the time in which ZooKeeper can have noticed the loss of the old leader, whatever the system is. */
final class FloorChart implements Chart {
    private static final int HEIGHT_PX = 22;
    private static final int FAILOVERS_MAX = 300;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<Mark> marks = new ArrayList<>();
        FailoverView.of(report).stream()
                .limit(FAILOVERS_MAX)
                .forEach(view -> view.noticed()
                        .ifPresent(noticed -> marks.add(new Mark.Bar(
                                scale.percent(noticed.fromNanos()),
                                scale.width(noticed.fromNanos(), noticed.toNanos()),
                                4,
                                14,
                                "floor",
                                "ZooKeeper can have noticed the loss of "
                                        + view.failover().oldLeader() + " from " + Figures.moment(noticed.fromNanos())
                                        + " to "
                                        + Figures.moment(noticed.toNanos())
                                        + ", which is the session's time-out; what is later"
                                        + " is the system's own"))));
        return marks.isEmpty()
                ? List.of()
                : List.of(new Lane(
                        "floor",
                        "when ZooKeeper can have noticed that a leader was lost, by its time-outs",
                        HEIGHT_PX,
                        List.of(),
                        marks));
    }
}
