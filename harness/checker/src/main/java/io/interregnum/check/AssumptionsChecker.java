package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests what all other checkers take for granted: events are complete and in order, and a process has one operation at a
 * time. A history that breaks this proves nothing about the system, so it is {@code UNKNOWN}, never {@code INVALID}.
 */
final class AssumptionsChecker implements Checker {
    static final String NAME = "assumptions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        Map<String, Event> open = new HashMap<>(); // order is never read
        long lastNanos = 0;
        long expectedIndex = 0;
        for (Event event : history.events()) {
            if (event.index() != expectedIndex) {
                return broken("event " + event.index() + " follows event " + (expectedIndex - 1)
                        + ": indexes must be dense, so events were lost or reordered");
            }
            if (event.timeNanos() < lastNanos) {
                return broken("event " + event.index() + " at " + event.timeNanos() + " ns is older than the event "
                        + "before it at " + lastNanos + " ns: time must not go back");
            }
            String problem = pairing(event, open);
            if (!problem.isEmpty()) {
                return broken(problem);
            }
            lastNanos = event.timeNanos();
            expectedIndex++;
        }
        return CheckResult.valid(NAME, List.of(), Map.of("events", expectedIndex));
    }

    private static String pairing(Event event, Map<String, Event> open) {
        if (event.type() == Event.Type.INVOKE) {
            Event before = open.put(event.process(), event);
            return before == null
                    ? ""
                    : "process " + event.process() + " invoked \"" + event.f() + "\" at index " + event.index()
                            + " while \"" + before.f() + "\" (index " + before.index()
                            + ") was in flight: a process has one operation at a time";
        }
        if (!event.isClient() && !io.interregnum.history.Processes.isProbe(event.process())) {
            return "";
        }
        Event invoke = open.remove(event.process());
        if (invoke == null || !invoke.f().equals(event.f())) {
            return "process " + event.process() + " completed \"" + event.f() + "\" at index " + event.index()
                    + " without having invoked it";
        }
        return "";
    }

    private static CheckResult broken(String reason) {
        return CheckResult.unknown(NAME, reason);
    }
}
