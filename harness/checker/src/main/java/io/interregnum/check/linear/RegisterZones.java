package io.interregnum.check.linear;

import java.util.Arrays;

/**
 * Decides histories of registers, compare-and-set included, in which every value is written once at most, in O(n). After
 * Gibbons and Korach, "Testing shared memories", SIAM Journal on Computing 26(4), 1997, section 4, where clusters of a
 * write and its reads have zones that must not overlap; chains of compare-and-sets, pending operations and the order
 * below are our own, and so is the proof.
 *
 * <p><b>What matters.</b> A value is <em>observed</em> when an answered operation found it, or a pending compare-and-set
 * that writes an observed value expects it. Pending operations that leave no observed value are left out: delete them
 * from any linearization, and every other operation x that demands a value still stands at it, since the last change
 * before x wrote that value, which is observed, and so was not deleted. <b>Condition:</b> of what is left, no two
 * operations write one value, and none writes the initial value of its register. Then a pending operation that is left
 * has happened: its value, which it alone can have written, was observed.
 *
 * <p><b>Clusters.</b> The cluster of value v is its writer and its reads; the initial value's writer ended before
 * everything. A cas(u, v) is the writer of v, with the further demand that v comes directly after u. So clusters form
 * <em>chains</em> u, v, w, …, each a block that no other value interrupts in any linearization: nothing but a writer
 * changes the register. If a value has no writer, has two compare-and-sets from it, or lies on a circle of them, then
 * there is none. A linearization is a sequence of chains, in each chain the clusters in order, in each cluster the
 * writer first and then the reads. Conversely such a sequence is a linearization if it never sets x before y although
 * y ended before x began.
 *
 * <p><b>Within a cluster</b> that means: no read ended before the writer began; reads stand in the order of invocation.
 * <b>Within a chain</b>, with f(C) the earliest end and s(C) the latest beginning in cluster C: not {@code f(D) < s(C)}
 * for any cluster D after C. <b>Between chains</b>, f and s taken over the whole chain: {@code f(D) < s(C)} forces D
 * before C, and an order of the chains exists if and only if these forces make no circle.
 *
 * <p><b>Order.</b> No two chains must force each other. Where no two do, sorting by f + s is an order of the chains: if
 * {@code f(C) < s(D)} forces C before D, then {@code s(C) <= f(D)}, and {@code f(C) + s(C) < f(D) + s(D)}. So: sort by
 * f + s; there is a linearization if and only if this order breaks no force, that is, if {@code f(D) < s(C)} for no D
 * that comes after C. If it does, the two force each other: D stands behind C, so {@code f(C) + s(C) <= f(D) + s(D) <
 * s(C) + s(D)}, and {@code f(C) < s(D)}.
 *
 * <p><b>Several registers</b> are decided apart (Herlihy and Wing 1990, section 3.3, "locality"). Their orders are merged
 * by moments: in each, an operation takes effect at the latest beginning up to it, which is not after its end, since
 * none of those before it began after it ended.
 */
final class RegisterZones implements UniqueDecision {
    /** When the initial value was written. */
    static final int BEFORE_ALL = -1;

    private static final int NONE = RegisterHistory.NONE;

    private final RegisterHistory history;
    private final RegisterClusters clusters;
    private final int[] roots; // the first value of each chain; the next two by chain as well
    private final int[] firstEnd;
    private final int[] lastBegin;
    private int[] sorted = {}; // chains from the first to the last
    private int chainCount;
    private RegisterClash.Kind kind = RegisterClash.Kind.NONE;
    private int one = NONE;
    private int other = NONE;

    RegisterZones(RegisterHistory history) {
        this.history = history;
        this.clusters = new RegisterClusters(history);
        this.roots = new int[history.valueCount()];
        this.firstEnd = new int[history.valueCount()];
        this.lastBegin = new int[history.valueCount()];
    }

    @Override
    public Stamps stamps() {
        return history.stamps();
    }

    @Override
    public Answer decide(int until) {
        if (!clusters.fill(until)) {
            return Answer.UNSURE;
        }
        chainCount = 0;
        return clustersHold() && chainsHold() && orderHolds() ? Answer.LINEARIZABLE : Answer.NOT_LINEARIZABLE;
    }

    private boolean clash(RegisterClash.Kind how, int value, int otherValue) {
        kind = how;
        one = value;
        other = otherValue;
        return false;
    }

    private boolean clustersHold() {
        for (int value = 0; value < history.valueCount(); value++) {
            stamps().step(value);
            int writer = clusters.writer(value);
            boolean demanded = clusters.firstEnd(value) != Stamps.NEVER || clusters.next(value) != NONE;
            if (writer == NONE && demanded && !history.isInitial(value)) {
                return clash(RegisterClash.Kind.NEVER_WRITTEN, value, NONE);
            }
            if (clusters.otherNext(value) != NONE) {
                return clash(RegisterClash.Kind.TWO_SETS, value, NONE);
            }
            if (writer != NONE && clusters.firstEnd(value) < stamps().begins()[writer]) {
                return clash(RegisterClash.Kind.READ_BEFORE_WRITE, value, NONE);
            }
        }
        return true;
    }

    private boolean chainsHold() {
        int met = 0;
        int all = 0;
        for (int value = 0; value < history.valueCount(); value++) {
            stamps().step(value);
            boolean initial = history.isInitial(value);
            all += initial || clusters.writer(value) != NONE ? 1 : 0;
            if (initial || (clusters.writer(value) != NONE && clusters.before(value) == NONE)) {
                int length = chain(value);
                if (length == 0) {
                    return false;
                }
                met += length;
            }
        }
        // What no chain reached lies on a circle, or behind one.
        return met == all || clash(RegisterClash.Kind.CIRCLE, NONE, NONE);
    }

    /** Adds the chain that begins with {@code root}; its length, or 0 if its own order does not hold. */
    private int chain(int root) {
        int length = 0;
        int end = history.isInitial(root) ? BEFORE_ALL : Stamps.NEVER;
        int begin = BEFORE_ALL;
        int begunLast = root;
        for (int value = root; value != NONE; value = clusters.after(value)) {
            if (clusters.firstEnd(value) < begin) {
                clash(RegisterClash.Kind.WITHIN_CHAIN, begunLast, value);
                return 0;
            }
            if (clusters.lastBegin(value) > begin) {
                begin = clusters.lastBegin(value);
                begunLast = value;
            }
            end = Math.min(end, clusters.firstEnd(value));
            length++;
        }
        roots[chainCount] = root;
        firstEnd[chainCount] = end;
        lastBegin[chainCount++] = begin;
        return length;
    }

    private boolean orderHolds() {
        long[] sums = new long[chainCount];
        for (int i = 0; i < chainCount; i++) {
            // Nothing comes before the initial value.
            sums[i] = history.isInitial(roots[i]) ? -1L : (long) firstEnd[i] + lastBegin[i];
        }
        sorted = RadixSort.order(sums);
        int[] begunLast = new int[history.registerCount()]; // the chain that began last, by register
        Arrays.fill(begunLast, NONE);
        for (int chain : sorted) {
            int register = history.register(roots[chain]);
            int before = begunLast[register];
            if (before != NONE && firstEnd[chain] < lastBegin[before]) {
                return clash(RegisterClash.Kind.TWO_CHAINS, roots[before], roots[chain]);
            }
            if (before == NONE || lastBegin[chain] > lastBegin[before]) {
                begunLast[register] = chain;
            }
        }
        return true;
    }

    @Override
    public int[] order() {
        int[][] members = members();
        int[] sequence = new int[members[0].length];
        long[] moments = new long[sequence.length];
        int[] moment = new int[history.registerCount()];
        int size = 0;
        for (int chain : sorted) {
            for (int value = roots[chain]; value != NONE; value = clusters.after(value)) {
                stamps().step(size);
                int register = history.register(value);
                for (int i = members[1][value]; i < members[1][value + 1]; i++) {
                    sequence[size] = members[0][i];
                    moment[register] = Math.max(moment[register], stamps().begins()[sequence[size]]);
                    moments[size++] = moment[register];
                }
            }
        }
        int[] merged = RadixSort.order(moments);
        for (int i = 0; i < size; i++) {
            merged[i] = sequence[merged[i]];
        }
        return merged;
    }

    /** What matters, cluster by cluster, in each the writer first and the reads as they began; and where each begins. */
    private int[][] members() {
        int[] starts = new int[history.valueCount() + 1];
        for (int i = 0; i < clusters.count(); i++) {
            if (clusters.matters(i)) {
                starts[clusters.cluster(i) + 1]++;
            }
        }
        int[] reads = new int[history.valueCount()]; // where the next one goes
        for (int value = 0; value < history.valueCount(); value++) {
            starts[value + 1] += starts[value];
            reads[value] = starts[value] + (clusters.writer(value) == NONE ? 0 : 1);
        }
        int[] members = new int[starts[history.valueCount()]];
        for (int i = 0; i < clusters.count(); i++) {
            if (clusters.matters(i)) {
                int value = clusters.cluster(i);
                members[i == clusters.writer(value) ? starts[value] : reads[value]++] = i;
            }
        }
        return new int[][] {members, starts};
    }

    @Override
    public Clash clash() {
        return new RegisterClash(history, clusters).part(kind, one, other);
    }
}
