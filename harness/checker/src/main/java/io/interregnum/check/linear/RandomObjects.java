package io.interregnum.check.linear;

import java.util.List;
import java.util.stream.Collectors;

/** The catalogue of random objects. One for a new model is a class and a line here. */
final class RandomObjects {

    /** Makes an object. */
    interface Maker {
        RandomObject of(RandomDice dice, int clients);
    }

    /** How to make the object of a model. */
    record Kind(String model, Maker make) {}

    /** All of them, in the order of {@link Models#ALL}. */
    static final List<Kind> ALL = List.of(
            new Kind("register", (dice, clients) -> new RandomRegister(dice, false)),
            new Kind("cas-register", (dice, clients) -> new RandomRegister(dice, true)),
            new Kind("multi-register", (dice, clients) -> new RandomRegisters(dice)),
            new Kind("mutex", (dice, clients) -> new RandomLock(dice, RandomLock.Kind.PLAIN)),
            new Kind("owner-aware-mutex", (dice, clients) -> new RandomLock(dice, RandomLock.Kind.OWNED)),
            new Kind("reentrant-mutex", (dice, clients) -> new RandomLock(dice, RandomLock.Kind.REENTRANT)),
            new Kind("fenced-mutex", (dice, clients) -> new RandomLock(dice, RandomLock.Kind.FENCED)),
            new Kind(
                    "reentrant-fenced-mutex",
                    (dice, clients) -> new RandomLock(dice, RandomLock.Kind.REENTRANT_FENCED)),
            new Kind("semaphore", RandomSemaphore::new),
            new Kind("set", RandomSet::new),
            new Kind("fifo-queue", (dice, clients) -> new RandomQueue(dice, true, clients)),
            new Kind("unordered-queue", (dice, clients) -> new RandomQueue(dice, false, clients)),
            new Kind("key-value", (dice, clients) -> new RandomStore(dice)),
            new Kind("leadership", RandomLeadership::new));

    private RandomObjects() {}

    /**
     * How to make the object of {@code model}.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    static Kind named(String model) {
        return ALL.stream()
                .filter(kind -> kind.model().equals(model))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no random histories are made of \"" + model
                        + "\"; there are " + ALL.stream().map(Kind::model).collect(Collectors.joining(", "))));
    }
}
