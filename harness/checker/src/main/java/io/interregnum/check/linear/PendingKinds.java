package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * The pending calls of a history, sorted by letter. Those of one kind are interchangeable, so only how many of a kind were
 * used matters: wherever a later one stands in an order, an earlier one may stand. Immutable.
 */
final class PendingKinds {
    private final int[] kindOfLetter;
    private int[][] calls = new int[4][];
    private int[] sizes = new int[4];
    private int count;

    PendingKinds(Calls history) {
        kindOfLetter = new int[history.letters.count()];
        Arrays.fill(kindOfLetter, -1);
        for (int call = 0; call < history.count; call++) {
            if (history.isPending(call)) {
                add(kind(history.letter[call]), call);
            }
        }
    }

    private int kind(int letter) {
        if (kindOfLetter[letter] < 0) {
            if (count == calls.length) {
                calls = Arrays.copyOf(calls, 2 * count);
                sizes = Arrays.copyOf(sizes, 2 * count);
            }
            calls[count] = new int[4];
            kindOfLetter[letter] = count++;
        }
        return kindOfLetter[letter];
    }

    private void add(int kind, int call) {
        if (sizes[kind] == calls[kind].length) {
            calls[kind] = Arrays.copyOf(calls[kind], 2 * sizes[kind]);
        }
        calls[kind][sizes[kind]++] = call;
    }

    int count() {
        return count;
    }

    /** The kind of a pending call's letter. */
    int ofLetter(int letter) {
        return kindOfLetter[letter];
    }

    int size(int kind) {
        return sizes[kind];
    }

    /** The {@code position}-th call of {@code kind}, from 0, in the order of invocation. */
    int call(int kind, int position) {
        return calls[kind][position];
    }
}
