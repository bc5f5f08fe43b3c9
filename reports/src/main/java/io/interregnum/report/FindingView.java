package io.interregnum.report;

import io.interregnum.check.Finding;
import io.interregnum.history.Event;
import io.interregnum.history.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finding with the events that prove it.
 *
 * @param number from 1, in the order in which findings are shown
 * @param events those of its events that exist, at most {@link #EVENTS_MAX}
 * @param span from the first to the last of all its events; empty where none exists
 */
record FindingView(int number, String checker, Finding finding, List<Event> events, Optional<Span> span) {
    static final int EVENTS_MAX = 30;
    private static final int CELL_CHARS_MAX = 240;

    FindingView {
        events = List.copyOf(events);
    }

    /** The first {@code countMax} of some findings. */
    static List<FindingView> of(List<Headline.Violation> findings, Map<Long, Event> byIndex, int countMax) {
        List<FindingView> views = new ArrayList<>();
        for (Headline.Violation found : findings) {
            if (views.size() == countMax) {
                break;
            }
            List<Event> events = new ArrayList<>();
            for (Long index : found.finding().events()) {
                Event event = byIndex.get(index);
                if (event != null) {
                    events.add(event);
                }
            }
            views.add(new FindingView(
                    views.size() + 1,
                    found.checker(),
                    found.finding(),
                    events.stream().limit(EVENTS_MAX).toList(),
                    span(events)));
        }
        return List.copyOf(views);
    }

    private static Optional<Span> span(List<Event> events) {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(new Span(
                        events.stream().mapToLong(Event::timeNanos).min().orElseThrow(),
                        events.stream().mapToLong(Event::timeNanos).max().orElseThrow()));
    }

    String gradeWords() {
        return finding.grade().map(Figures::grade).orElse("");
    }

    /** How many of its events are not in the table. */
    int eventsLeftOut() {
        return finding.events().size() - events.size();
    }

    static String time(Event event) {
        return Figures.moment(event.timeNanos());
    }

    static String value(Event event) {
        return event.value() == null ? "" : Figures.shortened(words(event.value()), CELL_CHARS_MAX);
    }

    static String fields(Event event) {
        List<String> parts = new ArrayList<>();
        event.fields().forEach((name, value) -> parts.add(name + "=" + words(value)));
        return Figures.shortened(String.join(" ", parts), CELL_CHARS_MAX);
    }

    /** Plain data as text: text as it is, all else as JSON. */
    static String words(Object value) {
        return value instanceof String text ? text : Json.write(value);
    }
}
