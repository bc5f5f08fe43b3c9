package io.interregnum.report;

import io.interregnum.history.FaultEvent;
import io.interregnum.history.NodeEvent;
import java.util.List;

/**
 * What lanes of nodes have in common: what was done to the node, and when its processes began and ended.
 *
 * @param node its name
 */
record NodeMarks(Report report, Scale scale, String node) {
    private static final int HURT_PX = 12;
    /** A lane with more than this is a smear in which nobody finds anything. */
    private static final int TICKS_MAX = 300;

    /** @param y upper edge of the row */
    void hurt(int y, List<Mark> marks) {
        for (FaultSpan fault : FaultSpan.of(report.history())) {
            if (!fault.targets().contains(node)
                    || fault.at(FaultEvent.Stage.EFFECTIVE).isEmpty()) {
                continue;
            }
            Span span = new Span(fault.fromNanos(), Math.max(fault.fromNanos(), fault.toNanos(scale.endNanos())));
            String word = fault.harm() == FaultEvent.Harm.OTHER ? fault.name() : fault.harmWord();
            double width = scale.width(span.fromNanos(), span.toNanos());
            double left = scale.percent(span.fromNanos());
            marks.add(new Mark.Bar(left, width, y, HURT_PX, "hurt", FaultChart.title(fault, scale)));
            if (Mark.room(word) < width) {
                marks.add(new Mark.Label(left + 0.4, y + 10, "start", "small", word));
            }
        }
    }

    /** @param heightPx of the lane */
    void processes(int heightPx, List<Mark> marks) {
        report.history().events().stream()
                .filter(event -> NodeEvent.node(event).filter(node::equals).isPresent())
                .limit(TICKS_MAX)
                .forEach(event -> marks.add(new Mark.Tick(
                        scale.percent(event.timeNanos()),
                        1,
                        heightPx - 4,
                        event.f().equals(NodeEvent.EXITED) ? "exited" : "starting",
                        event.f() + " " + node + " at " + Figures.moment(event.timeNanos()))));
    }
}
