package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.Objects;

/**
 * Numbers for what operations ask and answer: operations that agree in function, value and whether they are pending have
 * one letter, and no model can tell them apart. Filled by one thread, then read by many.
 */
final class Letters {
    private LinearOperation[] samples = new LinearOperation[16];
    private int[] table = new int[64];
    private int count;

    Letters() {
        Arrays.fill(table, -1);
    }

    /** The letter of {@code operation}, a new one where none fits. */
    int of(LinearOperation operation) {
        int hash = hash(operation);
        int at = hash & (table.length - 1);
        while (table[at] >= 0) {
            if (same(samples[table[at]], operation)) {
                return table[at];
            }
            at = (at + 1) & (table.length - 1);
        }
        table[at] = count;
        if (count == samples.length) {
            samples = Arrays.copyOf(samples, 2 * count);
        }
        samples[count++] = operation;
        if (2 * count > table.length) {
            grow();
        }
        return count - 1;
    }

    private void grow() {
        table = new int[2 * table.length];
        Arrays.fill(table, -1);
        for (int letter = 0; letter < count; letter++) {
            int at = hash(samples[letter]) & (table.length - 1);
            while (table[at] >= 0) {
                at = (at + 1) & (table.length - 1);
            }
            table[at] = letter;
        }
    }

    private static int hash(LinearOperation operation) {
        int hash = 31 * operation.f().hashCode() + Objects.hashCode(operation.value());
        return Mixing.mix(operation.isPending() ? ~hash : hash);
    }

    private static boolean same(LinearOperation a, LinearOperation b) {
        return a.isPending() == b.isPending() && a.f().equals(b.f()) && Objects.equals(a.value(), b.value());
    }

    /** The letter of {@code operation}; -1 where none fits. */
    int find(LinearOperation operation) {
        int at = hash(operation) & (table.length - 1);
        while (table[at] >= 0 && !same(samples[table[at]], operation)) {
            at = (at + 1) & (table.length - 1);
        }
        return table[at];
    }

    int count() {
        return count;
    }

    /** One of the operations of {@code letter}. */
    LinearOperation sample(int letter) {
        return samples[letter];
    }
}
