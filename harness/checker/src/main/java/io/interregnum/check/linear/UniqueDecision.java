package io.interregnum.check.linear;

import java.util.List;

/**
 * A history in which values are unique, prepared for decisions in O(n) or O(n log n): of the whole and of each of its
 * beginnings. Works in arrays that it uses again and again. One thread.
 */
interface UniqueDecision {

    enum Answer {
        LINEARIZABLE,
        /** The conditions do not hold; only a search can tell. */
        UNSURE,
        NOT_LINEARIZABLE
    }

    /** The history. */
    Stamps stamps();

    /**
     * Decides about what was known at {@code until}: what was invoked later is not there, what was answered later is
     * pending. If the answer is {@code NOT_LINEARIZABLE} for one moment, it is so for all later ones, and never {@code
     * UNSURE} where it is {@code LINEARIZABLE} for a later one.
     *
     * <p>Throws {@link OverBudget} when the budget of {@link #stamps} is spent, as {@link #order} does.
     *
     * @param until a stamp of {@link #stamps}
     */
    Answer decide(int until);

    /**
     * A linearization, as numbers of operations in {@link #stamps}. Only after {@link #decide} said {@code
     * LINEARIZABLE}, of what that was about.
     */
    int[] order();

    /**
     * A part of what was known that is not linearizable either, mostly of a handful of operations. Only after {@link
     * #decide} said {@code NOT_LINEARIZABLE}, of what that was about.
     */
    Clash clash();

    /**
     * A part of a history that has no linearization, so that the whole has none: what was left out would not have
     * excused it.
     *
     * @param operations in the order of invocation
     * @param given the same with no more than they demand in this part: one that was answered too late for it as
     *     pending, a compare-and-set as a write where it does not matter what it found
     */
    record Clash(List<LinearOperation> operations, List<LinearOperation> given) {
        public Clash {
            operations = List.copyOf(operations);
            given = List.copyOf(given);
        }

        /** The operation with the id of this one. */
        LinearOperation original(LinearOperation one) {
            return operations.stream()
                    .filter(operation -> operation.id() == one.id())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
