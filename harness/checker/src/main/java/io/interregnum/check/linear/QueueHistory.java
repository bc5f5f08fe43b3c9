package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A history of a queue, in numbers. Operation {@code i} is the i-th of {@link #stamps}. */
final class QueueHistory {
    /** In the place of a value: a dequeue that found nothing, or was not answered. */
    static final int NONE = -1;

    private final Stamps stamps;
    private final ValueNumbers values = new ValueNumbers();
    private final int[] value;
    private final boolean[] enqueues;
    private final int initialCount;

    private QueueHistory(Stamps stamps, int initialCount) {
        this.stamps = stamps;
        this.initialCount = initialCount;
        this.value = new int[stamps.count()];
        this.enqueues = new boolean[stamps.count()];
    }

    /** Of a queue that holds {@code initial}, the oldest first; empty if an operation is none of a queue's. */
    static Optional<QueueHistory> of(List<LinearOperation> operations, List<?> initial, Budget budget) {
        QueueHistory history = new QueueHistory(Stamps.of(operations, initial.size(), budget), initial.size());
        for (Object element : initial) {
            history.values.of(0, element);
        }
        boolean known = history.values.count() == initial.size();
        for (int i = 0; known && i < history.stamps.count(); i++) {
            budget.demand(i);
            LinearOperation operation = history.stamps.operation(i);
            known = switch (operation.f()) {
                case "enqueue" -> history.enqueue(i, operation.value());
                case "dequeue" -> history.dequeue(i, operation.value());
                default -> false;
            };
        }
        return known ? Optional.of(history) : Optional.empty();
    }

    private boolean enqueue(int operation, @Nullable Object element) {
        enqueues[operation] = true;
        value[operation] = values.of(0, element);
        return element != null;
    }

    private boolean dequeue(int operation, @Nullable Object element) {
        boolean pending = stamps.ends()[operation] == Stamps.NEVER; // its value means nothing
        value[operation] = pending || element == null ? NONE : values.of(0, element);
        return true;
    }

    Stamps stamps() {
        return stamps;
    }

    boolean enqueues(int operation) {
        return enqueues[operation];
    }

    /** The number of the value that it put in or got, or {@link #NONE}. */
    int value(int operation) {
        return value[operation];
    }

    /** How many values there were at first: those of the lowest numbers, the oldest first. */
    int initialCount() {
        return initialCount;
    }

    int valueCount() {
        return values.count();
    }
}
