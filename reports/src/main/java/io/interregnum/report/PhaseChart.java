package io.interregnum.report;

import io.interregnum.history.Event;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.List;

/** The phases of the run, as its runner announced them. */
final class PhaseChart implements Chart {
    private static final int HEIGHT_PX = 22;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<Event> phases = report.history().of(Processes.RUNNER).stream()
                .filter(event -> event.f().equals("phase"))
                .limit(100)
                .toList();
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            long from = phases.get(i).timeNanos();
            long to = i + 1 < phases.size() ? phases.get(i + 1).timeNanos() : scale.endNanos();
            String name = String.valueOf(phases.get(i).value());
            marks.add(new Mark.Bar(
                    scale.percent(from),
                    scale.width(from, to),
                    2,
                    HEIGHT_PX - 4,
                    "phase",
                    name + ": " + Figures.moment(from) + " to " + Figures.moment(to)));
            if (Mark.room(name) < scale.width(from, to)) {
                marks.add(new Mark.Label(scale.percent(from) + 0.4, 15, "start", "quiet", name));
            }
        }
        return marks.isEmpty()
                ? List.of()
                : List.of(new Lane("phases", "what the runner was doing", HEIGHT_PX, List.of(), marks));
    }
}
