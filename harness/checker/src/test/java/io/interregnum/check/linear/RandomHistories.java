package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Histories of a register that was really there, by seed: operations take effect at a moment within their interval. Then
 * some answers are spoilt.
 */
final class RandomHistories {

    /**
     * What to make.
     *
     * @param operationCount number of operations; some pending reads among them
     * @param processCount how many are in flight at most, besides those that never end
     * @param valueCount size of the domain; 0 for values of which each is written once
     * @param pendingPercent how many of 100 end without an answer
     * @param spoiltPercent how many of 100 reads return something else
     */
    record Shape(int operationCount, int processCount, int valueCount, int pendingPercent, int spoiltPercent) {}

    private final Random random;
    private final Shape shape;
    private long nextValue = 1;

    private RandomHistories(Shape shape, long seed) {
        this.shape = shape;
        this.random = new Random(seed);
    }

    static List<LinearOperation> history(Shape shape, long seed) {
        return new RandomHistories(shape, seed).make();
    }

    private static final class Flight {
        long id;
        long invokedAt;
        String f = "";

        @Nullable
        Long expected;

        @Nullable
        Long value;

        boolean applied;
        boolean refused;
    }

    private List<LinearOperation> make() {
        List<LinearOperation> done = new ArrayList<>();
        List<Flight> flights = new ArrayList<>();
        @Nullable Long state = null;
        int started = 0;
        for (long now = 0; started < shape.operationCount() || !flights.isEmpty(); now++) {
            boolean start = started < shape.operationCount() && flights.size() < shape.processCount();
            if (start && (flights.isEmpty() || random.nextInt(3) == 0)) {
                flights.add(invoke(started++, now, state));
                continue;
            }
            if (flights.isEmpty()) {
                continue;
            }
            Flight flight = flights.get(random.nextInt(flights.size()));
            if (!flight.applied) {
                state = apply(flight, state);
                continue;
            }
            flights.remove(flight);
            complete(flight, now, done);
        }
        Collections.shuffle(done, random);
        return done;
    }

    private Flight invoke(int id, long now, @Nullable Long state) {
        Flight flight = new Flight();
        flight.id = id;
        flight.invokedAt = now;
        flight.f = random.nextInt(5) < 2 ? "read" : random.nextInt(3) == 0 ? "write" : "cas";
        flight.expected = random.nextInt(4) > 0 ? state : anyValue();
        flight.value =
                shape.valueCount() == 0 ? Long.valueOf(nextValue++) : Long.valueOf(random.nextInt(shape.valueCount()));
        return flight;
    }

    private @Nullable Long anyValue() {
        long bound = shape.valueCount() == 0 ? nextValue : shape.valueCount();
        long value = random.nextLong(bound + 1) - 1;
        return value < 0 ? null : Long.valueOf(value);
    }

    private @Nullable Long apply(Flight flight, @Nullable Long state) {
        flight.applied = true;
        boolean hit = java.util.Objects.equals(flight.expected, state);
        if (flight.f.equals("read") || (flight.f.equals("cas") && !hit)) {
            flight.refused = flight.f.equals("cas");
            flight.expected = state;
            return state;
        }
        return random.nextInt(100) < shape.spoiltPercent() / 2 ? state : flight.value; // a lost write
    }

    private void complete(Flight flight, long now, List<LinearOperation> done) {
        boolean pending = random.nextInt(100) < shape.pendingPercent();
        boolean spoilt = random.nextInt(100) < shape.spoiltPercent();
        if (flight.f.equals("read") || flight.refused) {
            Object seen = spoilt ? anyValue() : flight.expected;
            done.add(
                    pending && !flight.refused
                            ? LinearOperation.pending(flight.id, "read", null, flight.invokedAt)
                            : new LinearOperation(flight.id, "read", seen, flight.invokedAt, now));
            return;
        }
        Object value = flight.f.equals("write") ? flight.value : Arrays.asList(flight.expected, flight.value);
        done.add(
                pending
                        ? LinearOperation.pending(flight.id, flight.f, value, flight.invokedAt)
                        : new LinearOperation(flight.id, flight.f, value, flight.invokedAt, now));
    }
}
