package io.interregnum.check.linear;

/** Ends work that keeps no account of its own: its {@link Budget} is spent. Its message is the cause. */
final class OverBudget extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverBudget(String cause) {
        super(cause, null, false, false); // nobody asks where
    }

    /** Why it gave up. */
    String cause() {
        return String.valueOf(getMessage());
    }
}
