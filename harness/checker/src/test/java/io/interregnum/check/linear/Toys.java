package io.interregnum.check.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What each object does, written down once more, in another way than in the models and with nothing of theirs: states
 * are plain collections that are copied, and what nobody knows is tried out, one possibility after the other.
 */
final class Toys {
    /** An object in a state. */
    interface Toy {
        /** What it may be after {@code operation}; nothing where the operation cannot have been answered so. */
        List<? extends Toy> after(LinearOperation operation);
    }

    private Toys() {}

    /** The object of that model before the first of {@code operations}; beginning otherwise only where tests need it. */
    static Toy of(Model<?> model, List<LinearOperation> operations) {
        Object initial = model.initial();
        return switch (model.name()) {
            case "register", "cas-register" -> new Cell(((Optional<?>) initial).orElse(null));
            case "multi-register" -> new Cells(Map.of());
            case "mutex" -> new Latch(false);
            case "owner-aware-mutex" -> new Lock(new Rules(1, false, operations), List.of(), 0, 0);
            case "reentrant-mutex" -> new Lock(new Rules(2, false, operations), List.of(), 0, 0);
            case "fenced-mutex" -> new Lock(new Rules(1, true, operations), List.of(), 0, 0);
            case "reentrant-fenced-mutex" -> new Lock(new Rules(2, true, operations), List.of(), 0, 0);
            case "semaphore" -> new Permits(new Rules(2, false, operations), List.of());
            case "set" -> new Elements(initial instanceof Set<?> plain ? Set.copyOf(plain) : Set.of());
            case "fifo-queue", "queue" -> new Line(initial instanceof List<?> plain ? List.copyOf(plain) : List.of());
            case "unordered-queue" -> new Heap(List.of());
            case "key-value", "store" -> new Texts(Map.of());
            case "leadership" -> new Throne(new Rules(1, true, operations), null, null, 0, 0, Set.of());
            default -> throw new IllegalArgumentException(model.name());
        };
    }

    private static String bare(@Nullable Object word) {
        return String.valueOf(word).replaceFirst("^:", "");
    }

    private static @Nullable Object in(@Nullable Object map, String name) {
        return map instanceof Map<?, ?> fields ? fields.get(name) : null;
    }

    private static List<?> items(LinearOperation operation) {
        return (List<?>) Objects.requireNonNull(operation.value());
    }

    private static <T> List<T> only(boolean allowed, T next) {
        return allowed ? List.of(next) : List.of();
    }

    /** How many holdings there may be, and what may have been in the place of what nobody learned. */
    private static final class Rules {
        final int max;
        final boolean numbered;
        final Set<Object> names = new LinkedHashSet<>(); // those that occur, and one more
        long highest;

        Rules(int max, boolean numbered, List<LinearOperation> operations) {
            this.max = max;
            this.numbered = numbered;
            this.highest = operations.size();
            for (LinearOperation operation : operations) {
                Object name = in(operation.value(), "client");
                if (name != null) {
                    names.add(name);
                }
                for (String field : List.of("fence", "epoch")) {
                    if (in(operation.value(), field) instanceof Long number) {
                        highest = Math.max(highest, number + operations.size());
                    }
                }
            }
            names.add("a stranger");
        }

        Set<Object> who(LinearOperation operation) {
            Object name = in(operation.value(), "client");
            return name == null ? names : Set.of(name);
        }

        /** The numbers that a new holding may have got after {@code last}. */
        LongStream numbers(@Nullable Object told, long last) {
            if (!numbered) {
                return LongStream.of(0);
            }
            return told instanceof Long number && number > 0
                    ? LongStream.of(number).filter(n -> n > last)
                    : LongStream.rangeClosed(last + 1, highest);
        }
    }

    private record Cell(@Nullable Object content) implements Toy {
        @Override
        public List<Cell> after(LinearOperation operation) {
            Object value = operation.value();
            return switch (operation.f()) {
                case "read" -> only(operation.isPending() || Objects.equals(value, content), this);
                case "write" -> List.of(new Cell(value));
                case "cas" ->
                    only(
                            Objects.equals(items(operation).get(0), content),
                            new Cell(items(operation).get(1)));
                case "cas-refused" ->
                    only(
                            operation.isPending()
                                    || !Objects.equals(items(operation).get(0), content),
                            this);
                default -> throw new IllegalArgumentException(operation.f());
            };
        }
    }

    private record Cells(Map<String, Object> contents) implements Toy {
        @Override
        public List<Cells> after(LinearOperation operation) {
            Map<String, Object> next = new HashMap<>(contents);
            for (Object item : items(operation)) {
                List<?> access = (List<?>) item;
                String cell = bare(access.get(1));
                boolean reads = bare(access.get(0)).startsWith("r");
                Object value = access.get(2);
                if (!reads) {
                    next.put(cell, Objects.requireNonNull(value));
                } else if (!operation.isPending() && value != null && !value.equals(next.get(cell))) {
                    return List.of();
                }
            }
            return List.of(new Cells(next));
        }
    }

    private record Latch(boolean closed) implements Toy {
        @Override
        public List<Latch> after(LinearOperation operation) {
            boolean closes = operation.f().equals("acquire");
            return only(closes != closed, new Latch(closes));
        }
    }

    /** @param holdings the holder, as often as it acquired the lock */
    private record Lock(Rules rules, List<Object> holdings, long number, long last) implements Toy {
        @Override
        public List<Lock> after(LinearOperation operation) {
            List<Lock> possible = new ArrayList<>();
            Object told = operation.isPending() ? null : in(operation.value(), "fence");
            for (Object who : rules.who(operation)) {
                boolean mine = holdings.isEmpty() || holdings.get(0).equals(who);
                if (operation.f().equals("release")) {
                    if (!holdings.isEmpty() && mine) {
                        possible.add(new Lock(rules, holdings.subList(1, holdings.size()), number, last));
                    }
                } else if (mine && holdings.size() < rules.max) {
                    List<Object> more = new ArrayList<>(holdings);
                    more.add(who);
                    if (holdings.isEmpty()) {
                        rules.numbers(told, last).forEach(n -> possible.add(new Lock(rules, more, n, n)));
                    } else if (!rules.numbered || !(told instanceof Long n) || n == 0 || n == number) {
                        possible.add(new Lock(rules, more, number, last));
                    }
                }
            }
            return possible;
        }
    }

    private record Permits(Rules rules, List<Object> holders) implements Toy {
        @Override
        public List<Permits> after(LinearOperation operation) {
            List<Permits> possible = new ArrayList<>();
            for (Object who : rules.who(operation)) {
                List<Object> next = new ArrayList<>(holders);
                boolean done = operation.f().equals("acquire") ? next.add(who) : next.remove(who);
                if (done && next.size() <= rules.max) {
                    possible.add(new Permits(rules, next));
                }
            }
            return possible;
        }
    }

    private record Elements(Set<Object> elements) implements Toy {
        @Override
        public List<Elements> after(LinearOperation operation) {
            Object value = operation.value();
            Set<Object> next = new HashSet<>(elements);
            return switch (operation.f()) {
                case "add" -> {
                    next.add(Objects.requireNonNull(value));
                    yield List.of(new Elements(next));
                }
                case "remove" -> {
                    next.remove(value);
                    yield List.of(new Elements(next));
                }
                case "contains" ->
                    only(
                            operation.isPending()
                                    || (Boolean) items(operation).get(1)
                                            == elements.contains(
                                                    items(operation).get(0)),
                            this);
                case "read" -> only(operation.isPending() || new HashSet<>(items(operation)).equals(elements), this);
                default -> throw new IllegalArgumentException(operation.f());
            };
        }
    }

    private record Line(List<Object> elements) implements Toy {
        @Override
        public List<Line> after(LinearOperation operation) {
            ArrayDeque<Object> next = new ArrayDeque<>(elements);
            if (operation.f().equals("enqueue")) {
                next.addLast(Objects.requireNonNull(operation.value()));
                return List.of(new Line(List.copyOf(next)));
            }
            Object first = next.pollFirst();
            return only(operation.isPending() || Objects.equals(first, operation.value()), new Line(List.copyOf(next)));
        }
    }

    private record Heap(List<Object> elements) implements Toy {
        @Override
        public List<Heap> after(LinearOperation operation) {
            Object value = operation.value();
            if (operation.f().equals("enqueue")) {
                List<Object> next = new ArrayList<>(elements);
                next.add(Objects.requireNonNull(value));
                return List.of(new Heap(next));
            }
            if (elements.isEmpty()) {
                return only(operation.isPending() || value == null, this);
            }
            List<Heap> possible = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                if (operation.isPending() || elements.get(i).equals(value)) {
                    List<Object> next = new ArrayList<>(elements);
                    next.remove(i);
                    possible.add(new Heap(next));
                }
            }
            return possible;
        }
    }

    private record Texts(Map<String, String> texts) implements Toy {
        @Override
        public List<Texts> after(LinearOperation operation) {
            Object key = operation.value() instanceof Map<?, ?> map
                    ? map.get("key")
                    : items(operation).get(0);
            Object value = operation.value() instanceof Map<?, ?> map
                    ? map.get("value")
                    : items(operation).get(1);
            String name = String.valueOf(key);
            String text = value == null ? "" : value.toString();
            String old = texts.containsKey(name) ? texts.get(name) : "";
            if (operation.f().equals("get")) {
                return only(operation.isPending() || text.equals(old), this);
            }
            Map<String, String> next = new TreeMap<>(texts);
            next.put(name, operation.f().equals("put") ? text : old + text);
            return List.of(new Texts(next));
        }
    }

    /**
     * @param leader whose acts are obeyed
     * @param session of the leader, null once it is dead
     */
    private record Throne(
            Rules rules, @Nullable Object leader, @Nullable Object session, long epoch, long last, Set<Object> dead)
            implements Toy {
        @Override
        public List<Throne> after(LinearOperation operation) {
            Object value = operation.value();
            boolean looks = operation.f().equals("look") || operation.f().equals("act");
            if (looks && operation.isPending()) {
                return List.of(this);
            }
            if (operation.f().equals("expire")) {
                return List.of(bury(value instanceof Map<?, ?> map ? map.get("session") : value));
            }
            if (operation.f().equals("elect")) {
                return crown(value);
            }
            if (value == null) {
                return only(session == null, this);
            }
            Object told = in(value, "epoch");
            boolean right = Objects.equals(in(value, "node"), leader) && (told == null || told.equals(epoch));
            boolean sits = session != null || operation.f().equals("act");
            boolean resigns = operation.f().equals("resign");
            return only(right && sits, resigns ? new Throne(rules, null, null, 0, last, dead) : this);
        }

        private Throne bury(@Nullable Object ended) {
            Set<Object> more = new HashSet<>(dead);
            more.add(Objects.requireNonNull(ended));
            return new Throne(rules, leader, Objects.equals(session, ended) ? null : session, epoch, last, more);
        }

        private List<Throne> crown(@Nullable Object value) {
            Object by = in(value, "session");
            boolean free = session == null && !dead.contains(by);
            return rules.numbers(in(value, "epoch"), last)
                    .filter(e -> free)
                    .mapToObj(e -> new Throne(rules, in(value, "node"), by, e, e, dead))
                    .toList();
        }
    }
}
