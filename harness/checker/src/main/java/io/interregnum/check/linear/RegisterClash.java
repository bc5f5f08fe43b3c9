package io.interregnum.check.linear;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Names the operations that {@link RegisterZones} found to clash. O(n). One thread.
 *
 * <p>The part that they form is <em>fair</em>: it has the writer of each value that one of them demands, if there is one;
 * else the demand is dropped, and the compare-and-set is taken as a write. If the whole had a linearization, this part of
 * it were one of the part. A pending writer is in it together with an answered operation that proves that it happened.
 */
final class RegisterClash {
    private static final int NONE = RegisterHistory.NONE;

    /** What is wrong. */
    enum Kind {
        /** Nothing. */
        NONE,
        /** A value was found that nobody wrote. */
        NEVER_WRITTEN,
        /** Two compare-and-sets found the same value, which was there once. */
        TWO_SETS,
        /** A value was read before its write began. */
        READ_BEFORE_WRITE,
        /** Compare-and-sets each found what the next one wrote. */
        CIRCLE,
        /** The second of two values of a chain was there before the first one had gone. */
        WITHIN_CHAIN,
        /** Of two chains each was there before the other one had gone. */
        TWO_CHAINS
    }

    private final RegisterHistory history;
    private final RegisterClusters clusters;
    private final NavigableSet<Integer> part = new TreeSet<>();

    RegisterClash(RegisterHistory history, RegisterClusters clusters) {
        this.history = history;
        this.clusters = clusters;
    }

    /** The operations. {@code one} and {@code other} are values. */
    UniqueDecision.Clash part(Kind kind, int one, int other) {
        switch (kind) {
            case NONE -> throw new IllegalStateException("there is no clash");
            case NEVER_WRITTEN -> found(one);
            case TWO_SETS -> {
                add(clusters.writer(one));
                happened(clusters.next(one));
                happened(clusters.otherNext(one));
            }
            case READ_BEFORE_WRITE -> {
                add(clusters.writer(one));
                endedFirst(one);
            }
            case CIRCLE -> circle();
            case WITHIN_CHAIN -> {
                endedFirst(other);
                begunLast(one);
                links(one, other);
            }
            case TWO_CHAINS -> {
                span(one);
                span(other);
            }
        }
        return new UniqueDecision.Clash(
                part.stream().map(history.stamps()::operation).toList(),
                part.stream().map(this::given).toList());
    }

    private LinearOperation given(int operation) {
        int from = history.seen()[operation];
        boolean demandDropped =
                clusters.isSet(operation) && clusters.writer(from) != NONE && !part.contains(clusters.writer(from));
        return demandDropped
                ? history.asWrite(operation, clusters.until())
                : history.stamps().operation(operation, clusters.until());
    }

    private void add(int operation) {
        if (operation != NONE) {
            part.add(operation);
        }
    }

    /** One that found a value, with proof that it did. */
    private void found(int value) {
        if (clusters.firstEnd(value) != Stamps.NEVER) {
            endedFirst(value);
        } else {
            happened(clusters.next(value));
        }
    }

    /** A writer, with proof that it happened. */
    private void happened(int writer) {
        add(writer);
        for (int at = writer; !clusters.isAnswered(at); ) {
            int value = clusters.cluster(at);
            if (clusters.firstEnd(value) != Stamps.NEVER) {
                endedFirst(value);
                return;
            }
            at = clusters.next(value);
            add(at);
        }
    }

    private void endedFirst(int value) {
        for (int i = 0; i < clusters.count(); i++) {
            if (clusters.matters(i)
                    && clusters.cluster(i) == value
                    && history.stamps().ends()[i] == clusters.firstEnd(value)) {
                add(i);
                return;
            }
        }
    }

    private void begunLast(int value) {
        for (int i = clusters.count() - 1; i >= 0; i--) {
            if (clusters.matters(i) && clusters.cluster(i) == value) {
                add(i);
                if (i == clusters.writer(value)) {
                    happened(i);
                }
                return;
            }
        }
    }

    /** The writers from that of {@code from} to that of {@code to}, which comes later in the same chain. */
    private void links(int from, int to) {
        for (int value = to; value != from; value = clusters.before(value)) {
            add(clusters.writer(value));
        }
        add(clusters.writer(from));
    }

    /** What makes the zone of a chain: its earliest end, its latest beginning, and the links between. */
    private void span(int root) {
        int ended = root;
        int begun = root;
        int endedAt = 0;
        int begunAt = 0;
        int at = 0;
        for (int value = root; value != NONE; value = clusters.after(value), at++) {
            if (clusters.firstEnd(value) < clusters.firstEnd(ended) && !history.isInitial(root)) {
                ended = value;
                endedAt = at;
            }
            if (clusters.lastBegin(value) > clusters.lastBegin(begun)) {
                begun = value;
                begunAt = at;
            }
        }
        if (!history.isInitial(root)) {
            endedFirst(ended);
        }
        begunLast(begun);
        links(endedAt < begunAt ? ended : begun, endedAt < begunAt ? begun : ended);
    }

    /** One circle of compare-and-sets, with proof that one of them happened, and so all. */
    private void circle() {
        boolean[] reached = new boolean[history.valueCount()];
        for (int value = 0; value < reached.length; value++) {
            if (history.isInitial(value) || (clusters.writer(value) != NONE && clusters.before(value) == NONE)) {
                for (int at = value; at != NONE; at = clusters.after(at)) {
                    reached[at] = true;
                }
            }
        }
        int onCircle = 0;
        while (reached[onCircle] || clusters.writer(onCircle) == NONE) {
            onCircle++;
        }
        while (!reached[onCircle]) {
            reached[onCircle] = true;
            onCircle = clusters.before(onCircle);
        }
        int value = onCircle;
        int proven = onCircle;
        do {
            add(clusters.writer(value));
            proven = clusters.firstEnd(value) != Stamps.NEVER ? value : proven;
            value = clusters.before(value);
        } while (value != onCircle);
        endedFirst(proven);
    }
}
