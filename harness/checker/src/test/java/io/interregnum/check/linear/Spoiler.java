package io.interregnum.check.linear;

import io.interregnum.check.linear.RandomHistory.Shape;
import io.interregnum.check.linear.RandomHistory.Truth;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Small random histories in which something may be wrong: wrong answers, lost names, intervals that moved. One thread. */
final class Spoiler {
    private static final int OPERATIONS_MAX = 7;

    private final Model<?> model;
    private final Random random;
    private final List<LinearOperation> operations = new ArrayList<>();

    private Spoiler(Model<?> model, long seed) {
        this.model = model;
        this.random = new Random(seed);
    }

    /** A history for {@code model}; with 7 operations at most. */
    static List<LinearOperation> history(Model<?> model, long seed) {
        return new Spoiler(model, seed).make(seed);
    }

    private List<LinearOperation> make(long seed) {
        Shape shape = new Shape(
                model.name(),
                3 + random.nextInt(12),
                2 + random.nextInt(3),
                random.nextInt(3) * 0.2,
                random.nextInt(4),
                Truth.VALID,
                seed);
        List<Operation> all = new History(Histories.events(shape)).clientOperations();
        for (Operation operation : all) {
            take(operation);
        }
        while (operations.size() > OPERATIONS_MAX) {
            operations.remove(operations.size() - 1);
        }
        for (int spoils = random.nextInt(6); spoils > 0 && !operations.isEmpty(); spoils--) {
            spoil(random.nextInt(operations.size()));
        }
        return random.nextInt(3) == 0 ? withEqualStamps() : operations;
    }

    private void take(Operation operation) {
        if (operation.outcome() != Event.Type.FAIL) {
            operations.addAll(Histories.operations(events(operation)));
        } else if (operation.invoke().f().equals("cas") && random.nextBoolean()) {
            operations.add(Histories.asDone(operation, "cas-refused"));
        } else if (random.nextInt(12) == 0) {
            operations.add(Histories.asDone(operation, operation.invoke().f()));
        }
    }

    private static List<Event> events(Operation operation) {
        List<Event> events = new ArrayList<>(List.of(operation.invoke()));
        operation.completion().ifPresent(events::add);
        return events;
    }

    private void spoil(int at) {
        LinearOperation operation = operations.get(at);
        boolean looks = operation.f().equals("contains") || operation.f().equals("read");
        LinearOperation spoilt = switch (random.nextInt(6)) {
            case 0, 1, 2 -> with(operation, wrong(operation.value()));
            case 3 -> with(operation, forgotten(operation));
            case 4 -> {
                long begin = operation.invokedAt() + random.nextInt(5) - 2;
                long end = operation.isPending()
                        ? LinearOperation.NEVER
                        : Math.max(begin, operation.completedAt() + random.nextInt(5) - 2);
                yield new LinearOperation(operation.id(), operation.f(), operation.value(), begin, end);
            }
            default -> {
                long end = !operation.isPending() || looks ? LinearOperation.NEVER : operation.invokedAt() + 2;
                yield new LinearOperation(operation.id(), operation.f(), operation.value(), operation.invokedAt(), end);
            }
        };
        if (isOfItsForm(spoilt)) {
            operations.set(at, spoilt);
        }
    }

    /** Null says less than some models want to hear of an answered operation. */
    private boolean isOfItsForm(LinearOperation operation) {
        return operation.value() != null
                || operation.isPending()
                || List.of("mutex", "semaphore").contains(model.name())
                || List.of("read", "dequeue").contains(operation.f());
    }

    private static LinearOperation with(LinearOperation operation, @Nullable Object value) {
        return new LinearOperation(
                operation.id(), operation.f(), value, operation.invokedAt(), operation.completedAt());
    }

    /** {@code value} with one of its leaves changed, to something that occurs elsewhere, or by one. */
    private @Nullable Object wrong(@Nullable Object value) {
        if (value instanceof List<?> list && !list.isEmpty()) {
            List<@Nullable Object> changed = new ArrayList<>(list);
            int at = random.nextInt(list.size());
            changed.set(at, wrong(list.get(at)));
            return Collections.unmodifiableList(changed);
        }
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>();
            map.forEach((name, v) -> changed.put((String) name, v));
            String name = new ArrayList<>(new TreeMap<>(changed).keySet()).get(random.nextInt(map.size()));
            changed.put(name, wrong(changed.get(name)));
            return Collections.unmodifiableMap(changed);
        }
        if (value instanceof Long number) {
            return random.nextInt(3) == 0 ? Long.valueOf(Math.max(1, number + random.nextInt(3) - 1)) : other(number);
        }
        if (value instanceof Boolean bool) {
            return !bool;
        }
        return value instanceof String text && !text.startsWith(":") ? other(text) : value;
    }

    /** Something of the same class that occurs somewhere. */
    private Object other(Object leaf) {
        List<Object> leaves = new ArrayList<>();
        operations.forEach(operation -> collect(operation.value(), leaf.getClass(), leaves));
        return leaves.isEmpty() ? leaf : leaves.get(random.nextInt(leaves.size()));
    }

    private static void collect(@Nullable Object value, Class<?> type, List<Object> leaves) {
        if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, type, leaves));
        } else if (value instanceof Map<?, ?> map) {
            new TreeMap<>(map).values().forEach(element -> collect(element, type, leaves));
        } else if (type.isInstance(value) && !String.valueOf(value).startsWith(":")) {
            leaves.add(value);
        }
    }

    /** The value without what need not be known: a fence, an epoch, and of some operations who asked. */
    private @Nullable Object forgotten(LinearOperation operation) {
        if (!(operation.value() instanceof Map<?, ?> map)) {
            return operation.value();
        }
        boolean nameless = map.containsKey("client")
                && (operation.isPending() || model.name().equals("semaphore"));
        if (nameless && random.nextBoolean()) {
            return null;
        }
        Map<Object, @Nullable Object> less = new HashMap<>(map);
        less.remove("fence");
        less.remove("epoch");
        return less;
    }

    private List<LinearOperation> withEqualStamps() {
        return operations.stream()
                .map(operation -> new LinearOperation(
                        operation.id(),
                        operation.f(),
                        operation.value(),
                        Math.floorDiv(operation.invokedAt(), 3L),
                        operation.isPending() ? LinearOperation.NEVER : Math.floorDiv(operation.completedAt(), 3L)))
                .toList();
    }
}
