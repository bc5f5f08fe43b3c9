package io.interregnum.report;

import java.util.ArrayList;
import java.util.List;

/** After a cut's heal, how long connections stayed silent by TCP's own back-off: nobody's fault any more, and no answer yet. */
final class GhostChart implements Chart {
    private static final int HEIGHT_PX = 22;
    private static final int GHOSTS_MAX = 300;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<Mark> marks = new ArrayList<>();
        GhostSpan.of(report.history()).stream().limit(GHOSTS_MAX).forEach(ghost -> draw(ghost, scale, marks));
        return marks.isEmpty()
                ? List.of()
                : List.of(new Lane(
                        "back-off",
                        "after a heal, how long connections stayed silent in TCP back-off although the way was open",
                        HEIGHT_PX,
                        List.of(),
                        marks));
    }

    private static void draw(GhostSpan ghost, Scale scale, List<Mark> marks) {
        double left = scale.percent(ghost.span().fromNanos());
        double width = scale.width(ghost.span().fromNanos(), ghost.span().toNanos());
        marks.add(new Mark.Bar(left, width, 4, HEIGHT_PX - 8, "ghost", ghost.whose() + ": " + ghost.words()));
        String words = Figures.count(ghost.count(), "connection");
        if (Mark.room(words) < width) {
            marks.add(new Mark.Label(left + 0.4, 15, "start", "small", words));
        }
    }
}
