package io.interregnum.check.linear;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose elements leave it in the order in which they came. Immutable.
 *
 * <p>A pending {@code dequeue} takes the head, whatever it is; where the queue is empty, it finds that and changes
 * nothing.
 */
final class FifoQueueModel implements Model<SharedQueue> {
    private final SharedQueue initial;

    FifoQueueModel() {
        this(SharedQueue.EMPTY);
    }

    private FifoQueueModel(SharedQueue initial) {
        this.initial = initial;
    }

    @Override
    public String name() {
        return "fifo-queue";
    }

    @Override
    public SharedQueue initial() {
        return initial;
    }

    /** A list of elements, the head first. */
    @Override
    public Model<SharedQueue> withInitial(@Nullable Object value) {
        if (value instanceof List<?> elements && !Form.hasNull(elements)) {
            return new FifoQueueModel(SharedQueue.of(elements));
        }
        throw new IllegalArgumentException(
                "a fifo-queue begins with a list of elements, not with " + Form.shown(value));
    }

    @Override
    public Set<String> functions() {
        return Set.of("enqueue", "dequeue");
    }

    @Override
    public Step<SharedQueue> step(SharedQueue queue, LinearOperation operation) {
        return switch (operation.f()) {
            case "enqueue" -> Step.to(queue.with(Form.something(operation, "an element")));
            case "dequeue" -> operation.isPending() ? Step.to(queue.rest()) : dequeue(queue, operation.value());
            default -> throw Form.unknown(operation, this, "enqueue", "dequeue");
        };
    }

    private static Step<SharedQueue> dequeue(SharedQueue queue, @Nullable Object element) {
        Object head = queue.head();
        if (Objects.equals(head, element)) {
            return Step.to(queue.rest());
        }
        if (head == null) {
            return Step.refused("the queue is empty, so " + Form.shown(element) + " cannot be dequeued");
        }
        return Step.refused(
                element == null
                        ? "the head of the queue is " + Form.shown(head) + ", so it cannot be found empty"
                        : "the head of the queue is " + Form.shown(head) + ", so " + Form.shown(element)
                                + " cannot be dequeued");
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return operation.f().equals("dequeue") && operation.value() == null && !operation.isPending();
    }

    @Override
    public String words(SharedQueue queue) {
        return queue.size() > Form.SHOWN_ELEMENTS ? queue.size() + " elements" : Form.shown(queue);
    }
}
