package io.interregnum.report;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import java.util.List;
import java.util.Optional;

/**
 * Connections that stayed silent after a fault was lifted: they sat in TCP's back-off although the way was open.
 *
 * @param whose the fault's name and targets
 * @param count of connections, one at least
 * @param span from the heal until the last of them tried again, or was ended
 */
record GhostSpan(String whose, long count, Span span) {

    /** The ghosts of a run, in the order in which their faults ended. */
    static List<GhostSpan> of(History history) {
        return history.events().stream()
                .flatMap(event -> FaultEvent.of(event).flatMap(stage -> of(event, stage)).stream())
                .toList();
    }

    /** Empty when nothing of that kind was recorded, as in runs of old, or when it cannot be. */
    static Optional<GhostSpan> of(Event event, FaultEvent stage) {
        long count = event.number("ghost-flows").orElse(0);
        long from = event.number("ghost-from").orElse(-1);
        long until = event.number("ghost-until").orElse(-1);
        return count < 1 || from < 0 || until < from
                ? Optional.empty()
                : Optional.of(new GhostSpan(FaultSpan.words(event.f(), stage.targets()), count, new Span(from, until)));
    }

    /** {@code 3 connections stayed silent in TCP back-off until 15.900 s, 4100 ms after the heal}. */
    String words() {
        return Figures.count(count, "connection") + " stayed silent in TCP back-off until "
                + Figures.moment(span.toNanos()) + ", " + Figures.duration(span.toNanos() - span.fromNanos())
                + " after the heal";
    }
}
