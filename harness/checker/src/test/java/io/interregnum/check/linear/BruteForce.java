package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The slow judge: tries every order that real time allows, with every set of pending operations. Of a model it takes
 * nothing but the name and the beginning: what the object does is said by {@link Toys}.
 */
final class BruteForce {
    private BruteForce() {}

    static boolean isLinearizable(Model<?> model, List<LinearOperation> operations) {
        return hasOrder(model, operations, operation -> !operation.isPending());
    }

    /** True if there is an order of all that are {@code demanded}, and of any others; answers are what they are. */
    static boolean hasOrder(Model<?> model, List<LinearOperation> operations, Predicate<LinearOperation> demanded) {
        boolean[] mayBeLeftOut = new boolean[operations.size()];
        for (int i = 0; i < mayBeLeftOut.length; i++) {
            mayBeLeftOut[i] = !demanded.test(operations.get(i));
        }
        return place(operations, mayBeLeftOut, new boolean[operations.size()], Toys.of(model, operations));
    }

    private static boolean place(
            List<LinearOperation> operations, boolean[] mayBeLeftOut, boolean[] placed, Toys.Toy toy) {
        boolean done = true;
        for (int i = 0; i < placed.length; i++) {
            done &= placed[i] || mayBeLeftOut[i];
        }
        if (done) {
            return true;
        }
        for (int i = 0; i < placed.length; i++) {
            if (placed[i] || !isFree(operations, mayBeLeftOut, placed, i)) {
                continue;
            }
            placed[i] = true;
            for (Toys.Toy next : toy.after(operations.get(i))) {
                if (place(operations, mayBeLeftOut, placed, next)) {
                    return true;
                }
            }
            placed[i] = false;
        }
        return false;
    }

    private static boolean isFree(
            List<LinearOperation> operations, boolean[] mayBeLeftOut, boolean[] placed, int candidate) {
        for (int i = 0; i < placed.length; i++) {
            boolean mustComeFirst =
                    !placed[i] && !mayBeLeftOut[i] && operations.get(i).precedes(operations.get(candidate));
            if (mustComeFirst || (placed[i] && operations.get(candidate).precedes(operations.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /**
     * True if {@code order} has every answered operation once, breaks no real-time order and is accepted. A pending
     * operation may take effect at its place or later.
     */
    static boolean isProof(Model<?> model, List<LinearOperation> operations, List<LinearOperation> order) {
        List<LinearOperation> inOrder = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            LinearOperation operation = order.get(i);
            for (int j = i + 1; j < order.size(); j++) {
                if (order.get(j).precedes(operation) || order.get(j).equals(operation)) {
                    return false;
                }
            }
            long end = operation.isPending() ? LinearOperation.NEVER : 2L * i + 1;
            inOrder.add(new LinearOperation(operation.id(), operation.f(), operation.value(), 2L * i, end));
        }
        return operations.containsAll(order)
                && operations.stream().allMatch(operation -> operation.isPending() || order.contains(operation))
                && isLinearizable(model, inOrder);
    }
}
