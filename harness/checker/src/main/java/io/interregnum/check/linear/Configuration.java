package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * Which operations are linearized, and the state they led to. Of the bit set only the words between the oldest operation
 * that is not linearized and the newest that is are kept; the rest is all ones below and all zeros above.
 *
 * @param <S> the model's state
 */
final class Configuration<S> {
    private static final int OVERHEAD_BYTES = 112; // this, the array's header, the hash set's node and slot

    private final int firstWord;
    private final long[] words;
    private final S state;
    private final int hash;

    Configuration(long[] linearized, S state) {
        int from = 0;
        while (from < linearized.length && linearized[from] == -1L) {
            from++;
        }
        int to = linearized.length;
        while (to > from && linearized[to - 1] == 0L) {
            to--;
        }
        this.firstWord = from;
        this.words = Arrays.copyOfRange(linearized, from, to);
        this.state = state;
        this.hash = 31 * (31 * Arrays.hashCode(words) + from) + state.hashCode();
    }

    /** Estimated size without the state. */
    long sizeBytes() {
        return OVERHEAD_BYTES + 8L * words.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Configuration<?> that
                && hash == that.hash
                && firstWord == that.firstWord
                && Arrays.equals(words, that.words)
                && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
