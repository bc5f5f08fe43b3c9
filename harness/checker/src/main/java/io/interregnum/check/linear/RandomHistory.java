package io.interregnum.check.linear;

import io.interregnum.history.Event;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories of objects that are really there, by seed: clients ask at random, and each operation takes effect at a
 * random moment between its invocation and its answer, so that the moments are a linearization. Operations that the
 * object refuses are answered with {@code fail}; of some, nobody hears again ({@code info}): half of these take effect
 * first, of the others some do so later. After that a client goes on as another process: its number and the number of
 * processes.
 *
 * <p>The same shape makes the same history, everywhere. Needs memory in proportion to the number of processes, whatever
 * the number of operations. One thread.
 */
public final class RandomHistory {
    /** Operations after the lie, and their like before it, in which clients come to rest. */
    private static final int AFTER_LIE = 8;

    private static final int PATIENCE_PERCENT = 90;
    private static final Map<String, Object> TIMEOUT = Map.of("error", "timeout");
    private static final Map<String, Object> REFUSED = Map.of("error", "refused");

    /** Whether a history is linearizable. */
    public enum Truth {
        /** It is, by construction. */
        VALID,
        /**
         * It is not: one answer near the end is a lie that nothing can excuse. So that this is certain, the lie is about
         * values that are used nowhere else, all others are at rest meanwhile (not in histories of one register, where a
         * read that is stale is so whatever the others do), and in histories of locks and semaphores no release ends
         * without an answer. The operations up to the lie are a dozen, more with many processes; a history is never
         * shorter.
         */
        INVALID
    }

    /**
     * What to make.
     *
     * @param model name of a model in {@link Models}
     * @param operations how many, at least 0; including those that fail, or that nobody hears of again
     * @param processes how many are in flight at most; at least 1, and 2 for an invalid history
     * @param infoShare share of operations that nobody hears of again, from 0 to 1
     * @param values size of the domain; 0 for values of which each is used once. Where they are, sets are never read
     *     whole, queues are never found empty, nothing is appended to texts, and transactions are about one register each
     * @param truth whether it shall be linearizable
     * @param seed of all chance
     */
    public record Shape(
            String model, long operations, int processes, double infoShare, int values, Truth truth, long seed) {

        public Shape {
            if (operations < 0 || values < 0 || !(infoShare >= 0 && infoShare <= 1)) {
                throw new IllegalArgumentException("operations=" + operations + " values=" + values + " infoShare="
                        + infoShare + ": the first two must not be negative, the third must be from 0 to 1");
            }
            if (processes < (truth == Truth.INVALID ? 2 : 1)) {
                throw new IllegalArgumentException(
                        "processes=" + processes + " must be at least 1, and 2 for an invalid history");
            }
            RandomObjects.named(model);
        }

        /** Valid, of 5 processes, with unique values, all of whose operations are answered. */
        public static Shape of(String model, long operations, long seed) {
            return new Shape(model, operations, 5, 0, 0, Truth.VALID, seed);
        }

        /** The same with another number of processes. */
        public Shape withProcesses(int count) {
            return new Shape(model, operations, count, infoShare, values, truth, seed);
        }

        /** The same with another share of operations without an answer. */
        public Shape withInfoShare(double share) {
            return new Shape(model, operations, processes, share, values, truth, seed);
        }

        /** The same with another domain. */
        public Shape withValues(int count) {
            return new Shape(model, operations, processes, infoShare, count, truth, seed);
        }

        /** The same, but as true as that. */
        public Shape withTruth(Truth other) {
            return new Shape(model, operations, processes, infoShare, values, other, seed);
        }
    }

    /** What a client is at. */
    private static final class Client {
        long process;
        RandomObject.@Nullable Request asked;
        RandomObject.@Nullable Answer answer; // once it took effect
        boolean isLost;
        RandomObject.@Nullable Request late; // lost before it took effect, which it may yet do
    }

    private final Shape shape;
    private final Consumer<Event> to;
    private final RandomDice dice;
    private final RandomObject object;
    private final Client[] clients;
    private long index;
    private long timeNanos;
    private long started;
    private int inFlight;

    private RandomHistory(Shape shape, Consumer<Event> to) {
        this.shape = shape;
        this.to = to;
        this.dice = new RandomDice(shape.seed(), 0);
        RandomDice objects = new RandomDice(~shape.seed(), shape.values());
        this.object = RandomObjects.named(shape.model()).make().of(objects, shape.processes());
        this.clients = new Client[shape.processes()];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Client();
            clients[i].process = i;
        }
    }

    /** Makes a history and hands its events over, in order; their indexes begin with 0. */
    public static void generate(Shape shape, Consumer<Event> to) {
        new RandomHistory(shape, to).run();
    }

    private void run() {
        if (shape.truth() == Truth.INVALID) {
            long before = Math.max(0, shape.operations() - AFTER_LIE - 2L * clients.length);
            if (object.liesAmidOthers()) {
                lieAmidOthers(before);
            } else {
                runUntil(before);
                object.lie().forEach(told -> complete(begun(told)));
            }
        }
        runUntil(shape.operations());
    }

    /** Begins an operation whose answer is known. */
    private Client begun(RandomObject.Told told) {
        Client client = clients[told.request().client()];
        ask(client, told.request());
        client.isLost = false;
        client.answer = RandomObject.Answer.of(told.answer());
        return client;
    }

    private void lieAmidOthers(long before) {
        while (started < before) {
            goOn(clients[dice.below(clients.length)], before);
        }
        for (RandomObject.Told told : object.lie()) {
            Client liar = clients[told.request().client()];
            while (liar.asked != null) {
                Client client = clients[dice.below(clients.length)];
                goOn(client, client == liar ? 0 : shape.operations());
            }
            begun(told);
            othersGoOn(liar);
            object.apply(told.request());
            othersGoOn(liar);
            complete(liar);
        }
    }

    private void othersGoOn(Client liar) {
        for (int i = dice.below(2 * clients.length); i > 0; i--) {
            Client client = clients[dice.below(clients.length)];
            if (client != liar) {
                goOn(client, shape.operations());
            }
        }
    }

    /** Goes on until that many were started and none is in flight. */
    private void runUntil(long operations) {
        while (started < operations || inFlight > 0) {
            goOn(clients[dice.below(clients.length)], operations);
        }
    }

    /** Takes a client's next step; it asks for nothing new once {@code operations} were started. */
    private void goOn(Client client, long operations) {
        if (client.asked != null) {
            goOn(client, client.asked);
        } else if (started < operations) {
            begin(client);
        }
    }

    private void begin(Client client) {
        if (client.late != null && dice.percent(20)) {
            object.apply(client.late);
            client.late = null;
        }
        int number = (int) (client.process % clients.length);
        ask(client, object.ask(number));
    }

    private void ask(Client client, RandomObject.Request request) {
        boolean mayBeLost = shape.truth() == Truth.VALID || !object.keeps(request.f());
        client.asked = request;
        client.answer = null;
        client.isLost = mayBeLost && dice.chance(shape.infoShare());
        started++;
        inFlight++;
        tell(client, Event.Type.INVOKE, request, request.value(), Map.of());
    }

    private void goOn(Client client, RandomObject.Request request) {
        if (client.answer != null) {
            complete(client);
        } else if (client.isLost && dice.percent(50)) {
            client.late = request;
            complete(client);
        } else {
            RandomObject.Answer answer = object.apply(request);
            boolean waits = answer.outcome() == RandomObject.Outcome.BUSY && dice.percent(PATIENCE_PERCENT);
            client.answer = waits ? null : answer;
        }
    }

    private void complete(Client client) {
        RandomObject.Request request = Objects.requireNonNull(client.asked);
        RandomObject.Answer answer = client.answer;
        client.asked = null;
        inFlight--;
        if (client.isLost || answer == null) {
            tell(client, Event.Type.INFO, request, request.value(), TIMEOUT);
            client.process += clients.length;
        } else if (answer.isDone()) {
            tell(client, Event.Type.OK, request, answer.value(), Map.of());
        } else {
            tell(client, Event.Type.FAIL, request, request.value(), REFUSED);
        }
    }

    private void tell(
            Client client,
            Event.Type type,
            RandomObject.Request request,
            @Nullable Object value,
            Map<String, Object> fields) {
        timeNanos += 1 + dice.below(1_000_000);
        to.accept(new Event(index++, timeNanos, type, Long.toString(client.process), request.f(), value, fields));
    }
}
