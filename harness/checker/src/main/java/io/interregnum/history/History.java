package io.interregnum.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was recorded in a run, in the order in which it was recorded.
 *
 * <p>Immutable. A history that exists need not be sound: that index and time grow and that a process has one operation
 * at a time is for {@code AssumptionsChecker} to say, since a broken recorder must be reported, not hidden.
 *
 * @param events in the order of recording
 */
public record History(List<Event> events) {

    public History {
        events = List.copyOf(events);
    }

    /**
     * Pairs every invocation with the next completion of the same process and the same {@code f}.
     *
     * @return one operation for each {@code INVOKE}, in the order of invocation; those that never completed have none
     */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        Map<String, Integer> open = new HashMap<>(); // process -> position in operations; order is never read
        for (Event event : events) {
            if (event.type() == Event.Type.INVOKE) {
                open.put(event.process(), operations.size());
                operations.add(new Operation(event, Optional.empty()));
                continue;
            }
            Integer position = open.get(event.process());
            if (position != null && operations.get(position).invoke().f().equals(event.f())) {
                operations.set(position, new Operation(operations.get(position).invoke(), Optional.of(event)));
                open.remove(event.process());
            }
        }
        return List.copyOf(operations);
    }

    /** The operations of clients only, in the order of invocation. */
    public List<Operation> clientOperations() {
        return operations().stream()
                .filter(operation -> operation.invoke().isClient())
                .toList();
    }

    /** The events of one process, in order. */
    public List<Event> of(String process) {
        return events.stream().filter(event -> event.process().equals(process)).toList();
    }
}
