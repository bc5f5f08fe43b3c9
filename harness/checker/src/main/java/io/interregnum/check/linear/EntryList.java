package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Invocations and completions of all operations that are not linearized yet, in the order of time: Lowe's doubly linked
 * list, from which an operation is lifted in constant time and put back in the reverse order of lifting. One thread.
 *
 * <p>An entry is a number: {@code i} is the invocation of operation {@code i}, {@code count + i} its completion. A
 * pending operation has no completion.
 */
final class EntryList {
    private final int count;
    private final boolean[] pending;
    private final int[] next;
    private final int[] previous;
    private final int[] position;

    /** Operation {@code i} is the i-th of {@code operations}. */
    EntryList(List<LinearOperation> operations) {
        count = operations.size();
        pending = new boolean[count];
        next = new int[2 * count + 1];
        previous = new int[2 * count + 1];
        position = new int[2 * count + 1];
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pending[i] = operations.get(i).isPending();
            entries.add(i);
            if (!pending[i]) {
                entries.add(count + i);
            }
        }
        // At equal stamps invocations come first: such operations are concurrent.
        entries.sort(Comparator.<Integer>comparingLong(entry -> stamp(operations, entry))
                .thenComparing(entry -> isCompletion(entry))
                .thenComparing(Comparator.naturalOrder()));
        int last = head();
        for (int i = 0; i < entries.size(); i++) {
            int entry = entries.get(i);
            next[last] = entry;
            previous[entry] = last;
            position[entry] = i;
            last = entry;
        }
        next[last] = head();
        previous[head()] = last;
    }

    private long stamp(List<LinearOperation> operations, int entry) {
        return isCompletion(entry)
                ? operations.get(entry - count).completedAt()
                : operations.get(entry).invokedAt();
    }

    private int head() {
        return 2 * count;
    }

    boolean isCompletion(int entry) {
        return entry >= count;
    }

    /** The operation of a completion. */
    int operationOf(int completion) {
        return completion - count;
    }

    int first() {
        return next[head()];
    }

    int after(int entry) {
        return next[entry];
    }

    /** Where a completion stood in the full list, from 0. */
    int position(int completion) {
        return position[completion];
    }

    void lift(int operation) {
        unlink(operation);
        if (!pending[operation]) {
            unlink(count + operation);
        }
    }

    void unlift(int operation) {
        if (!pending[operation]) {
            link(count + operation);
        }
        link(operation);
    }

    private void unlink(int entry) {
        next[previous[entry]] = next[entry];
        previous[next[entry]] = previous[entry];
    }

    private void link(int entry) {
        next[previous[entry]] = entry;
        previous[next[entry]] = entry;
    }
}
