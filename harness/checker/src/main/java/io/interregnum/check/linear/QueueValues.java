package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * The values of a queue and the moments at which they may have come and gone, of what was known at some moment; filled
 * anew for each. One thread.
 */
final class QueueValues {
    static final int NONE = QueueHistory.NONE;

    private final QueueHistory history;
    private final int[] begins;
    private final int[] ends;
    private final int[] enqueue; // this and the next two by value
    private final int[] dequeue;
    private final int[] otherDequeue;
    private int until;
    private int count;

    QueueValues(QueueHistory history) {
        this.history = history;
        this.begins = history.stamps().begins();
        this.ends = history.stamps().ends();
        this.enqueue = new int[history.valueCount()];
        this.dequeue = new int[history.valueCount()];
        this.otherDequeue = new int[history.valueCount()];
    }

    /** Fills them with what was known at {@code moment}; false if a value was put in twice. */
    boolean fill(int moment) {
        until = moment;
        count = history.stamps().countUntil(moment);
        Arrays.fill(enqueue, NONE);
        Arrays.fill(dequeue, NONE);
        Arrays.fill(otherDequeue, NONE);
        for (int i = 0; i < count; i++) {
            history.stamps().step(i);
            if (!history.enqueues(i) && isAnswered(i) && !foundNothing(i)) {
                int[] place = dequeue[history.value(i)] == NONE ? dequeue : otherDequeue;
                place[history.value(i)] = i;
            }
        }
        for (int i = 0; i < count; i++) {
            history.stamps().step(i);
            int value = history.value(i);
            if (history.enqueues(i) && (isAnswered(i) || dequeue[value] != NONE)) {
                if (enqueue[value] != NONE || isInitial(value)) {
                    return false;
                }
                enqueue[value] = i;
            }
        }
        return true;
    }

    int count() {
        return count;
    }

    int until() {
        return until;
    }

    boolean isAnswered(int operation) {
        return ends[operation] <= until;
    }

    /** True for an answered dequeue of an empty queue. */
    boolean foundNothing(int operation) {
        return !history.enqueues(operation) && isAnswered(operation) && history.value(operation) == NONE;
    }

    /** True for a dequeue that may have taken anything. */
    boolean mayHaveTaken(int operation) {
        return !history.enqueues(operation) && !isAnswered(operation);
    }

    boolean isInitial(int value) {
        return value < history.initialCount();
    }

    /** True for a value that was put in, so that it matters. */
    boolean isThere(int value) {
        return enqueue[value] != NONE || isInitial(value);
    }

    /** True for a value that was put in, and that nobody is known to have got. */
    boolean isLeft(int value) {
        return isThere(value) && dequeue[value] == NONE;
    }

    /** The operation that put it in, or {@link #NONE}. */
    int enqueue(int value) {
        return enqueue[value];
    }

    /** The answered operation that got it, or {@link #NONE}. */
    int dequeue(int value) {
        return dequeue[value];
    }

    /** Another one, or {@link #NONE}. */
    int otherDequeue(int value) {
        return otherDequeue[value];
    }

    /** From when on it may have come. Only of one that is there, as the next three. */
    int comesFrom(int value) {
        return isInitial(value) ? value : begins[enqueue[value]];
    }

    /** Until when it has come. */
    int comesUntil(int value) {
        int end = isInitial(value) ? value : ends[enqueue[value]] <= until ? ends[enqueue[value]] : Stamps.NEVER;
        return Math.min(end, goesUntil(value));
    }

    /** From when on it may have gone; {@link Stamps#NEVER} if nobody is known to have got it. */
    int goesFrom(int value) {
        return dequeue[value] == NONE ? Stamps.NEVER : Math.max(begins[dequeue[value]], comesFrom(value));
    }

    /** Until when it has gone; {@link Stamps#NEVER} if nobody is known to have got it. */
    int goesUntil(int value) {
        return dequeue[value] == NONE ? Stamps.NEVER : ends[dequeue[value]];
    }
}
