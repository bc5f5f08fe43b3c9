package io.interregnum.check.linear;

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
}
