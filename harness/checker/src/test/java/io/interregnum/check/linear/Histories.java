package io.interregnum.check.linear;

import io.interregnum.check.linear.RandomHistory.Shape;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.List;

/** Events as the judges want them. */
final class Histories {
    private Histories() {}

    static List<Event> events(Shape shape) {
        List<Event> events = new ArrayList<>();
        RandomHistory.generate(shape, events::add);
        return events;
    }

    static List<LinearOperation> operations(Shape shape) {
        return operations(events(shape));
    }

    /** Without those that failed; positions are stamps. */
    static List<LinearOperation> operations(List<Event> events) {
        return new History(events)
                .clientOperations().stream()
                        .filter(operation -> operation.outcome() != Event.Type.FAIL)
                        .map(Histories::operation)
                        .toList();
    }

    private static LinearOperation operation(Operation operation) {
        Event asked = operation.invoke();
        if (operation.outcome() == Event.Type.INFO) {
            return LinearOperation.pending(asked.index(), asked.f(), asked.value(), asked.index());
        }
        Event answer = operation.completion().orElseThrow();
        Object value = answer.value() == null ? asked.value() : answer.value();
        return new LinearOperation(asked.index(), asked.f(), value, asked.index(), answer.index());
    }

    /** A refused operation as if it had been done. */
    static LinearOperation asDone(Operation refused, String f) {
        Event asked = refused.invoke();
        return new LinearOperation(
                asked.index(),
                f,
                asked.value(),
                asked.index(),
                refused.completion().orElseThrow().index());
    }
}
