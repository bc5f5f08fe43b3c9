package io.interregnum.report;

import io.interregnum.history.FaultEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The picture of a run on one clock.
 *
 * @param scale from moments to places
 * @param lanes with the place of each
 * @param shades times at which a fault was in effect, drawn behind everything
 * @param flags violations, in order
 * @param heightPx of all lanes, without the axis
 */
record Timeline(Scale scale, List<Placed> lanes, List<Mark.Bar> shades, List<Flag> flags, int heightPx) {
    /** What is drawn, from top to bottom. A new chart is one line here. */
    static final List<Chart> CHARTS = List.of(
            new PhaseChart(),
            new FaultChart(),
            new GhostChart(),
            new FloorChart(),
            new MasterChart(),
            new AgentChart(),
            new RegistryChart(),
            new ClientChart());

    static final int AXIS_PX = 26;
    private static final int GAP_PX = 6;

    /** A lane and the place of its upper edge. */
    record Placed(Lane lane, int yPx) {}

    /**
     * A violation on the timeline: what proves it happened between two moments.
     *
     * @param number of the violation, from 1, as in its anchor
     */
    record Flag(int number, double x, double width, String title) {
        /** Where the last event is that proves it. */
        double end() {
            return Math.round((x + width) * 1000) / 1000.0;
        }
    }

    static Timeline of(Report report, List<FindingView> violations) {
        Scale scale = Scale.of(report);
        List<Placed> placed = new ArrayList<>();
        int y = AXIS_PX;
        for (Chart chart : CHARTS) {
            for (Lane lane : chart.lanes(report, scale)) {
                placed.add(new Placed(lane, y));
                y += lane.heightPx() + GAP_PX;
            }
        }
        return new Timeline(scale, List.copyOf(placed), shades(report, scale, y), flags(violations, scale), y);
    }

    private static List<Mark.Bar> shades(Report report, Scale scale, int heightPx) {
        List<Mark.Bar> shades = new ArrayList<>();
        for (FaultSpan fault : FaultSpan.of(report.history())) {
            fault.at(FaultEvent.Stage.EFFECTIVE).ifPresent(from -> {
                Map<FaultEvent.Stage, Long> stages = fault.stages();
                long to = stages.getOrDefault(FaultEvent.Stage.HEAL_REQUESTED, fault.toNanos(scale.endNanos()));
                shades.add(new Mark.Bar(
                        scale.percent(from),
                        scale.width(from, to),
                        AXIS_PX,
                        heightPx - AXIS_PX,
                        "shade",
                        FaultChart.title(fault, scale)));
            });
        }
        return List.copyOf(shades);
    }

    private static List<Flag> flags(List<FindingView> violations, Scale scale) {
        List<Flag> flags = new ArrayList<>();
        for (FindingView violation : violations) {
            violation
                    .span()
                    .ifPresent(span -> flags.add(new Flag(
                            violation.number(),
                            scale.percent(span.fromNanos()),
                            scale.width(span.fromNanos(), span.toNanos()),
                            "violation " + violation.number() + ": "
                                    + violation.finding().summary())));
        }
        return List.copyOf(flags);
    }
}
