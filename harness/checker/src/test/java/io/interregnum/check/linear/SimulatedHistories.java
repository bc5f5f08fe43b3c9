package io.interregnum.check.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Histories of objects that were really there, by seed: each operation takes effect at a moment within its interval. Then
 * some answers are spoilt. Stamps are positions. In linear time, so that they can be long.
 */
final class SimulatedHistories {

    /** Whose history. */
    enum Kind {
        REGISTER,
        CAS_REGISTER,
        KEY_VALUE,
        SET,
        QUEUE,
        /** A queue whose dequeue says so if there is nothing, instead of failing. */
        QUEUE_WITH_EMPTY
    }

    /**
     * What to make.
     *
     * @param operations how many are invoked; those that fail are left out
     * @param clients how many are in flight at most, besides those that crashed
     * @param domain how many values there are; 0 for values of which each is written once
     * @param crashedPerMille how many of 1,000 are never answered
     * @param spoiltPerMille how many of 1,000 answers are not what happened
     */
    record Shape(Kind kind, int operations, int clients, int domain, int crashedPerMille, int spoiltPerMille) {}

    private static final int KEYS = 3;

    private final Random random;
    private final Shape shape;
    private final List<LinearOperation> done;
    private final Map<Object, Object> values = new HashMap<>(); // order is never read
    private final Set<Object> elements = new HashSet<>(); // order is never read
    private final Set<Object> removed = new HashSet<>(); // order is never read
    private final Deque<Object> queue = new ArrayDeque<>();
    private long nextValue = 1;

    private SimulatedHistories(Shape shape, long seed) {
        this.shape = shape;
        this.random = new Random(seed);
        this.done = new ArrayList<>(shape.operations());
    }

    static List<LinearOperation> history(Shape shape, long seed) {
        SimulatedHistories histories = new SimulatedHistories(shape, seed);
        histories.run();
        return histories.done;
    }

    private static final class Flight {
        final long id;
        final long invokedAt;
        String f = "";

        @Nullable
        Object value;

        boolean applied;
        boolean failed;

        Flight(long id, long invokedAt) {
            this.id = id;
            this.invokedAt = invokedAt;
        }
    }

    private void run() {
        List<Flight> flights = new ArrayList<>();
        long stamp = 0;
        for (int started = 0; started < shape.operations() || !flights.isEmpty(); ) {
            int client = random.nextInt(shape.clients());
            if (client >= flights.size()) {
                if (started < shape.operations()) {
                    Flight flight = new Flight(started++, stamp++);
                    ask(flight);
                    flights.add(flight);
                }
                continue;
            }
            Flight flight = flights.get(client);
            boolean crashes = !flight.failed && perMille(shape.crashedPerMille());
            if (!flight.applied && !(crashes && random.nextBoolean())) {
                flight.applied = true;
                apply(flight);
                continue;
            }
            flights.set(client, flights.get(flights.size() - 1));
            flights.remove(flights.size() - 1);
            if (crashes) {
                done.add(LinearOperation.pending(flight.id, flight.f, asked(flight), flight.invokedAt));
            } else if (!flight.failed) {
                Object answer = perMille(shape.spoiltPerMille()) ? spoilt(flight) : flight.value;
                done.add(new LinearOperation(flight.id, flight.f, answer, flight.invokedAt, stamp++));
            }
        }
    }

    private boolean perMille(int share) {
        return random.nextInt(1_000) < share;
    }

    private Object fresh() {
        return shape.domain() == 0 ? nextValue++ : (Object) (long) random.nextInt(shape.domain());
    }

    /** One that was written lately, or is about to be. */
    private Object known() {
        long bound = shape.domain() == 0 ? nextValue + 1 : shape.domain();
        return shape.domain() == 0
                ? Math.max(0, bound - 1 - random.nextInt(2 * shape.clients()))
                : (Object) random.nextLong(bound);
    }

    private void ask(Flight flight) {
        int dice = random.nextInt(10);
        switch (shape.kind()) {
            case REGISTER -> ask(flight, dice < 5 ? "read" : "write", dice < 5 ? null : fresh());
            case CAS_REGISTER -> {
                @Nullable Object expected = random.nextInt(4) > 0 ? values.get("") : known();
                switch (dice) {
                    case 0, 1, 2, 3 -> ask(flight, "read", null);
                    case 4, 5 -> ask(flight, "write", fresh());
                    default -> ask(flight, "cas", Arrays.asList(expected, fresh()));
                }
            }
            case KEY_VALUE -> {
                String key = "k" + random.nextInt(KEYS);
                ask(flight, dice < 5 ? "get" : "put", Arrays.asList(key, dice < 5 ? null : "v" + fresh()));
            }
            case SET -> {
                switch (dice) {
                    case 0, 1, 2 -> ask(flight, "add", fresh());
                    case 3, 4 -> {
                        Object element = known();
                        boolean again = shape.domain() == 0 && !removed.add(element);
                        ask(flight, again ? "add" : "remove", again ? fresh() : element);
                    }
                    default -> ask(flight, "contains", Arrays.asList(known(), null));
                }
            }
            case QUEUE, QUEUE_WITH_EMPTY -> ask(flight, dice < 5 ? "enqueue" : "dequeue", dice < 5 ? fresh() : null);
        }
    }

    private static void ask(Flight flight, String f, @Nullable Object value) {
        flight.f = f;
        flight.value = value;
    }

    private void apply(Flight flight) {
        Object value = flight.value;
        List<?> pair = value instanceof List<?> list ? list : List.of();
        switch (flight.f) {
            case "read" -> flight.value = values.get("");
            case "write" -> values.put("", Objects.requireNonNull(value));
            case "cas" -> {
                if (Objects.equals(values.get(""), pair.get(0))) {
                    values.put("", pair.get(1));
                } else {
                    ask(flight, "read", values.get(""));
                }
            }
            case "get" -> flight.value = Arrays.asList(pair.get(0), values.getOrDefault(pair.get(0), ""));
            case "put" -> values.put(pair.get(0), pair.get(1));
            case "add" -> elements.add(Objects.requireNonNull(value));
            case "remove" -> elements.remove(Objects.requireNonNull(value));
            case "contains" -> flight.value = Arrays.asList(pair.get(0), elements.contains(pair.get(0)));
            case "enqueue" -> queue.add(Objects.requireNonNull(value));
            case "dequeue" -> {
                flight.failed = queue.isEmpty() && shape.kind() == Kind.QUEUE;
                flight.value = queue.poll();
            }
            default -> throw new IllegalArgumentException(flight.f);
        }
    }

    /** What a client knows of an operation without an answer. */
    private static @Nullable Object asked(Flight flight) {
        return switch (flight.f) {
            case "read", "dequeue" -> null;
            case "get", "contains" -> Arrays.asList(((List<?>) Objects.requireNonNull(flight.value)).get(0), null);
            default -> flight.value;
        };
    }

    private @Nullable Object spoilt(Flight flight) {
        Object value = flight.value;
        return switch (flight.f) {
            case "read", "dequeue" -> known();
            case "get" -> Arrays.asList(((List<?>) Objects.requireNonNull(value)).get(0), "v" + known());
            case "contains" -> {
                List<?> answer = (List<?>) Objects.requireNonNull(value);
                yield Arrays.asList(answer.get(0), !Boolean.TRUE.equals(answer.get(1)));
            }
            default -> value;
        };
    }
}
