package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A history as numbers, which is what searches work on. Immutable once it is built, so many threads may read it.
 *
 * <p>Calls are numbered in the order of invocation. {@link #events} has them in the order of time: {@code i} where call
 * {@code i} was invoked and {@code ~i} where it was completed; a pending call has no completion. At equal stamps
 * invocations come first: such operations are concurrent.
 *
 * <p>Pending calls that only look are left out: nothing hangs on whether they happened.
 */
final class Calls {
    final int count;
    final LinearOperation[] operations;
    final int[] letter;
    final int[] events;
    final int pendingCount;
    final Letters letters = new Letters();
    final boolean[] looks; // by letter
    final boolean[] overwrites; // by letter

    /** @throws OverBudget when {@code budget} is spent */
    <S> Calls(Model<S> model, List<LinearOperation> history, Budget budget) {
        this.operations = inOrderOfInvocation(model, history, budget);
        this.count = operations.length;
        this.letter = new int[count];
        int pending = 0;
        for (int i = 0; i < count; i++) {
            budget.demand(i);
            letter[i] = letters.of(operations[i]);
            pending += operations[i].isPending() ? 1 : 0;
        }
        this.pendingCount = pending;
        this.looks = new boolean[letters.count()];
        this.overwrites = new boolean[letters.count()];
        for (int i = 0; i < letters.count(); i++) {
            looks[i] = model.onlyLooks(letters.sample(i));
            overwrites[i] = !looks[i] && model.overwrites(letters.sample(i));
        }
        this.events = merge();
    }

    private static LinearOperation[] inOrderOfInvocation(Model<?> model, List<LinearOperation> history, Budget budget) {
        List<LinearOperation> kept = new ArrayList<>(history.size());
        boolean sorted = true;
        long last = Long.MIN_VALUE;
        int step = 0;
        for (LinearOperation operation : history) {
            budget.demand(step++);
            if (operation.isPending() && model.onlyLooks(operation)) {
                continue;
            }
            sorted &= operation.invokedAt() >= last;
            last = operation.invokedAt();
            kept.add(operation);
        }
        LinearOperation[] array = kept.toArray(new LinearOperation[0]);
        if (!sorted) {
            Arrays.sort(array, Comparator.comparingLong(LinearOperation::invokedAt));
        }
        return array;
    }

    private int[] merge() {
        int[] completed = inOrderOfCompletion();
        int[] merged = new int[count + completed.length];
        int begun = 0;
        int ended = 0;
        for (int i = 0; i < merged.length; i++) {
            boolean begins = begun < count
                    && (ended == completed.length
                            || operations[begun].invokedAt() <= operations[completed[ended]].completedAt());
            merged[i] = begins ? begun++ : ~completed[ended++];
        }
        return merged;
    }

    private int[] inOrderOfCompletion() {
        int size = count - pendingCount;
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (LinearOperation operation : operations) {
            if (!operation.isPending()) {
                lowest = Math.min(lowest, operation.completedAt());
                highest = Math.max(highest, operation.completedAt());
            }
        }
        int indexBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
        if (size > 0 && highest - lowest >= 0 && highest - lowest < 1L << (62 - indexBits)) {
            return byPackedStamps(size, lowest, indexBits);
        }
        Integer[] order = new Integer[size];
        for (int i = 0, at = 0; i < count; i++) {
            if (!isPending(i)) {
                order[at++] = i;
            }
        }
        Arrays.sort(order, Comparator.comparingLong(i -> operations[i].completedAt()));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private int[] byPackedStamps(int size, long lowest, int indexBits) {
        long[] packed = new long[size];
        for (int i = 0, at = 0; i < count; i++) {
            if (!isPending(i)) {
                packed[at++] = (operations[i].completedAt() - lowest) << indexBits | i;
            }
        }
        Arrays.sort(packed);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = (int) (packed[i] & ((1L << indexBits) - 1));
        }
        return order;
    }

    boolean isPending(int call) {
        return operations[call].isPending();
    }

    boolean looks(int call) {
        return looks[letter[call]];
    }

    boolean overwrites(int call) {
        return overwrites[letter[call]];
    }
}
