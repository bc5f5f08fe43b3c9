package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Makes the linearization of a queue's history that {@link QueueZones} has found to exist, as its proof says. O(n). Used
 * once.
 */
final class QueueOrder {
    private static final int NONE = QueueHistory.NONE;
    private static final long NEVER_TAKEN = Stamps.NEVER + 1L; // later than by an operation that was not answered

    private final Stamps stamps;
    private final QueueValues values;
    private final int[] begins;
    private final boolean[] empty; // by moment: true where nothing is there
    private final int[] there; // values that are there; all below by their place in this
    private final int[] dequeue;
    private final long[] comesFrom;
    private final long[] comesUntil;
    private final long[] goesFrom;
    private final long[] goesUntil;

    QueueOrder(QueueHistory history, QueueValues values) {
        this.stamps = history.stamps();
        this.values = values;
        this.begins = stamps.begins();
        this.empty = new boolean[stamps.last() + 2];
        this.there =
                IntStream.range(0, history.valueCount()).filter(values::isThere).toArray();
        this.dequeue = IntStream.of(there).map(values::dequeue).toArray();
        this.comesFrom = IntStream.of(there).mapToLong(values::comesFrom).toArray();
        this.comesUntil = IntStream.of(there).mapToLong(values::comesUntil).toArray();
        this.goesFrom = IntStream.of(there).mapToLong(values::goesFrom).toArray();
        this.goesUntil = IntStream.of(there).mapToLong(values::goesUntil).toArray();
    }

    /**
     * The operations in order.
     *
     * @param dueBefore what is left and came before this moment is taken by pending dequeues
     * @param nothingAt a moment for each operation that found nothing
     */
    int[] order(int dueBefore, IntUnaryOperator nothingAt) {
        int[] nothing =
                IntStream.range(0, values.count()).filter(values::foundNothing).toArray();
        int lastEmpty = NONE;
        for (int operation : nothing) {
            empty[nothingAt.applyAsInt(operation)] = true;
            lastEmpty = Math.max(lastEmpty, nothingAt.applyAsInt(operation));
        }
        serve(Math.max(dueBefore, lastEmpty));
        cut();
        return emit(arrange(), nothing, nothingAt);
    }

    /** Lets pending dequeues take what is due, the first the first. */
    private void serve(int dueBefore) {
        int[] takers =
                IntStream.range(0, values.count()).filter(values::mayHaveTaken).toArray();
        int served = 0;
        for (int i : RadixSort.order(comesUntil)) {
            if (dequeue[i] == NONE && comesUntil[i] < dueBefore) {
                dequeue[i] = takers[served++];
                goesFrom[i] = Math.max(begins[dequeue[i]], comesFrom[i]);
            } else if (dequeue[i] == NONE) {
                goesFrom[i] = NEVER_TAKEN;
                goesUntil[i] = NEVER_TAKEN;
            }
        }
    }

    /** Cuts all intervals where nothing is there. */
    private void cut() {
        int[] before = new int[empty.length]; // the last cut before a moment
        int[] after = new int[empty.length]; // the first cut from a moment on
        before[0] = NONE;
        for (int moment = 1; moment < empty.length; moment++) {
            before[moment] = empty[moment - 1] ? moment - 1 : before[moment - 1];
        }
        after[empty.length - 1] = Stamps.NEVER;
        for (int moment = empty.length - 2; moment >= 0; moment--) {
            after[moment] = empty[moment] ? moment : after[moment + 1];
        }
        for (int i = 0; i < there.length; i++) {
            stamps.step(i);
            int from = (int) Math.min(goesFrom[i], empty.length - 1);
            comesFrom[i] = Math.max(comesFrom[i], before[from]);
            if (goesFrom[i] != NEVER_TAKEN) {
                comesUntil[i] = Math.min(comesUntil[i], after[from]);
                goesUntil[i] = Math.min(goesUntil[i], after[from]);
            }
        }
    }

    /** Puts one value after another that no other that is not put yet must come or go before. */
    private int[] arrange() {
        int[] byComesUntil = RadixSort.order(comesUntil);
        int[] byGoesUntil = RadixSort.order(goesUntil);
        int[] byComesFrom = RadixSort.order(comesFrom);
        int[] byGoesFrom = RadixSort.order(goesFrom);
        boolean[] put = new boolean[there.length];
        byte[] ways = new byte[there.length]; // may come, may go
        int[] order = new int[there.length];
        int ready = 0;
        int come = 0;
        int go = 0;
        for (int done = 0, first = 0, second = 0; done < order.length; done++) {
            stamps.step(done);
            while (put[byComesUntil[first]]) {
                first++;
            }
            while (put[byGoesUntil[second]]) {
                second++;
            }
            for (; come < order.length && comesFrom[byComesFrom[come]] <= comesUntil[byComesUntil[first]]; come++) {
                ready += ready(byComesFrom[come], ways, order, ready);
            }
            for (; go < order.length && goesFrom[byGoesFrom[go]] <= goesUntil[byGoesUntil[second]]; go++) {
                ready += ready(byGoesFrom[go], ways, order, ready);
            }
            if (ready == done) {
                throw new IllegalStateException("no order, although no two values forbid it");
            }
            put[order[done]] = true;
        }
        return order;
    }

    private static int ready(int value, byte[] ways, int[] order, int ready) {
        ways[value]++;
        if (ways[value] < 2) {
            return 0;
        }
        order[ready] = value;
        return 1;
    }

    private int[] emit(int[] order, int[] nothing, IntUnaryOperator nothingAt) {
        int[] operations = new int[2 * order.length + nothing.length];
        long[] moments = new long[operations.length];
        int size = 0;
        long moment = 0;
        for (int i : order) {
            moment = Math.max(moment, comesFrom[i]);
            if (values.enqueue(there[i]) != NONE) {
                boolean afterNothing = empty[(int) moment] && goesFrom[i] > moment;
                operations[size] = values.enqueue(there[i]);
                moments[size++] = 4 * moment + (afterNothing ? 3 : 0);
            }
        }
        moment = 0;
        for (int i : order) {
            moment = Math.max(moment, goesFrom[i]);
            if (dequeue[i] != NONE) {
                operations[size] = dequeue[i];
                moments[size++] = 4 * moment + 1;
            }
        }
        for (int operation : nothing) {
            operations[size] = operation;
            moments[size++] = 4L * nothingAt.applyAsInt(operation) + 2;
        }
        int[] sorted = RadixSort.order(Arrays.copyOf(moments, size));
        for (int i = 0; i < size; i++) {
            sorted[i] = operations[sorted[i]];
        }
        return sorted;
    }
}
