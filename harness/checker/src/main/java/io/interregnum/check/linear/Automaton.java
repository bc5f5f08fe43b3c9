package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model with numbers for its states, which remembers each step that it was asked for: a search asks the same ones again
 * and again. What it remembers is bounded; beyond, it asks the model anew. One thread.
 *
 * @param <S> the model's state
 */
final class Automaton<S> {
    /** Answer of {@link #step} when the model refuses. */
    static final int REFUSED = -1;

    private static final int DENSE_LETTERS_MAX = 1 << 10;
    private static final int DENSE_STATES_MAX = 1 << 12;
    private static final int SPARSE_SLOTS_MAX = 1 << 21;
    private static final int NOT_ASKED = 0; // a step is kept as next + 2, a refusal as 1
    private static final int STATE_BYTES = 120; // a guess: the state, its entry in the map, its row

    private final Model<S> model;
    private final Letters letters;
    private final Budget budget;
    private final Map<S, Integer> numbers = new HashMap<>(); // order is never read
    private Object[] states = new Object[16];
    private int[][] rows = new int[16][];
    private long[] sparseKeys = new long[0];
    private int[] sparseNext = new int[0];
    private int sparseCount;

    Automaton(Model<S> model, Letters letters, Budget budget) {
        this.model = model;
        this.letters = letters;
        this.budget = budget;
        number(model.initial());
    }

    /** The state before the first operation. */
    int initial() {
        return 0;
    }

    private int number(S state) {
        Integer known = numbers.get(state);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(state, number);
        if (number == states.length) {
            states = Arrays.copyOf(states, 2 * number);
            rows = Arrays.copyOf(rows, 2 * number);
        }
        states[number] = state;
        budget.use(STATE_BYTES);
        return number;
    }

    /** How many states were met. */
    int stateCount() {
        return numbers.size();
    }

    @SuppressWarnings("unchecked") // only states of the model are in the array
    S state(int number) {
        return (S) states[number];
    }

    /** The number of the state that {@code letter} leads to, or {@link #REFUSED}. */
    int step(int state, int letter) {
        if (letters.count() <= DENSE_LETTERS_MAX && state < DENSE_STATES_MAX) {
            int[] row = rows[state];
            if (row == null) {
                row = new int[letters.count()];
                rows[state] = row;
                budget.use(16 + 4L * row.length);
            }
            if (row[letter] == NOT_ASKED) {
                row[letter] = ask(state, letter) + 2;
            }
            return row[letter] - 2;
        }
        return sparseStep(state, letter);
    }

    private int sparseStep(int state, int letter) {
        long key = ((long) state << 32 | letter) + 1; // 0 is an empty slot
        int mask = sparseKeys.length - 1;
        if (mask > 0) {
            for (int at = (int) Mixing.mix(key) & mask; sparseKeys[at] != 0; at = (at + 1) & mask) {
                if (sparseKeys[at] == key) {
                    return sparseNext[at];
                }
            }
        }
        int next = ask(state, letter);
        keep(key, next);
        return next;
    }

    private void keep(long key, int next) {
        if (2 * sparseCount >= sparseKeys.length) {
            if (sparseKeys.length >= SPARSE_SLOTS_MAX) {
                Arrays.fill(sparseKeys, 0);
                sparseCount = 0;
            } else {
                widen();
            }
        }
        put(key, next);
        sparseCount++;
    }

    private void widen() {
        long[] keys = sparseKeys;
        int[] nexts = sparseNext;
        sparseKeys = new long[Math.max(1024, 2 * keys.length)];
        sparseNext = new int[sparseKeys.length];
        budget.use(12L * (sparseKeys.length - keys.length));
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                put(keys[i], nexts[i]);
            }
        }
    }

    private void put(long key, int next) {
        int mask = sparseKeys.length - 1;
        int at = (int) Mixing.mix(key) & mask;
        while (sparseKeys[at] != 0) {
            at = (at + 1) & mask;
        }
        sparseKeys[at] = key;
        sparseNext[at] = next;
    }

    private int ask(int state, int letter) {
        Optional<S> next = model.step(state(state), letters.sample(letter)).next();
        return next.isPresent() ? number(next.get()) : REFUSED;
    }

    /** What the model says to {@code letter} in {@code state}; empty text where it accepts. */
    String refusal(int state, int letter) {
        return model.step(state(state), letters.sample(letter)).refusal();
    }
}
