package io.interregnum.report;

import io.interregnum.history.Event;
import io.interregnum.history.NodeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lane for each agent and framework: with which master it was, by its own ledger, and what was done to it. What its ledger
 * says without a time of the run's clock is not drawn.
 */
final class AgentChart implements Chart {
    private static final int HEIGHT_PX = 40;
    /** A lane with more than this is a smear in which nobody finds anything. */
    private static final int SPANS_MAX = 300;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<String> nodes = new ArrayList<>(report.info().nodes("agents"));
        nodes.addAll(report.info().nodes("frameworks"));
        return nodes.stream().map(node -> lane(report, scale, node)).toList();
    }

    private static Lane lane(Report report, Scale scale, String node) {
        List<Mark> marks = new ArrayList<>();
        NodeMarks of = new NodeMarks(report, scale, node);
        of.hurt(24, marks);
        followed(report, scale, node).stream().limit(SPANS_MAX).forEach(span -> draw(span, scale, node, marks));
        of.processes(HEIGHT_PX, marks);
        String hint = "with which master " + node + " was, as its own ledger says; below, what was done to it";
        return new Lane(node, hint, HEIGHT_PX, List.of(new Lane.Row("follows", 15), new Lane.Row("hurt", 33)), marks);
    }

    /** A time with one master, under one epoch. */
    private record Followed(String master, String epoch, Span span) {}

    /** What begins a time with a master, ends it, or both. */
    private record Turn(long nanos, Optional<Map<?, ?>> with) {}

    private static List<Followed> followed(Report report, Scale scale, String node) {
        List<Followed> found = new ArrayList<>();
        Turn last = null;
        for (Turn turn : turns(report, node)) {
            end(last, turn.nanos(), found);
            last = turn;
        }
        end(last, scale.endNanos(), found);
        return found;
    }

    private static List<Turn> turns(Report report, String node) {
        List<Turn> turns = new ArrayList<>();
        for (Event event : report.history().events()) {
            if (event.process().equals(node) && event.value() instanceof Map<?, ?> value) {
                Object at = value.get("atNanos");
                boolean begins = event.f().equals("registered") || event.f().equals("subscribed");
                boolean ends = event.f().equals("disconnected") || event.f().equals("started");
                if (at instanceof Long nanos && nanos >= 0 && (begins || ends)) {
                    turns.add(new Turn(nanos, begins ? Optional.of(value) : Optional.empty()));
                }
            } else if (event.f().equals(NodeEvent.EXITED)
                    && NodeEvent.node(event).filter(node::equals).isPresent()) {
                turns.add(new Turn(event.timeNanos(), Optional.empty()));
            }
        }
        turns.sort((left, right) -> Long.compare(left.nanos(), right.nanos()));
        return turns;
    }

    private static void end(@Nullable Turn begun, long nanos, List<Followed> found) {
        if (begun != null && begun.with().isPresent()) {
            Map<?, ?> with = begun.with().get();
            found.add(new Followed(
                    String.valueOf(with.get("master")),
                    String.valueOf(with.get("epoch")),
                    new Span(begun.nanos(), Math.max(begun.nanos(), nanos))));
        }
    }

    private static void draw(Followed followed, Scale scale, String node, List<Mark> marks) {
        Span span = followed.span();
        double left = scale.percent(span.fromNanos());
        double width = scale.width(span.fromNanos(), span.toNanos());
        String title = node + " with " + followed.master() + ", epoch " + followed.epoch() + ", from "
                + Figures.moment(span.fromNanos()) + " to " + Figures.moment(span.toNanos());
        marks.add(new Mark.Bar(left, width, 3, 18, "claim-possible", title));
        if (Mark.room(followed.master()) < width) {
            marks.add(new Mark.Label(left + 0.4, 16, "start", "", followed.master()));
        }
    }
}
