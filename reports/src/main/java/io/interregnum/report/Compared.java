package io.interregnum.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A comparison with what was computed of it, which all of its files share.
 *
 * @param pairs in the order of the report
 */
record Compared(ComparisonReport report, List<PairView> pairs) {

    Compared {
        pairs = List.copyOf(pairs);
    }

    static Compared of(ComparisonReport report) {
        List<PairView> views = new ArrayList<>();
        for (ComparisonReport.Pair pair : report.pairs()) {
            views.add(PairView.of(views.size() + 1, pair));
        }
        return new Compared(report, views);
    }

    /** What differs; of several configurations, how many do and what of the first of them. */
    String sentence() {
        String who = "\u201c" + report.nameB() + "\u201d against \u201c" + report.nameA() + "\u201d: ";
        if (pairs.isEmpty()) {
            return who + "nothing was compared, so nothing is known.";
        }
        if (pairs.size() == 1) {
            return who + pairs.get(0).sentence();
        }
        List<PairView> different = pairs.stream().filter(PairView::differs).toList();
        long judged = pairs.stream().filter(PairView::isJudged).count();
        String count = who + different.size() + " of " + Figures.count(pairs.size(), "configuration") + " differ"
                + (different.size() == 1 ? "s" : "")
                + (judged == pairs.size() ? "" : ", " + (pairs.size() - judged) + " could not be judged") + ".";
        return different.isEmpty()
                ? count
                : count + " \u201c" + different.get(0).name() + "\u201d: "
                        + different.get(0).sentence();
    }
}
