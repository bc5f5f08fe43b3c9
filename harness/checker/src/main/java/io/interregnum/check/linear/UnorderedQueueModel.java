package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose elements leave it in any order: a bag. Immutable.
 *
 * <p><b>Pending dequeues.</b> Nobody knows which element a pending {@code dequeue} took. It is noted as <em>owed</em> one,
 * and nothing is taken until it matters, which is when somebody finds the queue empty: then all elements that are left
 * are given to those that are owed one, and there must be enough of these. An order is accepted so if and only if some
 * order is accepted that takes elements at once. <em>If:</em> in the latter the elements noted here are those that are
 * there and those that pending dequeues took since it was last found empty, which are owed; so every dequeue finds its
 * element here, and what is left where it is found empty is owed. <em>Only if:</em> move each pending dequeue that was
 * given an element to just before the moment when it was, which is allowed because it has no end, and leave out those
 * that were given none, which need not have happened; what others take in between is there all the same. So where such
 * an operation stands in an order, it may have taken effect later.
 */
final class UnorderedQueueModel implements Model<UnorderedQueueModel.Bag> {
    private final Bag initial;

    UnorderedQueueModel() {
        this(new Bag(HashTrie.empty(), 0, 0));
    }

    private UnorderedQueueModel(Bag initial) {
        this.initial = initial;
    }

    /**
     * What is in it.
     *
     * @param counts how often each element is there, at least once
     * @param size the sum of these
     * @param owed how many pending dequeues took something, nobody knows what
     */
    record Bag(HashTrie<Object, Integer> counts, int size, int owed) {

        private Bag with(Object element) {
            return new Bag(counts.with(element, count(element) + 1), size + 1, owed);
        }

        private Bag without(Object element) {
            int left = count(element) - 1;
            return new Bag(left == 0 ? counts.without(element) : counts.with(element, left), size - 1, owed);
        }

        private int count(Object element) {
            Integer count = counts.get(element);
            return count == null ? 0 : count;
        }
    }

    @Override
    public String name() {
        return "unordered-queue";
    }

    @Override
    public Bag initial() {
        return initial;
    }

    /** A list of elements, in any order, each as often as it is there. */
    @Override
    public Model<Bag> withInitial(@Nullable Object value) {
        if (!(value instanceof List<?> elements) || Form.hasNull(elements)) {
            throw new IllegalArgumentException(
                    "an unordered-queue begins with a list of elements, not with " + Form.shown(value));
        }
        Bag bag = new Bag(HashTrie.empty(), 0, 0);
        for (Object element : elements) {
            bag = bag.with(element);
        }
        return new UnorderedQueueModel(bag);
    }

    @Override
    public Set<String> functions() {
        return Set.of("enqueue", "dequeue");
    }

    @Override
    public Step<Bag> step(Bag bag, LinearOperation operation) {
        return switch (operation.f()) {
            case "enqueue" -> Step.to(bag.with(Form.something(operation, "an element")));
            case "dequeue" ->
                operation.isPending()
                        ? Step.to(new Bag(bag.counts(), bag.size(), bag.owed() + 1))
                        : dequeue(bag, operation.value());
            default -> throw Form.unknown(operation, this, "enqueue", "dequeue");
        };
    }

    private static Step<Bag> dequeue(Bag bag, @Nullable Object element) {
        if (element == null) {
            return bag.size() <= bag.owed()
                    ? Step.to(new Bag(HashTrie.empty(), 0, bag.owed() - bag.size()))
                    : Step.refused("the queue contains "
                            + Form.shown(bag.counts().keys().get(0))
                            + (bag.size() == 1 ? "" : " and " + (bag.size() - 1) + " more")
                            + ", so it cannot be found empty");
        }
        return bag.count(element) > 0
                ? Step.to(bag.without(element))
                : Step.refused("the queue does not contain " + Form.shown(element) + ", so it cannot be dequeued");
    }

    /**
     * By element, if the queue was never found empty: how often an element is there depends on no other. Pending dequeues
     * are in no part then: take them out of an order, and there is never less in the queue, so all others still find what
     * they found.
     */
    @Override
    public List<List<LinearOperation>> parts(List<LinearOperation> operations) {
        if (operations.stream().anyMatch(UnorderedQueueModel::foundEmpty)) {
            return List.of(operations);
        }
        Map<Object, List<LinearOperation>> parts = new LinkedHashMap<>();
        for (LinearOperation operation : operations) {
            switch (operation.f()) {
                case "enqueue", "dequeue" -> {
                    if (operation.f().equals("enqueue") || !operation.isPending()) {
                        Object element = Form.something(operation, "an element");
                        parts.computeIfAbsent(element, e -> new ArrayList<>()).add(operation);
                    }
                }
                default -> throw Form.unknown(operation, this, "enqueue", "dequeue");
            }
        }
        return List.copyOf(parts.values());
    }

    private static boolean foundEmpty(LinearOperation operation) {
        return operation.f().equals("dequeue") && operation.value() == null && !operation.isPending();
    }

    @Override
    public String words(Bag bag) {
        String elements = Form.shown(bag.counts());
        return bag.owed() == 0 ? elements : elements + ", of which pending dequeues may have taken " + bag.owed();
    }
}
