package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;

/**
 * Why a history is not linearizable.
 *
 * @param stuck the first operation that cannot be linearized: everything answered before its answer has an order, and
 *     with it there is none. First by order of completion
 * @param before the last of {@code order}; empty when {@code stuck} is refused by the initial state
 * @param refusal what the model says to {@code stuck} after {@code order}, as a clause
 * @param order some of {@code core}, in an order that the model accepts: one of the longest, others may exist
 * @param core a part of the history that is not linearizable either, with {@code stuck} in it, in the order of
 *     invocation. Small where the model allows operations to be left out, else all that was invoked before {@code
 *     stuck} was answered. What is found in it holds for the whole history: nothing was left out that would have excused
 *     what is left
 */
public record Witness(
        LinearOperation stuck,
        Optional<LinearOperation> before,
        String refusal,
        List<LinearOperation> order,
        List<LinearOperation> core) {

    public Witness {
        order = List.copyOf(order);
        core = List.copyOf(core);
    }
}
