package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of elements. Immutable. */
final class SetModel implements Model<HashTrie<Object, Boolean>> {
    private final HashTrie<Object, Boolean> initial;

    SetModel() {
        this(HashTrie.empty());
    }

    private SetModel(HashTrie<Object, Boolean> initial) {
        this.initial = initial;
    }

    @Override
    public String name() {
        return "set";
    }

    @Override
    public HashTrie<Object, Boolean> initial() {
        return initial;
    }

    /** A list of elements, in any order. */
    @Override
    public Model<HashTrie<Object, Boolean>> withInitial(@Nullable Object value) {
        if (!(value instanceof List<?> elements) || Form.hasNull(elements)) {
            throw new IllegalArgumentException("a set begins with a list of elements, not with " + Form.shown(value));
        }
        HashTrie<Object, Boolean> set = HashTrie.empty();
        for (Object element : elements) {
            set = set.with(element, true);
        }
        return new SetModel(set);
    }

    @Override
    public Set<String> functions() {
        return Set.of("add", "remove", "contains", "read");
    }

    @Override
    public Step<HashTrie<Object, Boolean>> step(HashTrie<Object, Boolean> set, LinearOperation operation) {
        return switch (operation.f()) {
            case "add" -> Step.to(set.with(element(operation), true));
            case "remove" -> Step.to(set.without(element(operation)));
            case "contains" -> contains(set, operation);
            case "read" -> read(set, operation);
            default -> throw Form.unknown(operation, this, "add", "remove", "contains", "read");
        };
    }

    private static Step<HashTrie<Object, Boolean>> contains(HashTrie<Object, Boolean> set, LinearOperation operation) {
        if (operation.isPending()) {
            return Step.to(set);
        }
        String expected = "a list of an element and whether it was there";
        List<?> pair = Form.pair(operation, expected);
        Object element = pair.get(0);
        if (element == null || !(pair.get(1) instanceof Boolean answer)) {
            throw Form.wrong(operation, expected);
        }
        return set.has(element) == answer
                ? Step.to(set)
                : Step.refused("the set " + (answer ? "does not contain " : "contains ") + Form.shown(element)
                        + ", so it cannot be said to be " + (answer ? "there" : "absent"));
    }

    private static Step<HashTrie<Object, Boolean>> read(HashTrie<Object, Boolean> set, LinearOperation operation) {
        if (operation.isPending()) {
            return Step.to(set);
        }
        List<?> read = Form.list(operation, "a list of all elements");
        if (Form.hasNull(read)) {
            throw Form.wrong(operation, "a list of elements, none of them null");
        }
        for (Object element : read) {
            if (!set.has(element)) {
                return Step.refused("the set does not contain " + Form.shown(element) + ", so a read cannot return it");
            }
        }
        Collection<?> distinct = new HashSet<>(read); // order is never read
        if (distinct.size() == set.size()) {
            return Step.to(set);
        }
        Object missing = set.keys().stream()
                .filter(element -> !distinct.contains(element))
                .findFirst()
                .orElseThrow();
        return Step.refused("the set contains " + Form.shown(missing) + ", so a read cannot leave it out");
    }

    private static Object element(LinearOperation operation) {
        return Form.something(operation, "an element");
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return operation.f().equals("contains") || operation.f().equals("read");
    }

    /**
     * By element, if no answered operation reads the whole: each element is then an object of its own, absent or present.
     * Pending operations that only look tell nothing and are in no part.
     */
    @Override
    public List<List<LinearOperation>> parts(List<LinearOperation> operations) {
        if (operations.stream().anyMatch(o -> o.f().equals("read") && !o.isPending())) {
            return List.of(operations);
        }
        Map<Object, List<LinearOperation>> parts = new LinkedHashMap<>();
        for (LinearOperation operation : operations) {
            Object element = switch (operation.f()) {
                case "add", "remove" -> element(operation);
                case "contains" ->
                    operation.isPending()
                            ? null
                            : Form.pair(operation, "a list of an element and whether it was there")
                                    .get(0);
                case "read" -> null;
                default -> throw Form.unknown(operation, this, "add", "remove", "contains", "read");
            };
            if (element != null) {
                parts.computeIfAbsent(element, e -> new ArrayList<>()).add(operation);
            }
        }
        return List.copyOf(parts.values());
    }

    @Override
    public String words(HashTrie<Object, Boolean> set) {
        return Form.shown(set.keys());
    }
}
