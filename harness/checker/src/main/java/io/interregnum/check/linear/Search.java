package io.interregnum.check.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 *   <li><b>Answered.</b> In the order of invocation.
 *   <li><b>Pending.</b> Last, since most of them never happened. One that leaves the state as it is, is not tried: the
 *       rest of the order holds without it, and it need not happen. Of several that are equal in f and value only the
 *       one invoked first is tried: wherever a later one stands in an order, the earlier one may stand, and the other
 *       way round if both are in it. The two rules agree: take an order with as few pending operations as possible, so
 *       that all change the state; then exchange equals until the earliest are used, in order; states stay as they are.
 * </ol>
 *
 * @param <S> the model's state
 */
final class Search<S> {
    private enum Round {
        LOOKS,
        ANSWERED,
        PENDING
    }

    /** A step that was taken: what to put back, and where to go on when it led nowhere. */
    private record Taken<S>(int operation, S before, Round round) {}

    private final Model<S> model;
    private final Budget budget;
    private final List<LinearOperation> operations;
    private final int[] twin; // of a pending operation, the equal one invoked before it; -1 for none
    private final EntryList entries;
    private final long[] linearized;
    private final Deque<Taken<S>> path = new ArrayDeque<>();
    private final Set<Configuration<S>> seen = new HashSet<>(); // order is never read
    private S state;
    private int open; // answered operations that are not linearized
    private Round round = Round.LOOKS;
    private @Nullable SearchResult furthest;
    private int furthestPosition = -1;

    Search(Model<S> model, List<LinearOperation> history, Budget budget) {
        this.model = model;
        this.budget = budget;
        this.operations = history.stream()
                .sorted(Comparator.comparingLong(LinearOperation::invokedAt))
                .toList();
        this.twin = twins(operations);
        this.entries = new EntryList(operations);
        this.linearized = new long[(operations.size() + 63) / 64];
        this.state = model.initial();
        this.open = (int) operations.stream().filter(o -> !o.isPending()).count();
    }

    private static int[] twins(List<LinearOperation> operations) {
        record Asked(String f, @Nullable Object value) {}
        Map<Asked, Integer> last = new HashMap<>(); // order is never read
        int[] twins = new int[operations.size()];
        for (int i = 0; i < twins.length; i++) {
            LinearOperation operation = operations.get(i);
            Integer before = operation.isPending() ? last.put(new Asked(operation.f(), operation.value()), i) : null;
            twins[i] = before == null ? -1 : before;
        }
        return twins;
    }

    SearchResult run() {
        int entry = entries.first();
        while (open > 0) {
            if (!budget.cause().isEmpty()) {
                return new SearchResult(
                        LinearOutcome.Answer.UNDECIDED, budget.cause(), List.of(), Optional.empty(), "");
            }
            if (!entries.isCompletion(entry)) {
                entry = take(entry) ? entries.first() : entries.after(entry);
            } else if (round != Round.PENDING) {
                round = round == Round.LOOKS ? Round.ANSWERED : Round.PENDING;
                entry = entries.first();
            } else {
                noteStuck(entry);
                entry = goBack();
                if (entry < 0) {
                    return Objects.requireNonNull(furthest);
                }
            }
        }
        return new SearchResult(LinearOutcome.Answer.LINEARIZABLE, "", order(), Optional.empty(), "");
    }

    /** Linearizes a candidate if this round may, the model does, and the result is new. */
    private boolean take(int candidate) {
        LinearOperation operation = operations.get(candidate);
        boolean pending = operation.isPending();
        boolean looks = round == Round.LOOKS && !pending && model.onlyLooks(operation);
        boolean mayTake = round == Round.LOOKS ? looks : pending == (round == Round.PENDING);
        if (!mayTake || (twin[candidate] >= 0 && !isLinearized(twin[candidate]))) {
            return false;
        }
        Optional<S> next = model.step(state, operation).next();
        if (next.isEmpty() || (pending && next.get().equals(state))) {
            return false;
        }
        linearized[candidate / 64] |= 1L << (candidate % 64);
        if (!looks && !isNew(next.get())) {
            linearized[candidate / 64] &= ~(1L << (candidate % 64));
            return false;
        }
        entries.lift(candidate);
        path.push(new Taken<>(candidate, state, round));
        open -= pending ? 0 : 1;
        state = next.get();
        round = Round.LOOKS;
        return true;
    }

    private boolean isLinearized(int operation) {
        return (linearized[operation / 64] & (1L << (operation % 64))) != 0;
    }

    private boolean isNew(S next) {
        Configuration<S> configuration = new Configuration<>(linearized, next);
        if (!seen.add(configuration)) {
            return false;
        }
        budget.remember(configuration.sizeBytes());
        return true;
    }

    /** Puts steps back until one has an alternative; the entry to go on with, or -1 when there is none. */
    private int goBack() {
        while (!path.isEmpty()) {
            Taken<S> taken = path.pop();
            int operation = taken.operation();
            entries.unlift(operation);
            linearized[operation / 64] &= ~(1L << (operation % 64));
            open += operations.get(operation).isPending() ? 0 : 1;
            state = taken.before();
            if (taken.round() != Round.LOOKS) {
                round = taken.round();
                return entries.after(operation);
            }
        }
        return -1;
    }

    /**
     * Remembers the furthest completion that stopped the search. Whoever reaches a completion has linearized all that
     * were answered before it, and all reachable configurations are reached, so the furthest one belongs to the first
     * operation that cannot be linearized. It was refused there: accepted, it would have been taken or known, and its
     * successors reached a later completion.
     */
    private void noteStuck(int completion) {
        if (entries.position(completion) > furthestPosition) {
            furthestPosition = entries.position(completion);
            LinearOperation stuck = operations.get(entries.operationOf(completion));
            furthest = new SearchResult(
                    LinearOutcome.Answer.NOT_LINEARIZABLE,
                    "",
                    order(),
                    Optional.of(stuck),
                    model.step(state, stuck).refusal());
        }
    }

    private List<LinearOperation> order() {
        List<LinearOperation> order = new ArrayList<>();
        path.descendingIterator().forEachRemaining(taken -> order.add(operations.get(taken.operation())));
        return List.copyOf(order);
    }
}
