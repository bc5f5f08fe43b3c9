package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Names the operations that {@link QueueZones} found to clash. O(n). One thread.
 *
 * <p>A part is fair if of each value that matters it has all operations or none: delete the others from a linearization,
 * and those that stay come and go as before. A pending dequeue need not happen, so it may be left out where it could take
 * nothing in time. Values that were there at first cannot be left out.
 */
final class QueueClash {
    private static final int NONE = QueueHistory.NONE;

    /** What is wrong. */
    enum Kind {
        /** Nothing. */
        NONE,
        /** A value was returned that nobody put in. */
        NEVER_PUT_IN,
        /** A value was returned twice. */
        TAKEN_TWICE,
        /** A value was returned before it began to be put in. */
        TAKEN_TOO_EARLY,
        /** A value was put in before another one, and returned after it. */
        OVERTAKEN,
        /** Values were put in before one that was returned, and there are fewer who may have taken them. */
        LOST,
        /** Nothing was found, although at each moment something was there. */
        NOT_EMPTY
    }

    private final QueueHistory history;
    private final QueueValues values;
    private final int[] takers; // in the order of invocation
    private final NavigableSet<Integer> part = new TreeSet<>();

    QueueClash(QueueHistory history, QueueValues values) {
        this.history = history;
        this.values = values;
        this.takers =
                IntStream.range(0, values.count()).filter(values::mayHaveTaken).toArray();
    }

    /** The operations. {@code culprit} is a value, a moment if one is lost, or an operation that found nothing. */
    UniqueDecision.Clash part(Kind kind, int culprit) {
        switch (kind) {
            case NONE -> throw new IllegalStateException("there is no clash");
            case NEVER_PUT_IN, TAKEN_TWICE, TAKEN_TOO_EARLY -> add(culprit);
            case OVERTAKEN -> {
                add(culprit);
                add(lastToCome(values.goesFrom(culprit) - 1));
            }
            case LOST -> lost(culprit);
            case NOT_EMPTY -> notEmpty(culprit);
        }
        for (int value = 0; value < history.initialCount(); value++) {
            add(value);
            if (values.isLeft(value)) {
                addTakers(values.until());
            }
        }
        Stamps stamps = history.stamps();
        if (part.stream().noneMatch(operation -> stamps.ends()[operation] == values.until())) {
            addAnswersOf(values.until());
        }
        return new UniqueDecision.Clash(
                part.stream().map(stamps::operation).toList(),
                part.stream()
                        .map(operation -> stamps.operation(operation, values.until()))
                        .toList());
    }

    private void add(int value) {
        for (int operation : new int[] {values.enqueue(value), values.dequeue(value), values.otherDequeue(value)}) {
            if (operation != NONE) {
                part.add(operation);
            }
        }
    }

    /** Adds dequeues that might have taken what is lost, had they not been answered at that moment. */
    private void addAnswersOf(int moment) {
        for (int i = 0; i < values.count(); i++) {
            if (history.stamps().ends()[i] == moment && !history.enqueues(i)) {
                part.add(i);
                if (!values.foundNothing(i)) {
                    add(history.value(i));
                }
            }
        }
    }

    private void addTakers(int begunBy) {
        IntStream.of(takers).limit(takers(begunBy)).forEach(part::add);
    }

    /** How many pending dequeues had begun. */
    private int takers(int begunBy) {
        int count = 0;
        while (count < takers.length && history.stamps().begins()[takers[count]] <= begunBy) {
            count++;
        }
        return count;
    }

    /** Of the values that had gone by some moment, the one that was the last to come. */
    private int lastToCome(int goneBy) {
        int last = NONE;
        for (int value = 0; value < history.valueCount(); value++) {
            if (values.dequeue(value) != NONE
                    && values.goesUntil(value) <= goneBy
                    && (last == NONE || values.comesFrom(value) > values.comesFrom(last))) {
                last = value;
            }
        }
        return last;
    }

    private void lost(int moment) {
        int overtaker = lastToCome(moment);
        add(overtaker);
        addTakers(moment);
        leftBefore(values.comesFrom(overtaker)).limit(takers(moment) + 1L).forEach(this::add);
    }

    private IntStream leftBefore(int moment) {
        return IntStream.range(0, history.valueCount())
                .filter(value -> values.isLeft(value) && values.comesUntil(value) < moment);
    }

    /** Adds values until at each moment one of them must be there. */
    private void notEmpty(int nothing) {
        part.add(nothing);
        int end = history.stamps().ends()[nothing];
        int[] lastToGo = lastToGo(end);
        for (int moment = history.stamps().begins()[nothing]; moment <= end; ) {
            int value = lastToGo[moment];
            if (value != NONE && values.goesFrom(value) > moment) {
                add(value);
                moment = values.goesFrom(value);
            } else {
                addTakers(end);
                int[] left = leftBefore(moment).limit(takers(end) + 1L).toArray();
                Arrays.stream(left).forEach(this::add);
                moment = left.length > takers(end) ? end + 1 : history.stamps().begins()[takers[left.length - 1]];
            }
        }
    }

    /** By moment: of the values that came before and are known to have gone, the one that was the last to go. */
    private int[] lastToGo(int end) {
        int[] lastToGo = new int[end + 2];
        Arrays.fill(lastToGo, NONE);
        for (int value = 0; value < history.valueCount(); value++) {
            if (values.dequeue(value) != NONE && values.comesUntil(value) <= end) {
                int from = values.comesUntil(value) + 1;
                lastToGo[from] = later(lastToGo[from], value);
            }
        }
        for (int moment = 1; moment <= end + 1; moment++) {
            lastToGo[moment] = later(lastToGo[moment - 1], lastToGo[moment]);
        }
        return lastToGo;
    }

    private int later(int one, int other) {
        return one == NONE || (other != NONE && values.goesFrom(other) > values.goesFrom(one)) ? other : one;
    }
}
