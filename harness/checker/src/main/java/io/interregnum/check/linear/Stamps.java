package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.List;

/**
 * The operations of a history in the order of invocation, and their stamps as small numbers: as those were, one is less
 * than another, equal to it or greater. Stamps that are positions are taken as they are, others are ranked. O(n).
 */
final class Stamps {
    /** The end of an operation that was never answered; greater than all others. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final long ROOM_PER_OPERATION = 4;

    private final LinearOperation[] operations;
    private final Budget budget;
    private final int[] begins;
    private final int[] ends;
    private final int first;
    private int last;

    private Stamps(LinearOperation[] operations, int first, Budget budget) {
        this.operations = operations;
        this.budget = budget;
        this.begins = new int[operations.length];
        this.ends = new int[operations.length];
        this.first = first;
        this.last = first;
    }

    /**
     * Of {@code history}, in any order; the earliest stamp becomes {@code first}.
     *
     * @param budget what the whole decision may take
     */
    static Stamps of(List<LinearOperation> history, int first, Budget budget) {
        Stamps stamps = new Stamps(inOrderOfInvocation(history.toArray(new LinearOperation[0])), first, budget);
        if (stamps.operations.length > 0) {
            stamps.number();
        }
        return stamps;
    }

    private static LinearOperation[] inOrderOfInvocation(LinearOperation[] operations) {
        long[] invoked = new long[operations.length];
        boolean sorted = true;
        for (int i = 0; i < invoked.length; i++) {
            invoked[i] = operations[i].invokedAt();
            sorted &= i == 0 || invoked[i - 1] <= invoked[i];
        }
        if (sorted) {
            return operations;
        }
        int[] order = RadixSort.order(invoked);
        LinearOperation[] ordered = new LinearOperation[operations.length];
        for (int i = 0; i < order.length; i++) {
            ordered[i] = operations[order[i]];
        }
        return ordered;
    }

    private void number() {
        long least = operations[0].invokedAt();
        long greatest = operations[operations.length - 1].invokedAt();
        for (LinearOperation operation : operations) {
            greatest = operation.isPending() ? greatest : Math.max(greatest, operation.completedAt());
        }
        // A difference below zero has overflowed.
        long width = greatest - least;
        if (width < 0 || width > ROOM_PER_OPERATION * operations.length) {
            rank();
            return;
        }
        last = first + (int) width;
        for (int i = 0; i < operations.length; i++) {
            budget.demand(i);
            LinearOperation operation = operations[i];
            begins[i] = first + (int) (operation.invokedAt() - least);
            ends[i] = operation.isPending() ? NEVER : first + (int) (operation.completedAt() - least);
        }
    }

    private void rank() {
        int count = operations.length;
        int answered = 0;
        long[] all = new long[2 * count];
        int[] operationOf = new int[count];
        for (int i = 0; i < count; i++) {
            budget.demand(i);
            all[i] = operations[i].invokedAt();
            if (operations[i].isPending()) {
                ends[i] = NEVER;
            } else {
                all[count + answered] = operations[i].completedAt();
                operationOf[answered++] = i;
            }
        }
        all = Arrays.copyOf(all, count + answered);
        int[] order = RadixSort.order(all);
        for (int i = 0; i < order.length; i++) {
            int at = order[i];
            last += i > 0 && all[order[i - 1]] != all[at] ? 1 : 0;
            if (at < count) {
                begins[at] = last;
            } else {
                ends[operationOf[at - count]] = last;
            }
        }
    }

    /**
     * To be called at each step of a loop over operations or values.
     *
     * @throws OverBudget when there is nothing left to decide with
     */
    void step(int number) {
        budget.demand(number);
    }

    int count() {
        return operations.length;
    }

    /** The greatest stamp but {@link #NEVER}. */
    int last() {
        return last;
    }

    LinearOperation operation(int index) {
        return operations[index];
    }

    /** In ascending order; not to be written to. */
    int[] begins() {
        return begins;
    }

    /** Not to be written to. */
    int[] ends() {
        return ends;
    }

    /** How many operations were invoked at {@code until} or before. */
    int countUntil(int until) {
        int low = 0;
        int high = begins.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (begins[middle] <= until) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** An operation as it was known at {@code until}. */
    LinearOperation operation(int index, int until) {
        LinearOperation operation = operations[index];
        return ends[index] <= until
                ? operation
                : LinearOperation.pending(operation.id(), operation.f(), operation.value(), operation.invokedAt());
    }
}
