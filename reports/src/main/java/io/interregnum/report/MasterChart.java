package io.interregnum.report;

import io.interregnum.check.Claim;
import io.interregnum.check.Claims;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A lane for each master: what it claimed, how long its election node lived, and what was done to it. */
final class MasterChart implements Chart {
    private static final int HEIGHT_PX = 54;
    /** A lane with more claims than this is a smear in which nobody finds anything. */
    private static final int CLAIMS_MAX = 300;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<Claim> claims =
                Claims.of(report.history(), report.info().expectations().probeInterval());
        return report.info().expectations().masters().stream()
                .map(master -> lane(
                        report,
                        scale,
                        master,
                        claims.stream()
                                .filter(claim -> claim.node().equals(master))
                                .toList()))
                .toList();
    }

    private static Lane lane(Report report, Scale scale, String master, List<Claim> claims) {
        List<Mark> marks = new ArrayList<>();
        NodeMarks of = new NodeMarks(report, scale, master);
        of.hurt(38, marks);
        claims.stream().limit(CLAIMS_MAX).forEach(claim -> draw(claim, scale, marks));
        electionNodes(report, scale, master, marks);
        of.processes(HEIGHT_PX, marks);
        String hint = "claims of " + master
                + ": solid where certain, pale where possible; below, its election nodes in "
                + "ZooKeeper and what was done to it"
                + (claims.size() > CLAIMS_MAX ? "; " + (claims.size() - CLAIMS_MAX) + " later claims not drawn" : "");
        List<Lane.Row> rows = List.of(new Lane.Row("claims", 15), new Lane.Row("node", 34), new Lane.Row("hurt", 47));
        return new Lane(master, hint, HEIGHT_PX, rows, marks);
    }

    private static void draw(Claim claim, Scale scale, List<Mark> marks) {
        String epoch = claim.epoch().isPresent() ? String.valueOf(claim.epoch().getAsLong()) : "unknown";
        Span possible = Page.possible(claim);
        String title = claim.node() + " claims epoch " + epoch + ": possible from "
                + Figures.moment(possible.fromNanos()) + " to " + Figures.moment(possible.toNanos());
        marks.add(bar(scale, possible, 3, 18, "claim-possible", title));
        for (Span certain : Page.certain(claim)) {
            marks.add(bar(
                    scale,
                    certain,
                    3,
                    18,
                    "claim-certain",
                    title + "; certain from " + Figures.moment(certain.fromNanos()) + " to "
                            + Figures.moment(certain.toNanos())));
        }
        Span labelled =
                claim.certain().isEmpty() ? possible : Page.certain(claim).get(0);
        String words = "epoch " + epoch;
        double room = scale.width(labelled.fromNanos(), labelled.toNanos());
        if (Mark.room(epoch) < room) {
            marks.add(new Mark.Label(
                    scale.percent(labelled.fromNanos()) + 0.4,
                    16,
                    "start",
                    claim.certain().isEmpty() ? "" : "on-claim",
                    Mark.room(words) < room ? words : epoch));
        }
    }

    private static void electionNodes(Report report, Scale scale, String master, List<Mark> marks) {
        Map<String, Event> created = new LinkedHashMap<>();
        for (Event event : report.history().events()) {
            ElectionFact fact = ElectionFact.of(event).orElse(null);
            if (fact == null) {
                continue;
            }
            if (fact.kind() == ElectionFact.Kind.ELECTION_NODE_CREATED
                    && fact.node().equals(master)) {
                created.put(fact.path(), event);
            } else if (fact.kind() == ElectionFact.Kind.ELECTION_NODE_DELETED) {
                Event begin = created.remove(fact.path());
                if (begin != null) {
                    electionNode(scale, fact.path(), begin, event.timeNanos(), "deleted", marks);
                }
            }
        }
        created.forEach((path, begin) -> electionNode(scale, path, begin, scale.endNanos(), "still there", marks));
    }

    private static void electionNode(
            Scale scale, String path, Event begin, long toNanos, String end, List<Mark> marks) {
        Span life = new Span(begin.timeNanos(), Math.max(begin.timeNanos(), toNanos));
        String title = "election node " + path + ": seen at " + Figures.moment(life.fromNanos()) + ", " + end + " at "
                + Figures.moment(life.toNanos());
        marks.add(bar(scale, life, 27, 6, "election-node", title));
    }

    private static Mark bar(Scale scale, Span span, int y, int height, String css, String title) {
        return new Mark.Bar(
                scale.percent(span.fromNanos()), scale.width(span.fromNanos(), span.toNanos()), y, height, css, title);
    }
}
