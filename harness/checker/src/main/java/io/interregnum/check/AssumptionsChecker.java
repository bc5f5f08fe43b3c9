package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Processes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tests what all other checkers take for granted: events are complete and in order, a process has one operation at a
 * time, and a client's process of which nobody knows the last outcome asks no more. A history that breaks this proves
 * nothing about the system, so it is {@code UNKNOWN}, never {@code INVALID}.
 *
 * <p>Probes may go on after an unknown outcome: an unanswered question changes nothing, and is made a statement of by
 * nobody.
 */
final class AssumptionsChecker implements Checker {
    static final String NAME = "assumptions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        Processing processing = new Processing();
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
            String problem = processing.problem(event);
            if (!problem.isEmpty()) {
                return broken(problem);
            }
            lastNanos = event.timeNanos();
            expectedIndex++;
        }
        return CheckResult.valid(NAME, List.of(), Map.of("events", expectedIndex));
    }

    private static CheckResult broken(String reason) {
        return CheckResult.unknown(NAME, reason);
    }

    /** What each process is doing. */
    private static final class Processing {
        private final Map<String, Event> open = new HashMap<>(); // order is never read
        private final Set<String> retired = new HashSet<>(); // order is never read

        /** What is wrong with this event, in a sentence; empty text when nothing is. */
        String problem(Event event) {
            return event.type() == Event.Type.INVOKE ? problemOfInvoke(event) : problemOfCompletion(event);
        }

        private String problemOfInvoke(Event event) {
            if (retired.contains(event.process())) {
                return "process " + event.process() + " invoked \"" + event.f() + "\" at index " + event.index()
                        + " although nobody knows what became of its last operation: such a process is retired";
            }
            Event before = open.put(event.process(), event);
            return before == null
                    ? ""
                    : "process " + event.process() + " invoked \"" + event.f() + "\" at index " + event.index()
                            + " while \"" + before.f() + "\" (index " + before.index()
                            + ") was in flight: a process has one operation at a time";
        }

        private String problemOfCompletion(Event event) {
            if (!event.isClient() && !Processes.isProbe(event.process()) && !Processes.isView(event.process())) {
                return "";
            }
            Event invoke = open.remove(event.process());
            if (invoke == null || !invoke.f().equals(event.f())) {
                return "process " + event.process() + " completed \"" + event.f() + "\" at index " + event.index()
                        + " without having invoked it";
            }
            if (event.isClient() && event.type() == Event.Type.INFO) {
                retired.add(event.process());
            }
            return "";
        }
    }
}
