package io.interregnum.report;

import io.interregnum.history.FaultEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The faults: solid while in effect, hatched while they came and went, with name and targets. */
final class FaultChart implements Chart {
    private static final int ROW_PX = 22;
    private static final int ROWS_MAX = 30;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<FaultSpan> faults = FaultSpan.of(report.history());
        List<Double> rowEnds = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        for (FaultSpan fault : faults) {
            double from = scale.percent(fault.fromNanos());
            double to = scale.percent(fault.toNanos(scale.endNanos()));
            boolean after = to + Mark.room(fault.words()) <= 100;
            double left = after || Mark.room(fault.words()) < to - from ? from : from - Mark.room(fault.words());
            int row = freeRow(rowEnds, left);
            if (row >= ROWS_MAX) {
                continue;
            }
            double right = after ? to + Mark.room(fault.words()) : to;
            if (row == rowEnds.size()) {
                rowEnds.add(right);
            } else {
                rowEnds.set(row, right);
            }
            marks.addAll(draw(fault, row * ROW_PX, scale));
        }
        String hint = faults.size() + " faults; hatched: asked for, but not seen to be in effect, or being healed";
        return marks.isEmpty()
                ? List.of()
                : List.of(new Lane("faults", hint, Math.max(1, rowEnds.size()) * ROW_PX, List.of(), marks));
    }

    private static int freeRow(List<Double> rowEnds, double from) {
        for (int row = 0; row < rowEnds.size(); row++) {
            if (rowEnds.get(row) <= from) {
                return row;
            }
        }
        return rowEnds.size();
    }

    private static List<Mark> draw(FaultSpan fault, int y, Scale scale) {
        long from = fault.fromNanos();
        long to = fault.toNanos(scale.endNanos());
        List<Mark> marks = new ArrayList<>();
        marks.add(bar(scale, from, to, y, "fault-maybe", title(fault, scale)));
        fault.at(FaultEvent.Stage.EFFECTIVE).ifPresent(effective -> {
            long until = fault.at(FaultEvent.Stage.HEAL_REQUESTED).orElse(to);
            marks.add(bar(scale, effective, Math.max(effective, until), y, "fault", title(fault, scale)));
        });
        double left = scale.percent(from);
        double right = scale.percent(to);
        String unproven = fault.at(FaultEvent.Stage.EFFECTIVE).isPresent() ? "" : " (not proven)";
        String words = Figures.shortened(fault.words() + unproven, 60);
        if (Mark.room(words) < right - left) {
            marks.add(new Mark.Label(left + 0.4, y + 15, "start", "on-fault", words));
        } else if (right + Mark.room(words) <= 100) {
            marks.add(new Mark.Label(right + 0.4, y + 15, "start", "", words));
        } else {
            marks.add(new Mark.Label(left - 0.4, y + 15, "end", "", words));
        }
        return marks;
    }

    private static Mark bar(Scale scale, long from, long to, int y, String css, String title) {
        return new Mark.Bar(scale.percent(from), scale.width(from, to), y + 2, ROW_PX - 4, css, title);
    }

    static String title(FaultSpan fault, Scale scale) {
        StringBuilder title = new StringBuilder(fault.words() + " (" + fault.harmWord() + ")");
        fault.stages()
                .forEach((stage, nanos) -> title.append("; ")
                        .append(stage.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .append(" at ")
                        .append(Figures.moment(nanos)));
        if (fault.at(FaultEvent.Stage.HEALED).isEmpty()) {
            title.append("; not seen to be healed until the end at ").append(Figures.moment(scale.endNanos()));
        }
        fault.details().forEach(detail -> title.append("; ").append(detail));
        return title.toString();
    }
}
