package io.interregnum.check.linear;

import io.interregnum.check.linear.ElementHistory.Role;
import java.util.Arrays;

/**
 * Decides histories of a set to which every element is added once at most, from which it may be removed any number of
 * times, and which is asked element by element; for elements that are there at first, the other way round. O(n). Lee and
 * Mathur, "Efficient decrease-and-conquer linearizability monitoring", OOPSLA 2025, and Abdulla et al., "Efficient
 * linearizability monitoring", PLDI 2025, have such decisions for sets; this one, for pending operations and for changes
 * that do not say whether they found the element, is our own.
 *
 * <p><b>Each element apart:</b> it is an object of its own (Herlihy and Wing 1990, section 3.3, "locality"). It is at
 * first in some state, there or not; a <em>flip</em> brings it into the other, a <em>back</em> into the first. A
 * <em>pending</em> flip is left out if no answer found the element flipped: without it the others see the same. Pending
 * backs may have happened or not. <b>Condition:</b> at most one flip is left; it has happened.
 *
 * <p><b>Without a flip</b> there is a linearization if and only if no answer found the element flipped.
 *
 * <p><b>With one</b> the element is flipped from some moment a, within the flip's interval, to some moment r, that of a
 * back, or for ever. Let U be the earliest end of the flip and of all answers that found the element flipped, L the
 * latest beginning of these answers, A the beginning of the flip. Then {@code A <= a <= U}, {@code L <= r}, {@code a <=
 * r}, and an answer that found the element as at first, or an answered back, call it x, lies at a or before, or at r or
 * after. (At equal moments the order is: those before, the flip, what found it flipped, the back, those after.) If {@code
 * A > U} there is none.
 * <ul>
 *   <li><b>For ever:</b> all x begin at a or before. It can be so if and only if the latest beginning of all x is not
 *       after U; then a = U will do.
 *   <li><b>Until r:</b> a back from r1 to r2 can end it if r lies in its interval and is not less than L and A, so at
 *       {@code max(r1, L, A)} at the earliest, if that is not after r2. The earliest r that any of them allows is best:
 *       then a is the lesser of U and r, and what is wrong is an x with {@code begin > a} and {@code end < r}, which a
 *       later r only makes more. Nor would an earlier a help. If {@code r <= U} nothing is wrong.
 * </ul>
 */
final class ElementZones implements UniqueDecision {
    static final int NONE = -1;

    private final ElementHistory history;
    private final Stamps stamps;
    private final int[] begins;
    private final int[] ends;
    private final int[] flip; // this and all below by element
    private final int[] flippedBy; // U
    private final int[] flippedUntil; // L
    private final int[] lastBegin; // of what must not lie within; of all x
    private final int[] back; // the one that ends it, if one does
    private final int[] backAt; // r
    private int until;
    private int count;
    private int culprit = NONE;

    ElementZones(ElementHistory history) {
        this.history = history;
        this.stamps = history.stamps();
        this.begins = stamps.begins();
        this.ends = stamps.ends();
        int elements = history.elementCount();
        this.flip = new int[elements];
        this.flippedBy = new int[elements];
        this.flippedUntil = new int[elements];
        this.lastBegin = new int[elements];
        this.back = new int[elements];
        this.backAt = new int[elements];
    }

    @Override
    public Stamps stamps() {
        return stamps;
    }

    @Override
    public Answer decide(int moment) {
        until = moment;
        count = stamps.countUntil(moment);
        clear();
        look();
        if (!flip()) {
            return Answer.UNSURE;
        }
        back();
        return flipsHold() && nothingWithin() ? Answer.LINEARIZABLE : Answer.NOT_LINEARIZABLE;
    }

    private void clear() {
        Arrays.fill(flip, NONE);
        Arrays.fill(flippedBy, Stamps.NEVER);
        Arrays.fill(flippedUntil, NONE);
        Arrays.fill(lastBegin, NONE);
        Arrays.fill(back, NONE);
        Arrays.fill(backAt, Stamps.NEVER);
    }

    boolean isAnswered(int operation) {
        return ends[operation] <= until;
    }

    int count() {
        return count;
    }

    int until() {
        return until;
    }

    /** True for an answer that found the element flipped. */
    boolean isFlipped(int operation) {
        return history.role(operation) == Role.FOUND_FLIPPED && isAnswered(operation);
    }

    /** True for what must not lie within the time in which the element is flipped. */
    boolean isOutside(int operation) {
        Role role = history.role(operation);
        return (role == Role.FOUND_AS_AT_FIRST || role == Role.BACK) && isAnswered(operation);
    }

    private void look() {
        for (int i = 0; i < count; i++) {
            stamps.step(i);
            int element = history.element(i);
            if (isFlipped(i)) {
                flippedBy[element] = Math.min(flippedBy[element], ends[i]);
                flippedUntil[element] = begins[i]; // they come in the order of invocation, here and below
            } else if (isOutside(i)) {
                lastBegin[element] = begins[i];
            }
        }
    }

    /** False if an element has two flips. */
    private boolean flip() {
        for (int i = 0; i < count; i++) {
            stamps.step(i);
            int element = history.element(i);
            if (history.role(i) == Role.FLIP && (isAnswered(i) || flippedUntil[element] != NONE)) {
                if (flip[element] != NONE) {
                    return false;
                }
                flip[element] = i;
                flippedBy[element] = Math.min(flippedBy[element], isAnswered(i) ? ends[i] : Stamps.NEVER);
            }
        }
        return true;
    }

    /** Finds the back that can end it first, where it cannot last for ever. */
    private void back() {
        for (int i = 0; i < count; i++) {
            stamps.step(i);
            int element = history.element(i);
            if (history.role(i) == Role.BACK && flip[element] != NONE && lastBegin[element] > flippedBy[element]) {
                int at = Math.max(begins[i], Math.max(flippedUntil[element], begins[flip[element]]));
                if (at < backAt[element] && (!isAnswered(i) || at <= ends[i])) {
                    back[element] = i;
                    backAt[element] = at;
                }
            }
        }
    }

    private boolean flipsHold() {
        for (int element = 0; element < flip.length; element++) {
            boolean neverFlipped = flip[element] == NONE && flippedUntil[element] != NONE;
            boolean tooEarly = flip[element] != NONE && begins[flip[element]] > flippedBy[element];
            boolean stays = flip[element] != NONE && lastBegin[element] > flippedBy[element] && back[element] == NONE;
            if (neverFlipped || tooEarly || stays) {
                culprit = element;
                return false;
            }
        }
        return true;
    }

    private boolean nothingWithin() {
        for (int i = 0; i < count; i++) {
            stamps.step(i);
            if (isWithin(i)) {
                culprit = history.element(i);
                return false;
            }
        }
        return true;
    }

    /** True for what must not, but does lie within the time in which the element is flipped. */
    boolean isWithin(int operation) {
        int element = history.element(operation);
        return back[element] != NONE
                && isOutside(operation)
                && begins[operation] > flipAt(element)
                && ends[operation] < backAt[element];
    }

    /** When the element is flipped, if it is: a. */
    private int flipAt(int element) {
        return Math.min(flippedBy[element], backAt[element]);
    }

    /** U. */
    int flippedBy(int element) {
        return flippedBy[element];
    }

    /** The operation that flips it, or {@link #NONE}. */
    int flip(int element) {
        return flip[element];
    }

    @Override
    public int[] order() {
        int[] operations = new int[count];
        long[] moments = new long[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            stamps.step(i);
            long moment = moment(i);
            if (moment >= 0) {
                operations[size] = i;
                moments[size++] = moment;
            }
        }
        int[] sorted = RadixSort.order(Arrays.copyOf(moments, size));
        for (int i = 0; i < size; i++) {
            sorted[i] = operations[sorted[i]];
        }
        return sorted;
    }

    /** When an operation happens, five places a moment; -1 for one that need not happen. */
    private long moment(int operation) {
        int element = history.element(operation);
        int begin = begins[operation];
        if (operation == flip[element]) {
            return 5L * flipAt(element) + 1;
        }
        if (operation == back[element]) {
            return 5L * backAt[element] + 3;
        }
        if (isFlipped(operation)) {
            return 5L * Math.max(begin, flipAt(element)) + 2;
        }
        if (isOutside(operation)) {
            boolean before = flip[element] == NONE || begin <= flipAt(element);
            return before ? 5L * begin : 5L * Math.max(begin, backAt[element]) + 4;
        }
        return -1;
    }

    @Override
    public Clash clash() {
        return new ElementClash(history, this).part(culprit);
    }
}
