package io.interregnum.check.linear;

import java.util.List;

/** The slow judge: tries every order that real time allows, with every set of pending operations. */
final class BruteForce {
    private BruteForce() {}

    static <S> boolean isLinearizable(Model<S> model, List<LinearOperation> operations) {
        return place(model, operations, new boolean[operations.size()], model.initial());
    }

    private static <S> boolean place(Model<S> model, List<LinearOperation> operations, boolean[] placed, S state) {
        boolean done = true;
        for (int i = 0; i < placed.length; i++) {
            done &= placed[i] || operations.get(i).isPending();
        }
        if (done) {
            return true;
        }
        for (int i = 0; i < placed.length; i++) {
            if (placed[i] || !isFree(operations, placed, i)) {
                continue;
            }
            var step = model.step(state, operations.get(i));
            if (step.next().isEmpty()) {
                continue;
            }
            placed[i] = true;
            if (place(model, operations, placed, step.next().get())) {
                return true;
            }
            placed[i] = false;
        }
        return false;
    }

    private static boolean isFree(List<LinearOperation> operations, boolean[] placed, int candidate) {
        for (int i = 0; i < placed.length; i++) {
            if (!placed[i] && operations.get(i).precedes(operations.get(candidate))) {
                return false;
            }
        }
        return true;
    }

    /** True if {@code order} has every answered operation once, breaks no real-time order and is accepted. */
    static <S> boolean isProof(Model<S> model, List<LinearOperation> operations, List<LinearOperation> order) {
        S state = model.initial();
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                if (order.get(j).precedes(order.get(i)) || order.get(j).equals(order.get(i))) {
                    return false;
                }
            }
            var step = model.step(state, order.get(i));
            if (step.next().isEmpty()) {
                return false;
            }
            state = step.next().get();
        }
        return operations.containsAll(order)
                && operations.stream().allMatch(operation -> operation.isPending() || order.contains(operation));
    }
}
