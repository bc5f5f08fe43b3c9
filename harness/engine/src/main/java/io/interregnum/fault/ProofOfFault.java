package io.interregnum.fault;

/**
 * What looking at the targets of a fault showed.
 *
 * @param condition of the targets
 * @param detail what was seen, for people
 */
public record ProofOfFault(Condition condition, String detail) {

    /** How the targets are. */
    public enum Condition {
        /** Every target shows the whole effect, and nothing else does. */
        DAMAGED,
        /** No target shows any of it. */
        WHOLE,
        /** Anything between, and whatever could not be looked at. */
        UNCLEAR
    }
}
