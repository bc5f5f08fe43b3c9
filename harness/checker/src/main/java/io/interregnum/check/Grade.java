package io.interregnum.check;

/** The four grades of split-brain, from an observation to lost state. Higher is worse. */
public enum Grade {
    /** Two nodes' certain claims intersect. An observation, unless a stated bound is exceeded. */
    CLAIM_OVERLAP(1, "claim overlap"),
    /** An effect under an epoch whose operation was invoked after an effect under a later epoch was acknowledged. */
    EFFECT_OVERLAP(2, "effect overlap"),
    /** Two nodes with effects in one epoch, or an epoch that goes back. */
    EPOCH_BROKEN(3, "epoch broken"),
    /** An acknowledged write is gone, or a read that was promised fresh is stale. */
    STATE_LOST_OR_FORKED(4, "state lost or forked");

    private final int number;
    private final String words;

    Grade(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** 1 to 4. */
    public int number() {
        return number;
    }

    /** The grade in words, in lower case. */
    public String words() {
        return words;
    }
}
