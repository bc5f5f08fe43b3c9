package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * How each configuration of a {@link JustInTimeSearch} came to be: which call was applied to which one before, and when.
 * Bounded: when it would take too much memory, it is given up, and there is a verdict without an order. One thread.
 */
final class Trail {
    static final int ROOT = -1;

    private static final int NODE_BYTES = 12;

    private final Budget budget;
    private boolean kept;
    private int[] parent = new int[256];
    private int[] applied = new int[256]; // a call, or ~kind of a pending one
    private int[] event = new int[256];
    private int size;

    Trail(Budget budget, boolean kept) {
        this.budget = budget;
        this.kept = kept;
    }

    boolean isKept() {
        return kept;
    }

    /** The number of the new step. */
    int add(int before, int call, int atEvent) {
        if (!kept) {
            return ROOT;
        }
        if (size == parent.length && !grow()) {
            return ROOT;
        }
        parent[size] = before;
        applied[size] = call;
        event[size] = atEvent;
        return size++;
    }

    private boolean grow() {
        if (size > Integer.MAX_VALUE / 4 || !budget.canSpare((long) NODE_BYTES * size)) {
            kept = false;
            budget.use(-(long) NODE_BYTES * size);
            parent = new int[0];
            applied = new int[0];
            event = new int[0];
            return false;
        }
        budget.use((long) NODE_BYTES * size);
        parent = Arrays.copyOf(parent, 2 * size);
        applied = Arrays.copyOf(applied, 2 * size);
        event = Arrays.copyOf(event, 2 * size);
        return true;
    }

    /** The steps that led to {@code last}, first one first. */
    int[] stepsTo(int last) {
        int length = 0;
        for (int node = last; node != ROOT; node = parent[node]) {
            length++;
        }
        int[] steps = new int[length];
        for (int node = last; node != ROOT; node = parent[node]) {
            steps[--length] = node;
        }
        return steps;
    }

    int applied(int node) {
        return applied[node];
    }

    int event(int node) {
        return event[node];
    }
}
