package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Depth-first search for a linearization. One thread, used once.
 *
 * <p>The algorithm is Wing and Gong's ("Testing and verifying concurrent objects", Journal of Parallel and Distributed
 * Computing 17, 1993) with Lowe's list and memory of configurations ("Testing for linearizability", Concurrency and
 * Computation 29(4), 2017, section 4): operations that were invoked before the first open completion are candidates;
 * one is tried, lifted from the list, and put back when it leads nowhere; a pair of linearized set and state is never
 * entered twice. It ends when every operation that was answered is linearized; pending ones may stay behind.
 *
 * <p>Candidates are tried in three rounds, none of which loses a linearization:
 * <ol>
 *   <li><b>Looks.</b> An answered candidate x that only looks ({@link Model#onlyLooks}) and is accepted, is taken at
 *       once and without alternative. Proof: any completion L of the order from here contains x, since x was answered,
 *       so L = A x B. Then x A B is one as well: x changes the state neither here nor there, so all others see what they
 *       saw; and nothing in A had to come before x, since x was a candidate.
 *   <li><b>Answered.</b> Of several with one letter only the one that ends first: in any order from here all of them
 *       occur, all may stand at each of these places that lies before their ends, so they can be exchanged until they
 *       stand in the order of their ends.
 *   <li><b>Pending.</b> Last, since most of them never happened. One that leaves the state as it is, is not tried: the
 *       rest of the order holds without it, and it need not happen. Of several of one kind only the one invoked first is
 *       tried ({@link PendingKinds}). The two rules agree: take an order with as few pending operations as possible, so
 *       that all change the state; then exchange equals until the earliest are used, in order; states stay as they are.
 * </ol>
 *
 * <p><b>Memory.</b> Which answered calls are linearized is kept as the words between the oldest that is not and the newest
 * that is; which pending ones, as a count of each kind. A configuration is not entered if one was that agrees in the first
 * and in the state and used no more of any kind: whatever can follow here, could follow there.
 *
 * @param <S> the model's state
 */
final class WglSearch<S> {
    private static final byte LOOKS = 0;
    private static final byte ANSWERED = 1;
    private static final byte PENDING = 2;

    private final Calls calls;
    private final Budget budget;
    private final Automaton<S> automaton;
    private final PendingKinds kinds;
    private final Usages usages;

    // The list: entry i is the invocation of call i, count + i its completion, 2 count the head. Answered calls only.
    private final int count;
    private final int[] next;
    private final int[] previous;
    private final int[] position; // of each entry in time
    private final int[] bit; // of each answered call, its number among them

    private final long[] linearized;
    private int firstOpenWord;
    private int state;
    private int usage = Usages.NONE;
    private int open; // answered calls that are not linearized

    // The path, deepest last. A pending call of kind k is kept as ~k.
    private int[] pathCall = new int[64];
    private int[] pathState = new int[64];
    private int[] pathUsage = new int[64];
    private byte[] pathRound = new byte[64];
    private int depth;

    // Configurations, one after the other: state and usage; first word and number of words; words.
    private long[] arena = new long[256];
    private int arenaSize;
    private int[] table = new int[128]; // offset in the arena + 1
    private int tableCount;

    private int stuck = -1; // the call of the furthest completion that stopped the search
    private int stuckPosition = -1;

    WglSearch(Model<S> model, Calls calls, Budget budget) {
        this.calls = calls;
        this.budget = budget;
        this.automaton = new Automaton<>(model, calls.letters, budget);
        this.kinds = new PendingKinds(calls);
        this.usages = new Usages(kinds.count(), budget);
        this.count = calls.count;
        this.next = new int[2 * count + 1];
        this.previous = new int[2 * count + 1];
        this.position = new int[2 * count + 1];
        this.bit = new int[count];
        this.open = count - calls.pendingCount;
        this.linearized = new long[(open + 63) / 64 + 1];
        this.state = automaton.initial();
        budget.use(28L * count);
        link();
    }

    private void link() {
        int last = 2 * count;
        int answered = 0;
        for (int i = 0; i < calls.events.length; i++) {
            int event = calls.events[i];
            int entry = event >= 0 ? event : count + ~event;
            position[entry] = i;
            if (event >= 0 && calls.isPending(event)) {
                continue;
            }
            if (event >= 0) {
                bit[event] = answered++;
            }
            next[last] = entry;
            previous[entry] = last;
            last = entry;
        }
        next[last] = 2 * count;
        previous[2 * count] = last;
    }

    SearchAnswer run() {
        byte round = LOOKS;
        int entry = next[2 * count];
        while (open > 0) {
            if (!budget.cause().isEmpty()) {
                return SearchAnswer.undecided(Algorithm.WGL, budget.cause(), budget.configurations());
            }
            if (round == PENDING) {
                int kind = firstUsable(entry);
                if (kind >= 0) {
                    push(~kind, PENDING);
                    round = LOOKS;
                    entry = next[2 * count];
                    continue;
                }
            } else if (entry < count) {
                if (round == LOOKS ? isAcceptedLook(entry) : isNewStep(entry)) {
                    int before = previous[entry];
                    push(entry, round);
                    // What was refused as a look before this one, is refused still: the state is the same.
                    entry = next[round == LOOKS ? before : 2 * count];
                    round = LOOKS;
                } else {
                    entry = next[entry];
                }
                continue;
            } else {
                round++;
                entry = round == PENDING ? 0 : next[2 * count];
                continue;
            }
            noteStuck();
            if (!goBack()) {
                return SearchAnswer.notLinearizable(Algorithm.WGL, calls.operations[stuck], budget.configurations());
            }
            int call = pathCall[depth];
            round = pathRound[depth];
            entry = round == PENDING ? ~call + 1 : next[call];
        }
        return SearchAnswer.linearizable(Algorithm.WGL, Optional.of(order()), budget.configurations());
    }

    /** The first completion of an open call: whatever was invoked before it, is a candidate. */
    private int firstCompletion() {
        int entry = next[2 * count];
        while (entry < count) {
            entry = next[entry];
        }
        return entry;
    }

    private boolean isAcceptedLook(int call) {
        return calls.looks(call) && automaton.step(state, calls.letter[call]) >= 0;
    }

    private boolean isNewStep(int call) {
        if (calls.looks(call) || hasUrgentTwin(call)) {
            return false;
        }
        int after = automaton.step(state, calls.letter[call]);
        if (after < 0) {
            return false;
        }
        linearized[bit[call] >> 6] |= 1L << bit[call];
        boolean isNew = isNew(after, usage);
        linearized[bit[call] >> 6] &= ~(1L << bit[call]);
        return isNew;
    }

    /** True if another candidate with the same letter ends sooner. */
    private boolean hasUrgentTwin(int call) {
        int end = position[count + call];
        for (int other = next[2 * count]; other < count; other = next[other]) {
            if (calls.letter[other] == calls.letter[call] && position[count + other] < end) {
                return true;
            }
        }
        return false;
    }

    /** The first kind, from {@code from} on, of which a call can be taken that leads to something new; -1 for none. */
    private int firstUsable(int from) {
        if (from >= kinds.count()) {
            return -1;
        }
        int limit = position[firstCompletion()];
        for (int kind = from; kind < kinds.count(); kind++) {
            int used = usages.used(usage, kind);
            if (used == kinds.size(kind) || position[kinds.call(kind, used)] > limit) {
                continue;
            }
            int after = automaton.step(state, calls.letter[kinds.call(kind, used)]);
            if (after >= 0 && after != state && isNew(after, usages.and(usage, kind))) {
                return kind;
            }
        }
        return -1;
    }

    private void push(int call, byte round) {
        if (depth == pathCall.length) {
            pathCall = Arrays.copyOf(pathCall, 2 * depth);
            pathState = Arrays.copyOf(pathState, 2 * depth);
            pathUsage = Arrays.copyOf(pathUsage, 2 * depth);
            pathRound = Arrays.copyOf(pathRound, 2 * depth);
            budget.use(13L * depth);
        }
        pathCall[depth] = call;
        pathState[depth] = state;
        pathUsage[depth] = usage;
        pathRound[depth++] = round;
        if (round == PENDING) {
            int kind = ~call;
            state = automaton.step(state, calls.letter[kinds.call(kind, 0)]);
            usage = usages.and(usage, kind);
            return;
        }
        state = automaton.step(state, calls.letter[call]);
        linearized[bit[call] >> 6] |= 1L << bit[call];
        while (linearized[firstOpenWord] == -1L) {
            firstOpenWord++;
        }
        unlink(call);
        unlink(count + call);
        open--;
    }

    /** Takes steps back until one has an alternative, which is then at {@code depth}; false when there is none. */
    private boolean goBack() {
        while (depth > 0) {
            depth--;
            int call = pathCall[depth];
            state = pathState[depth];
            usage = pathUsage[depth];
            if (pathRound[depth] == PENDING) {
                return true;
            }
            relink(count + call);
            relink(call);
            open++;
            linearized[bit[call] >> 6] &= ~(1L << bit[call]);
            firstOpenWord = Math.min(firstOpenWord, bit[call] >> 6);
            if (pathRound[depth] == ANSWERED) {
                return true;
            }
        }
        return false;
    }

    private void unlink(int entry) {
        next[previous[entry]] = next[entry];
        previous[next[entry]] = previous[entry];
    }

    private void relink(int entry) {
        next[previous[entry]] = entry;
        previous[next[entry]] = entry;
    }

    /**
     * Remembers the furthest completion that stopped the search. Whoever reaches a completion has linearized all that
     * were answered before it, and all reachable configurations are reached, so the furthest one belongs to the first
     * operation that cannot be linearized.
     */
    private void noteStuck() {
        int completion = firstCompletion();
        if (position[completion] > stuckPosition) {
            stuckPosition = position[completion];
            stuck = completion - count;
        }
    }

    /** Enters the configuration of {@code linearized}, {@code after} and {@code usedThen}, unless a better one was. */
    private boolean isNew(int after, int usedThen) {
        int from = firstOpenWord;
        while (linearized[from] == -1L) {
            from++;
        }
        // Nothing is linearized beyond the candidates, which end before the first completion: a few words at most.
        int to = from;
        int last = lastTouchedWord();
        for (int word = from; word <= last; word++) {
            if (linearized[word] != 0) {
                to = word + 1;
            }
        }
        long hash = after * 0x9E3779B97F4A7C15L + from;
        for (int word = from; word < to; word++) {
            hash = Mixing.mix(hash * 31 + linearized[word]);
        }
        int mask = table.length - 1;
        int at = (int) Mixing.mix(hash) & mask;
        for (; table[at] != 0; at = (at + 1) & mask) {
            int offset = table[at] - 1;
            if ((int) (arena[offset] >> 32) == after
                    && sameWords(offset, from, to)
                    && usages.isWithin((int) arena[offset], usedThen)) {
                return false;
            }
        }
        append(after, usedThen, from, to, at);
        budget.remember();
        return true;
    }

    private int lastTouchedWord() {
        int entry = firstCompletion();
        int newest = previous[entry];
        int word = newest < count ? bit[newest] >> 6 : 0;
        // Lifted calls may be younger than the youngest candidate left: look on while there are bits.
        int last = Math.max(word, firstOpenWord);
        while (last + 1 < linearized.length && linearized[last + 1] != 0) {
            last++;
        }
        return last;
    }

    private boolean sameWords(int offset, int from, int to) {
        if (arena[offset + 1] != ((long) from << 32 | (to - from))) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (arena[offset + 2 + i] != linearized[from + i]) {
                return false;
            }
        }
        return true;
    }

    private void append(int after, int usedThen, int from, int to, int slot) {
        int size = 2 + to - from;
        if (arenaSize + size > arena.length) {
            if (arena.length > Integer.MAX_VALUE / 2 - size) {
                budget.giveUp("out of memory budget: the configurations fill the largest array that there is");
                return;
            }
            budget.use(8L * arena.length);
            arena = Arrays.copyOf(arena, 2 * arena.length);
        }
        arena[arenaSize] = (long) after << 32 | usedThen;
        arena[arenaSize + 1] = (long) from << 32 | (to - from);
        System.arraycopy(linearized, from, arena, arenaSize + 2, to - from);
        table[slot] = arenaSize + 1;
        arenaSize += size;
        if (2 * ++tableCount > table.length) {
            rehash();
        }
    }

    private void rehash() {
        budget.use(4L * table.length);
        table = new int[2 * table.length];
        int mask = table.length - 1;
        for (int offset = 0; offset < arenaSize; ) {
            int from = (int) (arena[offset + 1] >> 32);
            int words = (int) arena[offset + 1];
            long hash = (int) (arena[offset] >> 32) * 0x9E3779B97F4A7C15L + from;
            for (int i = 0; i < words; i++) {
                hash = Mixing.mix(hash * 31 + arena[offset + 2 + i]);
            }
            int at = (int) Mixing.mix(hash) & mask;
            while (table[at] != 0) {
                at = (at + 1) & mask;
            }
            table[at] = offset + 1;
            offset += 2 + words;
        }
    }

    private List<LinearOperation> order() {
        int[] used = new int[kinds.count()];
        List<LinearOperation> order = new ArrayList<>(depth);
        for (int i = 0; i < depth; i++) {
            int call = pathRound[i] == PENDING ? kinds.call(~pathCall[i], used[~pathCall[i]]++) : pathCall[i];
            order.add(calls.operations[call]);
        }
        return order;
    }
}
