package io.interregnum.check.linear;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sequential object: what it answers when one operation at a time is asked of it. Pure.
 *
 * <p>The search keeps states in hash sets and asks whether two are the same, so {@code S} is immutable and has {@code
 * equals} and {@code hashCode} by value.
 *
 * @param <S> the state
 */
public interface Model<S> {

    /** Short name in lower case, such as {@code cas-register}. */
    String name();

    /** The state before the first operation. */
    S initial();

    /**
     * Lets {@code operation} take effect in {@code state}. Depends on nothing but the state and the operation's {@code
     * f}, {@code value} and {@code isPending}: operations that agree in these are interchangeable to the search. Of a
     * pending operation the answer is unknown, so only what was asked may lead to a refusal.
     *
     * @throws IllegalArgumentException when the model does not know the operation, or its value is not of the form that
     *     the model expects: the caller's error, never a refusal
     */
    Step<S> step(S state, LinearOperation operation);

    /**
     * True if no state that accepts {@code operation} is changed by it. Saying false is always right; saying true of
     * reads makes the search much quicker.
     */
    default boolean onlyLooks(LinearOperation operation) {
        return false;
    }

    /**
     * True if every state accepts {@code operation} and it leaves the same state whatever was before, as a write to a
     * register does. Saying false is always right; saying true makes the search much quicker.
     */
    default boolean overwrites(LinearOperation operation) {
        return false;
    }

    /**
     * The same model with another state before the first operation.
     *
     * @param value plain data of a form that the model documents
     * @throws IllegalArgumentException when the model has no such state; the message says what it expects
     */
    default Model<S> withInitial(@Nullable Object value) {
        throw new IllegalArgumentException(
                "a " + name() + " always begins in the same state; it takes no initial value");
    }

    /**
     * Parts of {@code operations} that may be judged apart, each by this model: the whole is linearizable if and only if
     * every part is, because they are about objects that know nothing of each other (Herlihy and Wing 1990, section 3.3,
     * "locality"). Each keeps the order of {@code operations}; together they have each operation at most once, and what
     * is in none of them must not matter.
     *
     * @throws IllegalArgumentException as {@link #step}
     */
    default List<List<LinearOperation>> parts(List<LinearOperation> operations) {
        return List.of(operations);
    }

    /**
     * The functions that the model knows, by their {@code f}. Empty where it does not say; then operations of other
     * objects in the same history are not told apart, and met with an exception by {@link #step}.
     */
    default Set<String> functions() {
        return Set.of();
    }

    /** {@code state} for people, as what follows "the object is" or "holds". */
    default String words(S state) {
        return String.valueOf(state);
    }
}
