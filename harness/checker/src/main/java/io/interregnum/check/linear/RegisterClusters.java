package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * The clusters of {@link RegisterZones}: of each value its writer, the earliest end and the latest beginning of its writer
 * and its reads, and the compare-and-set from it. Of what was known at some moment; filled anew for each. One thread.
 */
final class RegisterClusters {
    static final int NONE = RegisterHistory.NONE;

    private final RegisterHistory history;
    private final int[] seen;
    private final int[] written;
    private final int[] begins;
    private final int[] ends;
    private final boolean[] observed; // this and all below by value
    private final int[] pendingSet; // the compare-and-set, not answered, that writes it
    private final int[] writer;
    private final int[] next;
    private final int[] otherNext;
    private final int[] firstEnd;
    private final int[] lastBegin;
    private int until;
    private int count;

    RegisterClusters(RegisterHistory history) {
        this.history = history;
        this.seen = history.seen();
        this.written = history.written();
        this.begins = history.stamps().begins();
        this.ends = history.stamps().ends();
        int values = history.valueCount();
        this.observed = new boolean[values];
        this.pendingSet = new int[values];
        this.writer = new int[values];
        this.next = new int[values];
        this.otherNext = new int[values];
        this.firstEnd = new int[values];
        this.lastBegin = new int[values];
    }

    /** Fills the clusters with what was known at {@code moment}; false if a value has two writers. */
    boolean fill(int moment) {
        until = moment;
        count = history.stamps().countUntil(moment);
        Arrays.fill(observed, false);
        Arrays.fill(pendingSet, NONE);
        Arrays.fill(writer, NONE);
        Arrays.fill(next, NONE);
        Arrays.fill(otherNext, NONE);
        Arrays.fill(firstEnd, Stamps.NEVER);
        Arrays.fill(lastBegin, RegisterZones.BEFORE_ALL);
        observe();
        for (int i = 0; i < count; i++) {
            history.stamps().step(i);
            if (matters(i) && !put(i)) {
                return false;
            }
        }
        return true;
    }

    private void observe() {
        boolean pendingSets = false;
        for (int i = 0; i < count; i++) {
            history.stamps().step(i);
            if (seen[i] != NONE && isAnswered(i)) {
                observed[seen[i]] = true;
            } else if (isSet(i)) {
                pendingSet[written[i]] = i; // if there are two, and they matter, the value is not unique
                pendingSets = true;
            }
        }
        for (int i = 0; pendingSets && i < count; i++) {
            if (isSet(i) && !isAnswered(i) && observed[written[i]]) {
                for (int set = i; set != NONE && !observed[seen[set]]; set = pendingSet[seen[set]]) {
                    observed[seen[set]] = true;
                }
            }
        }
    }

    /** Puts an operation that matters where it belongs; false if its value has a writer already. */
    private boolean put(int operation) {
        int value = cluster(operation);
        if (written[operation] != NONE) {
            if (writer[value] != NONE || history.isInitial(value)) {
                return false;
            }
            writer[value] = operation;
        }
        if (isSet(operation)) {
            int[] place = next[seen[operation]] == NONE ? next : otherNext;
            place[seen[operation]] = operation;
        }
        if (isAnswered(operation)) {
            firstEnd[value] = Math.min(firstEnd[value], ends[operation]);
        }
        lastBegin[value] = begins[operation]; // they come in the order of invocation
        return true;
    }

    /** How many operations were known. */
    int count() {
        return count;
    }

    int until() {
        return until;
    }

    boolean isAnswered(int operation) {
        return ends[operation] <= until;
    }

    /** False for what is left out. */
    boolean matters(int operation) {
        return isAnswered(operation) || (written[operation] != NONE && observed[written[operation]]);
    }

    /** True for a compare-and-set. */
    boolean isSet(int operation) {
        return seen[operation] != NONE && written[operation] != NONE;
    }

    /** The value that an operation wrote, else found. */
    int cluster(int operation) {
        return written[operation] != NONE ? written[operation] : seen[operation];
    }

    /** The operation that wrote a value, or {@link #NONE}. */
    int writer(int value) {
        return writer[value];
    }

    /** The value directly before this one: what its writer found, or {@link #NONE}. */
    int before(int value) {
        return writer[value] == NONE ? NONE : seen[writer[value]];
    }

    /** The value directly after this one, or {@link #NONE}. */
    int after(int value) {
        return next[value] == NONE ? NONE : written[next[value]];
    }

    /** The compare-and-set from a value, or {@link #NONE}. */
    int next(int value) {
        return next[value];
    }

    /** Another one, or {@link #NONE}. */
    int otherNext(int value) {
        return otherNext[value];
    }

    /** The earliest end of a writer and its reads; {@link Stamps#NEVER} if none was answered. */
    int firstEnd(int value) {
        return firstEnd[value];
    }

    /** The latest beginning of a writer and its reads; {@link RegisterZones#BEFORE_ALL} if there are none. */
    int lastBegin(int value) {
        return lastBegin[value];
    }
}
