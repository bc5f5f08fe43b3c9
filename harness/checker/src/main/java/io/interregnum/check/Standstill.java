package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import java.util.ArrayList;
import java.util.List;

/** When a node could not do anything, as far as that is known for sure. */
final class Standstill {
    private Standstill() {}

    /** When faults had it frozen: from the request until it was seen to be healed, or for ever. */
    static List<Span> frozen(History history, String node) {
        return FaultStep.of(history).stream()
                .filter(step -> step.targets().contains(node))
                .flatMap(step -> step.told(FaultEvent.Stage.REQUESTED).stream()
                        .filter(told -> told.fault().harm() == FaultEvent.Harm.FROZEN)
                        .map(told -> new Span(
                                told.event().timeNanos(),
                                step.isHealed()
                                        ? step.at(FaultEvent.Stage.HEALED)
                                                .orElseThrow()
                                                .timeNanos()
                                        : Long.MAX_VALUE)))
                .toList();
    }

    /** When it had no process: before it was first started, and from each end until the next start. */
    static List<Span> dead(History history, String node) {
        List<Span> dead = new ArrayList<>();
        List<Event> events = history.events().stream()
                .filter(event -> NodeEvent.node(event).filter(node::equals).isPresent())
                .toList();
        long deadFromNanos = 0;
        boolean isDead = !events.isEmpty();
        for (Event event : events) {
            if (!event.f().equals(NodeEvent.STARTING)) {
                deadFromNanos = isDead ? deadFromNanos : event.timeNanos();
                isDead = true;
            } else if (isDead) {
                dead.add(new Span(deadFromNanos, event.timeNanos()));
                isDead = false;
            }
        }
        if (isDead) {
            dead.add(new Span(deadFromNanos, Long.MAX_VALUE));
        }
        return List.copyOf(dead);
    }

    /** The time before the first fault was asked for, in which nothing has deposed anybody; none where there is no fault. */
    static List<Span> beforeFaults(History history) {
        return FaultStep.first(FaultStep.of(history), FaultEvent.Stage.REQUESTED)
                .map(event -> List.of(new Span(0, event.timeNanos())))
                .orElse(List.of());
    }
}
