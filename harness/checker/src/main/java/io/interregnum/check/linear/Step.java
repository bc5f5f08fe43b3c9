package io.interregnum.check.linear;

import java.util.Optional;

/**
 * What a model makes of one operation: the next state, or a refusal that says why.
 *
 * @param next the state after the operation; empty when it was refused
 * @param refusal why the operation cannot have been answered so in this state, as a clause that can follow a colon;
 *     empty text when it was accepted
 * @param <S> the model's state
 */
public record Step<S>(Optional<S> next, String refusal) {

    public Step {
        if (next.isPresent() != refusal.isEmpty()) {
            throw new IllegalArgumentException("next=" + next + " refusal=\"" + refusal + "\": exactly one is needed");
        }
    }

    /** The operation is accepted and leads to {@code next}. */
    public static <S> Step<S> to(S next) {
        return new Step<>(Optional.of(next), "");
    }

    /** The operation cannot have been answered so. */
    public static <S> Step<S> refused(String why) {
        return new Step<>(Optional.empty(), why);
    }
}
