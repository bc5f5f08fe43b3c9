package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * Decides histories of a queue, first in first out, into which every value is put once at most, in O(n). That few
 * patterns of two values make all violations was found by Henzinger, Sezgin and Vafeiadis, "Aspect-oriented
 * linearizability proofs", CONCUR 2013; decisions in O(n log n) are Lee and Mathur's, "Efficient decrease-and-conquer
 * linearizability monitoring", OOPSLA 2025, and Abdulla et al., "Efficient linearizability monitoring", PLDI 2025.
 * Pending operations and the proof are our own.
 *
 * <p><b>What matters.</b> A pending enqueue of a value that no answered dequeue returned is left out: from any
 * linearization delete it, and the pending dequeue that took its value, if there is one; the other values come and go as
 * before. <b>Condition:</b> what is left puts no value in twice, and none that was there at first. Values that were there
 * at first came one by one before everything else.
 *
 * <p><b>Moments.</b> A linearization gives each operation a moment in its interval. Let value v come at some moment from
 * e1 to e2, and go from d1 to d2; a value that nobody took goes from and until later than all. It comes before it goes, so
 * take {@code min(e2, d2)} for e2 and {@code max(d1, e1)} for d1. If then {@code e1 > e2}, which means {@code e1 > d2},
 * or an answer is a value that was not put in, or that another answer is as well, there is no linearization. Else:
 *
 * <p><b>Order.</b> A linearization without dequeues that found nothing is an order of the values in which they both come
 * and go. Write a E b for {@code e2(a) < e1(b)}, a D b for {@code d2(a) < d1(b)}: the order must agree with both. If an
 * order does, let the i-th value come at the greatest e1 up to it, and go at the greatest d1 up to it: moments that rise
 * with the order and lie in their intervals; and none goes before it comes, since {@code e1 <= d1}. So there is a
 * linearization if and only if E and D make no circle. And if they make one, then one of two values, a E b and b D a: E
 * and D are transitive, so in a shortest circle they alternate. Were it longer, a E b D c E d D …, then either {@code
 * e2(a) < e1(d)}, and a E d makes a shorter one, or {@code e2(c) < e1(d) <= e2(a) < e1(b)}, and c E b with b D c is one of
 * two. So of each value a it is asked whether {@code e2(a)} is less than the greatest e1(b) with {@code d2(b) < d1(a)}.
 *
 * <p><b>Pending dequeues</b> may have taken what nobody is known to have got. A value v that is left and was put in by an
 * answered enqueue is due at m(v), the earliest d2(b) of all b with v E b: not taken, or taken later, it would stand
 * before b. If one begun at t takes v, then {@code d1(v) = max(t, e1(v))}, and {@code e1(v) <= e2(v) < e1(b) <= d2(b)},
 * so the demand is that each v that is due is taken by one, and no two by the same, with {@code t <= m(v)}. No others need
 * be taken: none that is left stands E-before one that is due without being due itself. Dues grow with e2(v), so the due
 * values can be served if and only if at each moment y those due by then, which are those with {@code e2(v) < } the
 * greatest e1(b) with {@code d2(b) <= y}, are no more than the pending dequeues begun by then.
 *
 * <p><b>Nothing found.</b> A dequeue that found nothing needs a moment p in its interval at which nothing is there. The
 * values then are parted: those that go by p, and those that come from p on; so for no value {@code e2 < p < d1}. If so,
 * cut the intervals at p: E and D among those on one side stay as they are, since {@code min(e2(a), p) < e1(b) <= p} means
 * {@code e2(a) < e1(b)}, and so on; and where one is before p and another after, E and D never say the opposite: b E a
 * means {@code e2(b) < e1(a) <= d1(a) <= p <= e2(b)}, and b D a the same, since {@code e2(b) <= d2(b)}. So circles of two
 * do not arise, and all such dequeues may choose apart. A value that is left and came before p, {@code e2(v) < p}, must be
 * taken by a pending dequeue begun by p. Values due by y are then those with e2 below the greatest e1(b) as above, or
 * below the greatest p up to y; both are those with the lowest e2, so it is enough to count each alone: the demand on p is
 * that no more are left with {@code e2(v) < p} than pending dequeues began by p. Stamps are whole numbers, and a moment
 * between two of them can be moved to the lower one: fewer have come, and as many may have gone.
 */
final class QueueZones implements UniqueDecision {
    private static final int NONE = QueueHistory.NONE;

    private final QueueHistory history;
    private final Stamps stamps;
    private final QueueValues values;
    private final int[] behind; // by moment: the greatest e1 of all that went until then
    private final int[] left; // by moment: how many that are left came before then
    private final int[] takers; // by moment: how many pending dequeues began until then
    private int[] nextFree = {}; // by moment: the first from then on at which nothing need be there
    private QueueClash.Kind kind = QueueClash.Kind.NONE;
    private int culprit = NONE;

    QueueZones(QueueHistory history) {
        this.history = history;
        this.stamps = history.stamps();
        this.values = new QueueValues(history);
        this.behind = new int[stamps.last() + 2];
        this.left = new int[stamps.last() + 2];
        this.takers = new int[stamps.last() + 2];
    }

    @Override
    public Stamps stamps() {
        return stamps;
    }

    @Override
    public Answer decide(int until) {
        if (!values.fill(until)) {
            return Answer.UNSURE;
        }
        return valuesHold() && orderHolds() && duesHold() && emptinessHolds()
                ? Answer.LINEARIZABLE
                : Answer.NOT_LINEARIZABLE;
    }

    private boolean clash(QueueClash.Kind how, int what) {
        kind = how;
        culprit = what;
        return false;
    }

    private boolean valuesHold() {
        for (int value = 0; value < history.valueCount(); value++) {
            stamps.step(value);
            if (values.dequeue(value) == NONE) {
                continue;
            }
            if (!values.isThere(value)) {
                return clash(QueueClash.Kind.NEVER_PUT_IN, value);
            }
            if (values.otherDequeue(value) != NONE) {
                return clash(QueueClash.Kind.TAKEN_TWICE, value);
            }
            if (values.goesUntil(value) < values.comesFrom(value)) {
                return clash(QueueClash.Kind.TAKEN_TOO_EARLY, value);
            }
        }
        return true;
    }

    private boolean orderHolds() {
        Arrays.fill(behind, NONE);
        for (int value = 0; value < history.valueCount(); value++) {
            stamps.step(value);
            if (values.dequeue(value) != NONE) {
                int end = values.goesUntil(value);
                behind[end] = Math.max(behind[end], values.comesFrom(value));
            }
        }
        for (int moment = 1; moment <= values.until(); moment++) {
            behind[moment] = Math.max(behind[moment], behind[moment - 1]);
        }
        for (int value = 0; value < history.valueCount(); value++) {
            stamps.step(value);
            if (values.dequeue(value) != NONE) {
                int from = values.goesFrom(value);
                if (from > 0 && values.comesUntil(value) < behind[from - 1]) {
                    return clash(QueueClash.Kind.OVERTAKEN, value);
                }
            }
        }
        return true;
    }

    private boolean duesHold() {
        Arrays.fill(left, 0);
        Arrays.fill(takers, 0);
        for (int value = 0; value < history.valueCount(); value++) {
            stamps.step(value);
            if (values.isLeft(value)) {
                left[values.comesUntil(value) + 1]++;
            }
        }
        for (int i = 0; i < values.count(); i++) {
            takers[stamps.begins()[i]] += values.mayHaveTaken(i) ? 1 : 0;
        }
        for (int moment = 1; moment <= values.until(); moment++) {
            left[moment] += left[moment - 1];
            takers[moment] += takers[moment - 1];
        }
        for (int moment = 0; moment <= values.until(); moment++) {
            if (behind[moment] != NONE && left[behind[moment]] > takers[moment]) {
                return clash(QueueClash.Kind.LOST, moment);
            }
        }
        return true;
    }

    private boolean emptinessHolds() {
        boolean asked = false;
        for (int i = 0; i < values.count(); i++) {
            if (values.foundNothing(i)) {
                if (!asked) {
                    findFree();
                    asked = true;
                }
                if (nextFree[stamps.begins()[i]] > stamps.ends()[i]) {
                    return clash(QueueClash.Kind.NOT_EMPTY, i);
                }
            }
        }
        return true;
    }

    private void findFree() {
        int[] there = new int[values.until() + 2]; // by moment: one more, or one less, that must be there
        for (int value = 0; value < history.valueCount(); value++) {
            stamps.step(value);
            if (values.dequeue(value) != NONE && values.comesUntil(value) + 1 < values.goesFrom(value)) {
                there[values.comesUntil(value) + 1]++;
                there[values.goesFrom(value)]--;
            }
        }
        for (int moment = 1; moment <= values.until(); moment++) {
            there[moment] += there[moment - 1];
        }
        nextFree = new int[values.until() + 2];
        nextFree[values.until() + 1] = Stamps.NEVER;
        for (int moment = values.until(); moment >= 0; moment--) {
            boolean free = there[moment] == 0 && left[moment] <= takers[moment];
            nextFree[moment] = free ? moment : nextFree[moment + 1];
        }
    }

    @Override
    public int[] order() {
        return new QueueOrder(history, values).order(behind[values.until()], i -> nextFree[stamps.begins()[i]]);
    }

    @Override
    public Clash clash() {
        return new QueueClash(history, values).part(kind, culprit);
    }
}
