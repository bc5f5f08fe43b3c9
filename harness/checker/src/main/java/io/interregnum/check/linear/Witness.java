package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;

/**
 * Why a history is not linearizable.
 *
 * @param stuck the first operation that cannot be linearized: everything answered before its answer has an order, and
 *     with it there is none. First by order of completion
 * @param before the last of {@code order}, or where that is empty what was answered last before {@code stuck} was; empty
 *     if nothing was
 * @param refusal what the model says to {@code stuck} after {@code order}, as a clause
 * @param order some of {@code core}, in an order that the model accepts: one of the longest, others may exist
 * @param core a part of the history that is not linearizable either, with {@code stuck} in it, in the order of
 *     invocation. Small where the model allows operations to be left out, else all that was invoked before {@code
 *     stuck} was answered. What is found in it holds for the whole history: nothing was left out that would have excused
 *     what is left. Operations that are not in it are granted: they may have happened at any time, or never
 * @param from the states that the object can have been in before {@code core}, in words, if older operations were left
 *     out because they only matter through these; empty if {@code core} stands at the beginning
 * @param reached what the orders up to {@code stuck} come to, of which none accepts it; some, if they are many
 */
public record Witness(
        LinearOperation stuck,
        Optional<LinearOperation> before,
        String refusal,
        List<LinearOperation> order,
        List<LinearOperation> core,
        List<String> from,
        List<Reached> reached) {

    /**
     * Where some orders of all that was answered before {@code stuck} come to.
     *
     * @param state the object's state, in words
     * @param ahead operations that are linearized though they were not answered yet, in the order of invocation
     * @param open operations that could be linearized still, in the order of invocation
     * @param refusal what the model says to {@code stuck} here
     */
    public record Reached(String state, List<LinearOperation> ahead, List<LinearOperation> open, String refusal) {
        public Reached {
            ahead = List.copyOf(ahead);
            open = List.copyOf(open);
        }
    }

    public Witness {
        order = List.copyOf(order);
        core = List.copyOf(core);
        from = List.copyOf(from);
        reached = List.copyOf(reached);
    }

    /** One that stands at the beginning, without what was reached. */
    Witness(
            LinearOperation stuck,
            Optional<LinearOperation> before,
            String refusal,
            List<LinearOperation> order,
            List<LinearOperation> core) {
        this(stuck, before, refusal, order, core, List.of(), List.of());
    }

    /** The same after another operation. */
    Witness withBefore(Optional<LinearOperation> other) {
        return new Witness(stuck, other, refusal, order, core, from, reached);
    }

    /** The same with what was reached. */
    Witness withReached(List<Reached> some) {
        return new Witness(stuck, before, refusal, order, core, from, some);
    }
}
