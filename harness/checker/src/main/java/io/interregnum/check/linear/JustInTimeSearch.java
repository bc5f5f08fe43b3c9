package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Breadth-first search for a linearization, along the history: Lowe's just-in-time linearization ("Testing for
 * linearizability", Concurrency and Computation 29(4), 2017, section 5). It keeps all configurations that the events so far
 * allow; when an operation completes, those that have not linearized it yet apply open ones until they have, or are
 * dropped. None left: the operation cannot be linearized. Its cost grows with the length of the history and with the number
 * of configurations, which hangs on how many operations are open at a time. At most 64 answered ones. One thread, used
 * once.
 *
 * <p><b>What makes configurations few.</b> None of it loses a linearization.
 * <ol>
 *   <li><b>Looks</b> ({@link Model#onlyLooks}) are taken as soon as the state accepts them; see {@link WglSearch}.
 *   <li><b>Overwritten.</b> Of two calls that overwrite ({@link Model#overwrites}) and stand side by side, the first
 *       leaves no trace. So when one is applied, every other open one may be said to have stood just before it. Those are
 *       marked <em>covered</em>: each may still be applied for all to see, or be taken as done when it completes.
 *   <li><b>Dominance.</b> Of configurations in one state, with the same calls applied that neither look nor overwrite,
 *       one dominates another if what follows the other can follow the one: it has taken all looks that the other has;
 *       each overwriting call has the same status or is covered in it (a covered one has more choices than one that is
 *       applied or one that is still to be applied); and it used no more pending calls of any kind ({@link Usages}).
 *       Dominated ones are dropped.
 *   <li><b>Twins.</b> Of several open calls with one letter, only the one that ends first is applied; see {@link
 *       WglSearch}. Where they overwrite, that covers the others, which then have their choices longer than it would have.
 *   <li><b>Pending calls</b> are counted by kind, and only for the kinds that are <em>tracked</em>. Kinds that are not are
 *       taken to be there without end from the first invocation on. That allows too much: so "not linearizable" is right
 *       in any case, and an order that used no more than there were is one. If it used more, the kinds concerned are
 *       tracked, and the search is repeated. (Counterexample-guided refinement: Clarke, Grumberg, Jha, Lu and Veith, CAV
 *       2000.) Where states grow with each call, as those of queues do, calls without end lead to states without end: as
 *       soon as there are more states than events by far, all kinds are tracked.
 * </ol>
 *
 * @param <S> the model's state
 */
final class JustInTimeSearch<S> {
    private static final int IN_FLIGHT_MAX = 64;
    private static final int CONFIGURATION_BYTES = 40;
    private static final long REFINING_MIN = 20_000;
    private static final int MOMENTS_MAX = 64;
    private static final int STATES_PER_EVENT_MAX = 4;
    private static final int STATES_MIN = 64;
    private static final String GROWING = "the states grow with each pending operation";

    private final Calls calls;
    private final Budget budget;
    private final Automaton<S> automaton;
    private final PendingKinds kinds;
    private final int[] endOf; // of each answered call, where in the events it completes
    private final int[] twinOfKind; // the letter of answered calls that overwrite with the same effect, -1 for none

    private JustInTimeSearch(Model<S> model, Calls calls, Budget budget) {
        this.calls = calls;
        this.budget = budget;
        this.automaton = new Automaton<>(model, calls.letters, budget);
        this.kinds = new PendingKinds(calls);
        this.endOf = new int[calls.count];
        budget.use(8L * calls.count);
        for (int i = 0; i < calls.events.length; i++) {
            if (calls.events[i] < 0) {
                endOf[~calls.events[i]] = i;
            }
        }
        this.twinOfKind = new int[kinds.count()];
        for (int kind = 0; kind < kinds.count(); kind++) {
            LinearOperation sample = calls.letters.sample(letterOf(kind));
            int twin = calls.letters.find(new LinearOperation(
                    sample.id(), sample.f(), sample.value(), sample.invokedAt(), sample.invokedAt()));
            boolean same = calls.overwrites[letterOf(kind)]
                    && twin >= 0
                    && calls.overwrites[twin]
                    && automaton.step(0, twin) == automaton.step(0, letterOf(kind));
            twinOfKind[kind] = same ? twin : -1;
        }
    }

    private int letterOf(int kind) {
        return calls.letter[kinds.call(kind, 0)];
    }

    /**
     * A moment of a history.
     *
     * @param event how many events were before it
     * @param configurations how many were possible
     * @param accepts whether the call asked about would be accepted in one of their states
     */
    record Moment(int event, int configurations, boolean accepts) {}

    /**
     * What may have been at a moment.
     *
     * @param ahead calls that were taken though they are not completed, in the order of invocation
     * @param optional answered calls that may be taken as done or still be applied
     * @param open answered calls that are still to be linearized, in the order of invocation
     */
    record Configuration<S>(
            S state, List<LinearOperation> ahead, List<LinearOperation> optional, List<LinearOperation> open) {}

    /**
     * The last moments after a completion and before {@code asked} was invoked; pending calls may be taken to be without
     * end. In the order of time.
     */
    static <S> List<Moment> moments(Model<S> model, Calls calls, Budget budget, int asked) {
        JustInTimeSearch<S> search = new JustInTimeSearch<>(model, calls, budget);
        Optional<List<Moment>> moments = search.moments(search.new Walk(search.none(), false), asked);
        return moments.or(() -> search.moments(search.new Walk(search.all(), false), asked))
                .orElse(List.of());
    }

    /** Empty if the states grew. */
    private Optional<List<Moment>> moments(Walk walk, int asked) {
        List<Moment> moments = new ArrayList<>();
        int completionsLeft = 0;
        for (int i = 0; calls.events[i] != asked; i++) {
            completionsLeft += calls.events[i] < 0 ? 1 : 0;
        }
        while (calls.events[walk.now] != asked && walk.next().isEmpty() && walk.size > 0) {
            if (calls.events[walk.now++] < 0 && completionsLeft-- <= MOMENTS_MAX) {
                boolean accepts = false;
                for (int i = 0; i < walk.size && !accepts; i++) {
                    accepts = automaton.step(walk.state[i], calls.letter[asked]) >= 0;
                }
                moments.add(new Moment(walk.now, walk.size, accepts));
            }
        }
        return walk.grew ? Optional.empty() : Optional.of(moments);
    }

    /**
     * All configurations, without those that others dominate, after the first {@code eventCount} events; pending calls
     * may be taken to be without end, so some may be impossible. Empty if there are none, or the budget was spent before.
     */
    static <S> List<Configuration<S>> configurations(Model<S> model, Calls calls, Budget budget, int eventCount) {
        JustInTimeSearch<S> search = new JustInTimeSearch<>(model, calls, budget);
        Optional<List<Configuration<S>>> found =
                search.configurations(search.new Walk(search.none(), false), eventCount);
        return found.or(() -> search.configurations(search.new Walk(search.all(), false), eventCount))
                .orElse(List.of());
    }

    /** Empty if the states grew. */
    private Optional<List<Configuration<S>>> configurations(Walk walk, int eventCount) {
        while (walk.now < eventCount && walk.size > 0) {
            if (!walk.next().isEmpty()) {
                return walk.grew ? Optional.empty() : Optional.of(List.of());
            }
            walk.now++;
        }
        List<Configuration<S>> all = new ArrayList<>();
        for (int i = 0; i < walk.size; i++) {
            long open = walk.open & ~walk.applied[i] & ~walk.covered[i];
            all.add(new Configuration<>(
                    automaton.state(walk.state[i]),
                    walk.callsOf(walk.applied[i] & walk.open),
                    walk.callsOf(walk.covered[i] & walk.open),
                    walk.callsOf(open)));
        }
        return Optional.of(all);
    }

    /** The verdict, and any operation that is stuck, not the first one. */
    static <S> SearchAnswer verdict(Model<S> model, Calls calls, Budget budget) {
        return run(model, calls, budget, false);
    }

    static <S> SearchAnswer run(Model<S> model, Calls calls, Budget budget) {
        return run(model, calls, budget, true);
    }

    private static <S> SearchAnswer run(Model<S> model, Calls calls, Budget budget, boolean wantsFirst) {
        JustInTimeSearch<S> search = new JustInTimeSearch<>(model, calls, budget);
        boolean[] tracked = search.none();
        boolean keepTrail = true;
        Optional<LinearOperation> refuted = Optional.empty(); // then only the first stuck one is still looked for
        long refiningMax = 0;
        while (true) {
            long bytesBefore = budget.bytes();
            JustInTimeSearch<S>.Walk walk = search.new Walk(tracked, keepTrail);
            String cause = walk.run(refuted.isPresent() ? budget.configurations() + refiningMax : Long.MAX_VALUE);
            if (walk.grew) {
                tracked = search.all();
                budget.use(bytesBefore - budget.bytes());
                continue;
            }
            if (!cause.isEmpty()) {
                return refuted.map(
                                stuck -> SearchAnswer.notLinearizable(Algorithm.LINEAR, stuck, budget.configurations()))
                        .orElseGet(() -> SearchAnswer.undecided(Algorithm.LINEAR, cause, budget.configurations()));
            }
            Replay replay = search.new Walk(tracked, false).replay(walk);
            if (refuted.isEmpty()) {
                refiningMax = REFINING_MIN + 2 * budget.configurations();
            }
            refuted = walk.stuck < 0 ? Optional.empty() : Optional.of(calls.operations[walk.stuck]);
            if ((!wantsFirst && refuted.isPresent()) || !search.track(tracked, replay, walk.trail.isKept())) {
                return refuted.map(
                                stuck -> SearchAnswer.notLinearizable(Algorithm.LINEAR, stuck, budget.configurations()))
                        .orElseGet(() -> SearchAnswer.linearizable(
                                Algorithm.LINEAR,
                                walk.trail.isKept() ? Optional.of(replay.order) : Optional.empty(),
                                budget.configurations()));
            }
            keepTrail = walk.trail.isKept();
            budget.use(bytesBefore - budget.bytes());
        }
    }

    /** No kind of pending calls. */
    private boolean[] none() {
        return new boolean[kinds.count()];
    }

    /** All kinds of pending calls. */
    private boolean[] all() {
        boolean[] all = none();
        Arrays.fill(all, true);
        return all;
    }

    /** Tracks what {@code replay} used too much of, or all where there is no replay; false if that is nothing new. */
    private boolean track(boolean[] tracked, Replay replay, boolean isKept) {
        boolean grown = false;
        for (int kind = 0; kind < tracked.length; kind++) {
            boolean track = !isKept || replay.overused[kind];
            grown |= track && !tracked[kind];
            tracked[kind] |= track;
        }
        return grown;
    }

    /** An order that a walk found, and of which kinds it used more than there were. */
    private static final class Replay {
        private final List<LinearOperation> order = new ArrayList<>();
        private final boolean[] overused;

        Replay(int kinds) {
            this.overused = new boolean[kinds];
        }
    }

    /** Once through the history. */
    private final class Walk {
        private final boolean[] tracked;
        private final Usages usages;
        private final Trail trail;
        private final int[] available; // of each kind, how many were invoked so far

        // Open answered calls have a slot each, a bit in these masks.
        private final int[] callAt = new int[IN_FLIGHT_MAX];
        private final int[] slotOf;
        private long open;
        private long looking;
        private long overwriting;

        // Configurations. applied and covered are disjoint; a look that was taken is applied.
        private int[] state = new int[64];
        private long[] applied = new long[64];
        private long[] covered = new long[64];
        private int[] usage = new int[64];
        private int[] node = new int[64];
        private int[] nextInGroup = new int[64];
        private boolean[] dead = new boolean[64];
        private boolean[] stays = new boolean[64]; // has linearized the completing call, without steps for nothing
        private long completing;
        private int stuck = -1; // the call after which no configuration was left
        private int last = Trail.ROOT; // of the last configurations that there were, the trail of one
        private int size;
        private int[] groups = new int[128]; // by hash of state and what is applied for good: a configuration + 1

        private int[] looksKnownAt = new int[64]; // of each state, at which event looksTaken was found
        private long[] looksTaken = new long[64];
        private int now;
        private final boolean tracksAll;
        private final int statesBefore = automaton.stateCount();
        private boolean grew;

        Walk(boolean[] tracked, boolean keepTrail) {
            this.tracked = tracked;
            this.tracksAll = Arrays.equals(tracked, all());
            this.usages = new Usages(kinds.count(), budget);
            this.trail = new Trail(budget, keepTrail);
            this.available = new int[kinds.count()];
            this.slotOf = new int[calls.count];
            append(automaton.initial(), 0, 0, Usages.NONE, Trail.ROOT);
        }

        /**
         * Why it gave up; empty text when it ends at a {@code stuck} call or at the end. What it found up to there may
         * use too many calls of kinds that are not tracked.
         */
        String run(long configurationsMax) {
            for (; now < calls.events.length; now++) {
                String cause = next();
                if (!cause.isEmpty()) {
                    return cause;
                }
                if (budget.configurations() > configurationsMax) {
                    return "looked long enough";
                }
                if (size == 0) {
                    stuck = ~calls.events[now];
                    return "";
                }
            }
            last = node[0];
            return "";
        }

        /** The event at {@code now}. Why it gave up, or empty text. */
        String next() {
            int event = calls.events[now];
            if (event < 0) {
                last = node[0];
                complete(~event);
            } else if (!invoke(event)) {
                return "more than " + IN_FLIGHT_MAX + " operations in flight at a time";
            }
            return isGrowing() ? GROWING : budget.cause();
        }

        /** True if there are too many new states to go on with kinds that are not tracked. */
        private boolean isGrowing() {
            grew |= !tracksAll
                    && automaton.stateCount() - statesBefore > STATES_MIN + (long) STATES_PER_EVENT_MAX * now;
            return grew;
        }

        private List<LinearOperation> callsOf(long slots) {
            List<LinearOperation> operations = new ArrayList<>();
            for (long left = slots; left != 0; left &= left - 1) {
                operations.add(calls.operations[callAt[Long.numberOfTrailingZeros(left)]]);
            }
            operations.sort(Comparator.comparingLong(LinearOperation::invokedAt));
            return operations;
        }

        private boolean invoke(int call) {
            if (calls.isPending(call)) {
                available[kinds.ofLetter(calls.letter[call])]++;
                return true;
            }
            if (open == -1L) {
                return false;
            }
            int slot = Long.numberOfTrailingZeros(~open);
            long bit = 1L << slot;
            open |= bit;
            callAt[slot] = call;
            slotOf[call] = slot;
            if (calls.looks(call)) {
                looking |= bit;
                for (int i = 0; i < size; i++) {
                    if (automaton.step(state[i], calls.letter[call]) >= 0) {
                        applied[i] |= bit;
                    }
                }
            } else if (calls.overwrites(call)) {
                overwriting |= bit;
            }
            return true;
        }

        private void complete(int call) {
            long bit = 1L << slotOf[call];
            boolean done = true;
            for (int i = 0; i < size && done; i++) {
                done = (applied[i] & bit) != 0;
            }
            if (!done) {
                completing = bit;
                regroup();
                for (int i = 0; i < size && budget.cause().isEmpty() && !isGrowing(); i++) {
                    if (!dead[i] && (applied[i] & bit) == 0) {
                        expand(i);
                    }
                }
                keepOnly();
            }
            for (int i = 0; i < size; i++) {
                applied[i] &= ~bit;
                covered[i] &= ~bit;
            }
            open &= ~bit;
            looking &= ~bit;
            overwriting &= ~bit;
        }

        /** Enters the configurations anew, so that dominated ones fall away and new ones can be compared with them. */
        private void regroup() {
            int before = size;
            size = 0;
            Arrays.fill(groups, 0);
            for (int i = 0; i < before && budget.cause().isEmpty(); i++) {
                enter(state[i], applied[i], covered[i], usage[i], node[i], 0);
            }
        }

        private void keepOnly() {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (!dead[i] && stays[i]) {
                    state[kept] = state[i];
                    applied[kept] = applied[i];
                    covered[kept] = covered[i];
                    usage[kept] = usage[i];
                    node[kept++] = node[i];
                }
            }
            size = kept;
        }

        private void expand(int from) {
            int before = state[from];
            long free = open & ~looking & ~applied[from];
            for (long left = free; left != 0; left &= left - 1) {
                long bit = left & -left;
                int call = callAt[Long.numberOfTrailingZeros(left)];
                if (hasUrgentTwin(call, free)) {
                    continue;
                }
                int after = automaton.step(before, calls.letter[call]);
                if (after >= 0) {
                    long nowApplied = applied[from] | bit;
                    long nowCovered = covered[from] & ~bit;
                    if ((overwriting & bit) != 0) {
                        nowCovered |= overwriting & ~nowApplied;
                    }
                    enter(after, nowApplied | looksIn(after), nowCovered, usage[from], node[from], call + 1);
                }
            }
            for (int kind = 0; kind < available.length; kind++) {
                expandPending(from, kind, free);
            }
        }

        private void expandPending(int from, int kind, long free) {
            int used = tracked[kind] ? usages.used(usage[from], kind) : 0;
            if (used >= available[kind] || hasOpenTwin(kind, free)) {
                return;
            }
            int letter = letterOf(kind);
            int after = automaton.step(state[from], letter);
            boolean overwrites = calls.overwrites[letter];
            long nowCovered = overwrites ? covered[from] | (overwriting & ~applied[from]) : covered[from];
            if (after < 0 || (after == state[from] && nowCovered == covered[from])) {
                return;
            }
            int nowUsed = tracked[kind] ? usages.and(usage[from], kind) : usage[from];
            enter(after, applied[from] | looksIn(after), nowCovered, nowUsed, node[from], ~kind);
        }

        /** True if another candidate with the same letter ends sooner. */
        private boolean hasUrgentTwin(int call, long free) {
            for (long left = free; left != 0; left &= left - 1) {
                int other = callAt[Long.numberOfTrailingZeros(left)];
                if (calls.letter[other] == calls.letter[call] && endOf[other] < endOf[call]) {
                    return true;
                }
            }
            return false;
        }

        /** True if an answered call would do the same, which has to be applied anyway. */
        private boolean hasOpenTwin(int kind, long free) {
            if (twinOfKind[kind] < 0) {
                return false;
            }
            for (long left = free & overwriting; left != 0; left &= left - 1) {
                if (calls.letter[callAt[Long.numberOfTrailingZeros(left)]] == twinOfKind[kind]) {
                    return true;
                }
            }
            return false;
        }

        /** The open looks that {@code number} accepts. */
        private long looksIn(int number) {
            if (looking == 0) {
                return 0;
            }
            if (number >= looksKnownAt.length) {
                int length = Math.max(number + 1, 2 * looksKnownAt.length);
                budget.use(12L * (length - looksKnownAt.length));
                looksKnownAt = Arrays.copyOf(looksKnownAt, length);
                looksTaken = Arrays.copyOf(looksTaken, length);
            }
            if (looksKnownAt[number] != now + 1) {
                long taken = 0;
                for (long left = looking; left != 0; left &= left - 1) {
                    int call = callAt[Long.numberOfTrailingZeros(left)];
                    taken |= automaton.step(number, calls.letter[call]) >= 0 ? left & -left : 0;
                }
                looksKnownAt[number] = now + 1;
                looksTaken[number] = taken;
            }
            return looksTaken[number];
        }

        /**
         * Adds a configuration unless another dominates it; drops those that it dominates.
         *
         * @param step call + 1, ~kind of a pending one, or 0 for a configuration that was there before
         */
        private void enter(int s, long a, long c, int u, int before, int step) {
            long forGood = a & open & ~looking & ~overwriting;
            int group = (int) Mixing.mix(s * 0x9E3779B97F4A7C15L + forGood) & (groups.length - 1);
            boolean toStay = ((step == 0 ? a | c : a) & completing) != 0;
            for (int i = groups[group] - 1; i >= 0; i = nextInGroup[i]) {
                if (state[i] != s || dead[i] || ((a ^ applied[i]) & open & ~looking & ~overwriting) != 0) {
                    continue;
                }
                if (dominates(applied[i], covered[i], usage[i], a, c, u)) {
                    stays[i] |= toStay;
                    return;
                }
                if (dominates(a, c, u, applied[i], covered[i], usage[i])) {
                    dead[i] = true;
                    toStay |= stays[i];
                }
            }
            int at = append(s, a, c, u, before);
            stays[at] = toStay;
            if (step != 0) {
                budget.remember();
                node[at] = trail.add(before, step > 0 ? step - 1 : step, now);
            }
            nextInGroup[at] = groups[group] - 1;
            groups[group] = at + 1;
            if (2 * size > groups.length) {
                rehash();
            }
        }

        private boolean dominates(long a, long c, int u, long otherA, long otherC, int otherU) {
            long otherStatus = ((a ^ otherA) | (c ^ otherC)) & overwriting;
            return (otherA & ~a & looking) == 0 && (otherStatus & ~c) == 0 && usages.isWithin(u, otherU);
        }

        private int append(int s, long a, long c, int u, int n) {
            if (size == state.length) {
                budget.use((long) CONFIGURATION_BYTES * size);
                state = Arrays.copyOf(state, 2 * size);
                applied = Arrays.copyOf(applied, 2 * size);
                covered = Arrays.copyOf(covered, 2 * size);
                usage = Arrays.copyOf(usage, 2 * size);
                node = Arrays.copyOf(node, 2 * size);
                nextInGroup = Arrays.copyOf(nextInGroup, 2 * size);
                dead = Arrays.copyOf(dead, 2 * size);
                stays = Arrays.copyOf(stays, 2 * size);
            }
            state[size] = s;
            applied[size] = a;
            covered[size] = c;
            usage[size] = u;
            node[size] = n;
            dead[size] = false;
            return size++;
        }

        private void rehash() {
            budget.use(4L * groups.length);
            groups = new int[2 * groups.length];
            for (int i = 0; i < size; i++) {
                if (!dead[i]) {
                    long forGood = applied[i] & open & ~looking & ~overwriting;
                    int group = (int) Mixing.mix(state[i] * 0x9E3779B97F4A7C15L + forGood) & (groups.length - 1);
                    nextInGroup[i] = groups[group] - 1;
                    groups[group] = i + 1;
                }
            }
        }

        /** The order that {@code walk} found, made in the same way but with one configuration. */
        Replay replay(Walk walk) {
            int[] steps = walk.trail.isKept() ? walk.trail.stepsTo(walk.last) : new int[0];
            boolean[] shown = new boolean[calls.count]; // applied for all to see
            for (int step : steps) {
                if (walk.trail.applied(step) >= 0) {
                    shown[walk.trail.applied(step)] = true;
                }
            }
            Replay replay = new Replay(available.length);
            boolean[] placed = new boolean[calls.count];
            int[] used = new int[available.length];
            int current = automaton.initial();
            int at = 0;
            for (now = 0; now < walk.now; now++) {
                int event = calls.events[now];
                if (event >= 0) {
                    invoke(event);
                    if (!calls.isPending(event) && calls.looks(event)) {
                        placeLooks(current, placed, replay.order);
                    }
                    continue;
                }
                for (; at < steps.length && walk.trail.event(steps[at]) == now; at++) {
                    int step = walk.trail.applied(steps[at]);
                    int letter = step >= 0 ? calls.letter[step] : letterOf(~step);
                    if (calls.overwrites[letter]) {
                        placeCovered(shown, placed, replay.order);
                    }
                    if (step >= 0) {
                        placed[step] = true;
                        replay.order.add(calls.operations[step]);
                    } else if (used[~step] < available[~step]) {
                        replay.order.add(calls.operations[kinds.call(~step, used[~step]++)]);
                    } else {
                        replay.overused[~step] = true;
                    }
                    current = automaton.step(current, letter);
                    placeLooks(current, placed, replay.order);
                }
                open &= ~(1L << slotOf[~event]);
                looking &= open;
                overwriting &= open;
            }
            return replay;
        }

        private void placeLooks(int current, boolean[] placed, List<LinearOperation> order) {
            for (long left = looking; left != 0; left &= left - 1) {
                int call = callAt[Long.numberOfTrailingZeros(left)];
                if (!placed[call] && automaton.step(current, calls.letter[call]) >= 0) {
                    placed[call] = true;
                    order.add(calls.operations[call]);
                }
            }
        }

        private void placeCovered(boolean[] shown, boolean[] placed, List<LinearOperation> order) {
            for (long left = overwriting; left != 0; left &= left - 1) {
                int call = callAt[Long.numberOfTrailingZeros(left)];
                if (!shown[call] && !placed[call]) {
                    placed[call] = true;
                    order.add(calls.operations[call]);
                }
            }
        }
    }
}
