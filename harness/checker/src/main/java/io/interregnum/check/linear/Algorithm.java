package io.interregnum.check.linear;

/** How to decide. Verdicts never hang on it; only how long they take, and whether there is one within the limits. */
public enum Algorithm {
    /** {@link #UNIQUE} where its conditions hold, else {@link #WGL} and {@link #LINEAR} in a race. */
    AUTO,
    /** Depth first: Wing and Gong 1993, Lowe 2017. Finds an order quickly where there are many. */
    WGL,
    /** Breadth first along the history: Lowe's just-in-time linearization, 2017. Grows with the length only. */
    LINEAR,
    /** Near-linear, where values are written once: Gibbons and Korach 1997. Undecided where its conditions don't hold. */
    UNIQUE
}
