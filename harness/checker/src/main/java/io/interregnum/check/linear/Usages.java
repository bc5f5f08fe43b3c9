package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * How many pending calls of each kind were used, as numbers for such vectors: equal vectors have equal numbers. 0 is none
 * at all. One thread.
 */
final class Usages {
    static final int NONE = 0;

    private final int kinds;
    private final Budget budget;
    private short[][] vectors = new short[16][];
    private int[][] successors = new int[16][]; // by kind; 0 where not asked yet, since nothing leads to NONE
    private int[] table = new int[64];
    private int count = 1;

    Usages(int kinds, Budget budget) {
        this.kinds = kinds;
        this.budget = budget;
        vectors[NONE] = new short[kinds];
    }

    int used(int usage, int kind) {
        return vectors[usage][kind];
    }

    /** {@code usage} and one more of {@code kind}. */
    int and(int usage, int kind) {
        int[] known = successors[usage];
        if (known == null) {
            known = new int[kinds];
            successors[usage] = known;
            budget.use(16 + 4L * kinds);
        }
        if (known[kind] == 0) {
            short[] vector = vectors[usage].clone();
            vector[kind]++;
            known[kind] = number(vector);
        }
        return known[kind];
    }

    private int number(short[] vector) {
        int mask = table.length - 1;
        int at = Mixing.mix(Arrays.hashCode(vector)) & mask;
        while (table[at] != 0) {
            if (Arrays.equals(vectors[table[at]], vector)) {
                return table[at];
            }
            at = (at + 1) & mask;
        }
        if (count == vectors.length) {
            vectors = Arrays.copyOf(vectors, 2 * count);
            successors = Arrays.copyOf(successors, 2 * count);
        }
        vectors[count] = vector;
        table[at] = count++;
        budget.use(40 + 2L * kinds);
        if (2 * count > table.length) {
            rehash();
        }
        return count - 1;
    }

    private void rehash() {
        table = new int[2 * table.length];
        int mask = table.length - 1;
        for (int usage = 1; usage < count; usage++) {
            int at = Mixing.mix(Arrays.hashCode(vectors[usage])) & mask;
            while (table[at] != 0) {
                at = (at + 1) & mask;
            }
            table[at] = usage;
        }
    }

    /** True if {@code a} used no more of any kind than {@code b}. */
    boolean isWithin(int a, int b) {
        if (a == b || a == NONE) {
            return true;
        }
        short[] less = vectors[a];
        short[] more = vectors[b];
        for (int kind = 0; kind < kinds; kind++) {
            if (less[kind] > more[kind]) {
                return false;
            }
        }
        return true;
    }
}
