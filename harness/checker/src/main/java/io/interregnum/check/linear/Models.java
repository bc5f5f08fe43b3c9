package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The catalogue of models. A new one is a class and a line here.
 *
 * <p>Values are plain data, as {@code io.interregnum.history.Event} has them. Words and names are accepted with and
 * without the colon of a keyword: {@code ":read"} is {@code "read"}. Of a pending operation only what was asked counts.
 * What came back is said to be <em>answered</em>.
 */
public final class Models {
    /**
     * A register of one value, at first absent. {@code read} (value: what came back, null for absent) and {@code
     * write} (value: what to write). May begin with any value, null for absent.
     */
    public static final Model<Optional<Object>> REGISTER = new RegisterModel("register", false, Optional.empty());

    /**
     * A register with {@code cas} besides (value: a list of the expected value, null for absent, and the new one). {@code
     * cas-refused}, with the same value, is a compare-and-set that was refused: the register did not hold what it
     * expected. One that was refused and told what it found is a {@code read} of that.
     */
    public static final Model<Optional<Object>> CAS_REGISTER =
            new RegisterModel("cas-register", true, Optional.empty());

    /**
     * Registers by name, at first all absent. {@code txn} (value: a list of {@code [:read register value]} and {@code
     * [:write register value]}, also {@code :r} and {@code :w}) does all of it in one step, in that order, so that reads
     * see what the same transaction wrote. A read of null tells nothing, as in Knossos ("Nil reads are always legal", its
     * documentation of multi-register), so that a register is absent cannot be said. Registers are called by their text:
     * {@code 0} is {@code "0"}. May begin with a map from registers to values.
     */
    public static final Model<?> MULTI_REGISTER = new MultiRegisterModel();

    /**
     * A mutex that does not know its holder, at first free: {@code acquire} and {@code release}, whose values are not
     * looked at. Anybody may release it, and if its holder vanishes it is held for ever, so leadership is misjudged by it
     * both ways: take one that knows its owner, or {@link #LEADERSHIP}.
     */
    public static final Model<?> MUTEX = new MutexModel();

    /**
     * A mutex that only its holder may release, at first free. {@code acquire} and {@code release} (value: a map with the
     * {@code client}, which may be missing or null in a pending operation only: then it was somebody; other keys, such as
     * {@code uid}, are not looked at). It cannot be acquired by its holder again. As the lock tests of Hazelcast's CP
     * subsystem have it ("Non-reentrant lock" in the test suite's description, 2019).
     */
    public static final Model<?> OWNER_AWARE_MUTEX = new OwnedMutexModel("owner-aware-mutex", 1, false);

    /** The same, but its holder may acquire it once more, and then has to release it twice ("Reentrant lock", ibid.). */
    public static final Model<?> REENTRANT_MUTEX = new OwnedMutexModel("reentrant-mutex", 2, false);

    /**
     * A mutex as {@link #OWNER_AWARE_MUTEX} that gives each holding a fence, a whole number larger than those of all
     * holdings before ("Non-reentrant fenced lock", ibid.). {@code acquire} has it beside the client as {@code fence} once
     * it is answered; missing, null or 0, Hazelcast's invalid fence, means that nobody learned it. That holding still used
     * up a number: there is none between 5 and 6. The fence of a release is not looked at.
     */
    public static final Model<?> FENCED_MUTEX = new OwnedMutexModel("fenced-mutex", 1, true);

    /**
     * The same, but its holder may acquire it once more, under the same fence ("Reentrant fenced lock", ibid.), which may
     * then tell what the first acquisition did not.
     */
    public static final Model<?> REENTRANT_FENCED_MUTEX = new OwnedMutexModel("reentrant-fenced-mutex", 2, true);

    /**
     * Two permits, at first all free ("Semaphore", ibid.). {@code acquire} takes one and {@code release} gives one back
     * (value: a map with the {@code client}; missing or null for nobody knows who). A client may hold several and can
     * only give back what it holds. May begin with another number of permits.
     */
    public static final Model<?> SEMAPHORE = new SemaphoreModel();

    /**
     * A set, at first empty. {@code add} and {@code remove} (value: the element; both are accepted whether it is there or
     * not), {@code contains} (value: a list of the element and, once answered, true or false) and {@code read} (value: a
     * list of all elements, in any order, repetitions not counted; never null once answered). Elements are not null. May
     * begin with a list of elements.
     */
    public static final Model<?> SET = new SetModel();

    /**
     * A first-in, first-out queue, at first empty. {@code enqueue} (value: the element, not null) and {@code dequeue}
     * (value: what came back, null for that it was found empty). A pending dequeue takes the head, whatever it is. May
     * begin with a list of elements, the head first.
     */
    public static final Model<?> FIFO_QUEUE = new FifoQueueModel();

    /** The same in any order. A pending dequeue takes anything. May begin with a list of elements. */
    public static final Model<?> UNORDERED_QUEUE = new UnorderedQueueModel();

    /**
     * Texts by key, at first all empty. {@code put}, {@code append} and {@code get} (value: a list of the key and the
     * text, or a map of {@code key} and {@code value}; null is the empty text, what is no text counts as its text, and so
     * do keys). May begin with a map from keys to texts.
     */
    public static final Model<?> KEY_VALUE = new KeyValueModel();

    /**
     * Who leads, and in which epoch acts are obeyed; at first nobody in none. {@code elect} (value: a map of {@code node},
     * {@code session} and {@code epoch}), {@code expire} (value: a session, or a map with one), {@code resign}, {@code act}
     * and {@code look} (value: a map of {@code node} and {@code epoch}; for a look null when nobody leads). Epochs are
     * whole numbers from 1 and grow; a missing or null one means that nobody learned it. Nobody is elected while the
     * leader's session lives; an expiry that may have happened unseen is a pending one, invoked when the session began. An
     * epoch is deposed by a later election or by resigning, and nothing done in it is obeyed any more.
     */
    public static final Model<?> LEADERSHIP = new LeadershipModel();

    /** All of them, in the order in which they are declared. */
    public static final List<Model<?>> ALL = List.of(
            REGISTER,
            CAS_REGISTER,
            MULTI_REGISTER,
            MUTEX,
            OWNER_AWARE_MUTEX,
            REENTRANT_MUTEX,
            FENCED_MUTEX,
            REENTRANT_FENCED_MUTEX,
            SEMAPHORE,
            SET,
            FIFO_QUEUE,
            UNORDERED_QUEUE,
            KEY_VALUE,
            LEADERSHIP);

    private Models() {}

    /**
     * The model of that {@link Model#name}.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static Model<?> named(String name) {
        return ALL.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model is called \"" + name + "\"; there are "
                        + ALL.stream().map(Model::name).collect(Collectors.joining(", "))));
    }
}
