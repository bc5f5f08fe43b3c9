package io.interregnum.fault;

/** A step of a schedule that waits for what can never be. */
public final class UnfitStepException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int step;

    /** @param step its number, from 0 */
    UnfitStepException(int step, String message) {
        super("step " + step + " " + message);
        this.step = step;
    }

    /** The number of the step, from 0. */
    public int step() {
        return step;
    }
}
