package io.interregnum.check.linear;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says why a history has no order, after the verdict and with a budget of its own; never changes a verdict. One thread.
 *
 * <p>Three ways, the first that fits: unique values explain themselves by what clashes; short histories of registers are
 * shrunk with their writers ({@link RegisterShrink}); all others are <em>cut</em> and then <em>granted</em>.
 *
 * <p><b>Cut.</b> What happened up to a moment matters only through the configurations that it can have led to: the
 * object's state and what of the open operations was taken. So the beginning may be replaced by all of these, or by more
 * than these. If nothing that follows has an order from any of them, the whole has none.
 *
 * <p><b>Granted.</b> Of what follows, operations are granted one group after the other: an answered one is taken as
 * pending, so that it may happen at any time or never, and its answer demands nothing. If there is no order even then, it
 * was not needed. (Delta debugging: Zeller and Hildebrandt, IEEE Transactions on Software Engineering 28(2), 2002.)
 *
 * @param <S> the model's state
 */
final class Explanation<S> {
    /** Longest time for one explanation, unless the caller's limits are shorter. */
    static final Duration TIME_MAX = Duration.ofSeconds(2);

    private static final int SHORT_OPERATIONS = 60;
    private static final int WHOLE_OPERATIONS = 2_000;
    private static final long WHOLE_CONFIGURATIONS_MAX = 5_000;
    private static final int VERY_SHORT_OPERATIONS = 20;
    private static final String NO_ORDER = "with this answer there is no order";
    private static final int CUTS_MAX = 6;
    private static final int STARTS_MAX = 24;
    private static final int REACHED_MAX = 10;
    private static final long CONFIGURATIONS_MAX = 2_000_000;
    private static final long ATTEMPT_CONFIGURATIONS_MAX = 50_000;

    private final Model<S> model;
    private final List<LinearOperation> all;
    private final List<LinearOperation> known;
    private final LinearOperation stuck;
    private final Limits limits;
    private final long startNanos;
    private final Calls calls;

    private Explanation(Model<S> model, List<LinearOperation> part, LinearOperation stuck, Limits limits) {
        this.model = model;
        this.all = part;
        this.stuck = stuck;
        this.limits = limits;
        this.startNanos = limits.clock().nanos();
        this.known = until(stuck.completedAt(), part);
        this.calls = new Calls(model, known, Budget.withoutEnd());
    }

    static <S> Witness of(Model<S> model, List<LinearOperation> operations, Decision decision, Limits limits) {
        Limits brief = limits.timeMax().compareTo(TIME_MAX) > 0 ? limits.withTimeMax(TIME_MAX) : limits;
        if (decision.by() == Algorithm.UNIQUE) {
            Witness witness = UniqueJudge.explain(model, operations, brief);
            Witness explained = reachedBy(model, operations, witness, brief)
                    .or(() -> reachedBy(model, witness.core(), witness, brief))
                    .orElse(witness);
            return explained.before().isPresent()
                    ? explained
                    : explained.withBefore(lastBefore(witness.stuck(), operations));
        }
        List<LinearOperation> part = partOf(model, operations, decision.stuck().orElseThrow());
        LinearOperation stuck = firstStuck(model, part, decision.stuck().get(), brief);
        return new Explanation<>(model, part, stuck, brief).witness();
    }

    /**
     * {@code witness} with what was reached in {@code part}. Of the whole history that tells more than of the core alone;
     * but where values are unique there may be too many states to go through them all: then empty.
     */
    private static <S> Optional<Witness> reachedBy(
            Model<S> model, List<LinearOperation> part, Witness witness, Limits limits) {
        if (part.size() > WHOLE_OPERATIONS) {
            return Optional.empty();
        }
        Limits few = limits.withConfigurationsMax(Math.min(limits.configurationsMax(), WHOLE_CONFIGURATIONS_MAX));
        Explanation<S> explanation = new Explanation<>(model, part, witness.stuck(), few);
        List<Witness.Reached> reached = explanation.reached();
        return reached.isEmpty() && part.size() > witness.core().size()
                ? Optional.empty()
                : Optional.of(explanation.with(reached, witness));
    }

    /**
     * The first operation, by completion, up to whose answer there is no order. A search may name an earlier one, since it
     * knows what operations that are still open will answer: dequeues of the second element and then of the first have an
     * order as long as only the second was told. Found by halving, as beginnings are linearizable up to one moment and
     * never again (Herlihy and Wing 1990, section 3). Where the time does not suffice, a later one.
     */
    private static <S> LinearOperation firstStuck(
            Model<S> model, List<LinearOperation> part, LinearOperation named, Limits limits) {
        List<LinearOperation> ends = part.stream()
                .filter(operation -> !operation.isPending() && operation.completedAt() > named.completedAt())
                .sorted(Comparator.comparingLong(LinearOperation::completedAt))
                .toList();
        long start = limits.clock().nanos();
        if (ends.isEmpty() || !hasOrder(model, until(named.completedAt(), part), limits, start)) {
            return named;
        }
        int good = -1;
        int bad = ends.size() - 1;
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            boolean linear = hasOrder(model, until(ends.get(middle).completedAt(), part), limits, start);
            good = linear ? middle : good;
            bad = linear ? bad : middle;
        }
        return ends.get(bad);
    }

    /** True unless there certainly is none. */
    private static <S> boolean hasOrder(Model<S> model, List<LinearOperation> known, Limits limits, long start) {
        Limits few = limits.withConfigurationsMax(Math.min(limits.configurationsMax(), CONFIGURATIONS_MAX));
        Budget budget = new Budget(few, start, 1, () -> false);
        return new WglSearch<>(model, new Calls(model, known, Budget.withoutEnd()), budget)
                        .run()
                        .answer()
                != LinearOutcome.Answer.NOT_LINEARIZABLE;
    }

    private static List<LinearOperation> partOf(
            Model<?> model, List<LinearOperation> operations, LinearOperation stuck) {
        return model.parts(operations).stream()
                .filter(part -> part.stream().anyMatch(operation -> operation.id() == stuck.id()))
                .findFirst()
                .orElse(operations);
    }

    /** What was known at {@code end}. */
    private static List<LinearOperation> until(long end, List<LinearOperation> operations) {
        return operations.stream()
                .filter(operation -> operation.invokedAt() <= end)
                .map(operation -> operation.completedAt() <= end ? operation : asPending(operation))
                .sorted(Comparator.comparingLong(LinearOperation::invokedAt))
                .toList();
    }

    private static LinearOperation asPending(LinearOperation operation) {
        return operation.isPending()
                ? operation
                : LinearOperation.pending(operation.id(), operation.f(), operation.value(), operation.invokedAt());
    }

    private Witness witness() {
        List<Witness.Reached> reached = reached(); // first of all, since shrinking may take all the time there is
        // Shrinking thinks of values that were found, not of values that were not there.
        if (model instanceof RegisterModel register
                && known.size() <= SHORT_OPERATIONS
                && all.stream().noneMatch(register::isRefusedSet)) {
            return with(reached, new RegisterExplanation(register, limits).explain(all, stuck));
        }
        List<Cut<S>> cuts = known.size() <= VERY_SHORT_OPERATIONS ? List.of(beginning()) : cuts();
        for (Cut<S> cut : cuts) {
            Set<Long> demanded = answered(cut);
            if (hasNoOrder(cut, demanded)) {
                return with(reached, witness(cut, shrink(cut, demanded)));
            }
        }
        return with(reached, new Witness(stuck, lastBefore(), "", List.of(), around()));
    }

    /** The operations that were in flight together with the stuck one: all there is to say when nothing smaller is found. */
    private List<LinearOperation> around() {
        return originals(known.stream()
                .filter(operation -> !operation.precedes(stuck))
                .limit(100)
                .toList());
    }

    private Optional<LinearOperation> lastBefore() {
        return lastBefore(stuck, known);
    }

    /** What was answered last before {@code stuck} was. */
    private static Optional<LinearOperation> lastBefore(LinearOperation stuck, List<LinearOperation> operations) {
        return operations.stream()
                .filter(operation -> operation.completedAt() <= stuck.completedAt() && operation.id() != stuck.id())
                .max(Comparator.comparingLong(LinearOperation::completedAt));
    }

    /**
     * A moment, and all that may have been before.
     *
     * @param starts from where to go on; from the initial state alone, with everything still to come, at the beginning
     * @param isBeginning true if nothing was cut off
     */
    private record Cut<S>(List<Start<S>> starts, boolean isBeginning) {}

    /** A state, what must still be linearized and what may. */
    private record Start<S>(S state, List<LinearOperation> rest) {}

    private Cut<S> beginning() {
        return new Cut<>(List.of(new Start<>(model.initial(), known)), true);
    }

    /**
     * Moments from which the rest may explain itself, the most telling first: the last ones at which the stuck operation
     * would have been right, since then what follows shows what made it wrong; then the last ones before it was asked.
     */
    private List<Cut<S>> cuts() {
        int asked = 0;
        while (calls.operations[asked].id() != stuck.id()) {
            asked++;
        }
        List<JustInTimeSearch.Moment> moments =
                new ArrayList<>(JustInTimeSearch.moments(model, calls, budget(), asked));
        moments.sort(Comparator.comparing((JustInTimeSearch.Moment moment) -> !moment.accepts())
                .thenComparing(
                        Comparator.comparingInt(JustInTimeSearch.Moment::event).reversed()));
        List<Cut<S>> cuts = new ArrayList<>();
        for (JustInTimeSearch.Moment moment : moments) {
            if (cuts.size() < CUTS_MAX && moment.configurations() <= STARTS_MAX) {
                List<Start<S>> starts = JustInTimeSearch.configurations(model, calls, budget(), moment.event()).stream()
                        .map(configuration -> start(configuration, moment.event()))
                        .toList();
                if (!starts.isEmpty()) { // none when the time is over
                    cuts.add(new Cut<>(starts, false));
                }
            }
        }
        return cuts;
    }

    private Start<S> start(JustInTimeSearch.Configuration<S> configuration, int event) {
        List<LinearOperation> rest = new ArrayList<>(configuration.open());
        configuration.optional().stream().map(Explanation::asPending).forEach(rest::add);
        for (int i = 0; i < calls.events.length; i++) {
            int call = calls.events[i];
            if (call >= 0 && (i >= event || calls.isPending(call))) {
                rest.add(calls.operations[call]);
            }
        }
        return new Start<>(configuration.state(), rest);
    }

    private static <S> Set<Long> answered(Cut<S> cut) {
        Set<Long> ids = new HashSet<>(); // order is never read
        for (Start<S> start : cut.starts()) {
            start.rest().stream()
                    .filter(operation -> !operation.isPending())
                    .forEach(operation -> ids.add(operation.id()));
        }
        return ids;
    }

    /** True if there is certainly no order from any start, when only {@code demanded} operations demand anything. */
    private boolean hasNoOrder(Cut<S> cut, Set<Long> demanded) {
        for (Start<S> start : cut.starts()) {
            List<LinearOperation> rest = granted(start, demanded);
            Limits few = limits.withConfigurationsMax(ATTEMPT_CONFIGURATIONS_MAX);
            Model<S> here = new StartingIn<>(model, start.state());
            Budget budget = new Budget(few, startNanos, 1, () -> false);
            SearchAnswer answer = JustInTimeSearch.verdict(here, new Calls(here, rest, Budget.withoutEnd()), budget);
            if (answer.answer() != LinearOutcome.Answer.NOT_LINEARIZABLE) {
                return false;
            }
        }
        return true;
    }

    private static <S> List<LinearOperation> granted(Start<S> start, Set<Long> demanded) {
        return start.rest().stream()
                .map(operation -> demanded.contains(operation.id()) ? operation : asPending(operation))
                .toList();
    }

    /** Grants groups of half the size down to single operations, as long as there is no order. */
    private List<Long> shrink(Cut<S> cut, Set<Long> demanded) {
        List<Long> kept = demanded.stream().sorted().toList();
        int piece = Math.max(1, kept.size() / 2);
        while (!isOver()) {
            int before = kept.size();
            for (int from = 0; from < kept.size() && !isOver(); ) {
                List<Long> fewer = new ArrayList<>(kept.subList(0, from));
                fewer.addAll(kept.subList(Math.min(kept.size(), from + piece), kept.size()));
                if (!fewer.isEmpty() && hasNoOrder(cut, new HashSet<>(fewer))) {
                    kept = fewer;
                } else {
                    from += piece;
                }
            }
            if (piece == 1 && kept.size() == before) {
                break;
            }
            piece = Math.max(1, piece / 2);
        }
        return kept;
    }

    private Witness witness(Cut<S> cut, List<Long> demanded) {
        Set<Long> ids = new HashSet<>(demanded); // order is never read
        Start<S> first = cut.starts().get(0);
        SearchResult furthest = new Search<>(
                        new StartingIn<>(model, first.state()),
                        granted(first, ids).stream()
                                .filter(operation -> !operation.isPending() || ids.contains(operation.id()))
                                .toList(),
                        budget())
                .run();
        List<LinearOperation> core =
                known.stream().filter(operation -> ids.contains(operation.id())).toList();
        boolean stuckHere = furthest.stuck().map(LinearOperation::id).equals(Optional.of(stuck.id()));
        return new Witness(
                stuck,
                lastBefore(),
                stuckHere ? furthest.refusal() : "",
                stuckHere ? originals(furthest.order()) : List.of(),
                originals(core),
                cut.isBeginning()
                        ? List.of()
                        : cut.starts().stream()
                                .map(start -> model.words(start.state()))
                                .distinct()
                                .toList(),
                List.of());
    }

    private List<Witness.Reached> reached() {
        int end = calls.events.length;
        while (end > 0 && (calls.events[end - 1] >= 0 || calls.operations[~calls.events[end - 1]].id() != stuck.id())) {
            end--;
        }
        List<Witness.Reached> reached = new ArrayList<>();
        for (JustInTimeSearch.Configuration<S> one :
                JustInTimeSearch.configurations(model, calls, budget(), Math.max(0, end - 1))) {
            if (reached.size() == REACHED_MAX) {
                break;
            }
            String refusal = refusal(one.state());
            if (!refusal.isEmpty()) {
                reached.add(new Witness.Reached(
                        model.words(one.state()), originals(one.ahead()), originals(one.open()), refusal));
            }
        }
        return reached;
    }

    /** {@code witness} with what was reached, and with a refusal that says something. */
    private Witness with(List<Witness.Reached> reached, Witness witness) {
        // After no order at all, a refusal says little: what was granted may have led anywhere.
        boolean saysLittle = witness.order().isEmpty() && !reached.isEmpty();
        if (!witness.refusal().isEmpty() && !saysLittle) {
            return witness.withReached(reached);
        }
        String refusal =
                reached.isEmpty() ? refusalWhereItIsNeeded() : reached.get(0).refusal();
        return new Witness(
                witness.stuck(), witness.before(), refusal, witness.order(), witness.core(), witness.from(), reached);
    }

    /**
     * What the model says to the stuck operation where it would have to stand if it had answered anything else: there may
     * be no order of what was answered before without it.
     */
    private String refusalWhereItIsNeeded() {
        List<LinearOperation> unanswered = known.stream()
                .map(operation -> operation.id() == stuck.id() ? asPending(operation) : operation)
                .toList();
        Optional<List<LinearOperation>> order = new WglSearch<>(
                        model, new Calls(model, unanswered, Budget.withoutEnd()), budget())
                .run()
                .order();
        if (order.isEmpty()) {
            return NO_ORDER;
        }
        S state = model.initial();
        for (LinearOperation operation : order.get()) {
            if (operation.id() == stuck.id()) {
                break;
            }
            state = model.step(state, operation).next().orElseThrow();
        }
        String refusal = refusal(state);
        return refusal.isEmpty() ? NO_ORDER : refusal;
    }

    private String refusal(S state) {
        return model.step(state, stuck).refusal();
    }

    private Budget budget() {
        Limits few = limits.withConfigurationsMax(Math.min(limits.configurationsMax(), CONFIGURATIONS_MAX));
        return new Budget(few, startNanos, 1, () -> false);
    }

    private boolean isOver() {
        return limits.cancelled().getAsBoolean()
                || limits.clock().nanos() - startNanos > limits.timeMax().toNanos();
    }

    private List<LinearOperation> originals(List<LinearOperation> some) {
        Set<Long> wanted = some.stream().map(LinearOperation::id).collect(Collectors.toSet());
        Map<Long, LinearOperation> byId = all.stream()
                .filter(operation -> wanted.contains(operation.id()))
                .collect(Collectors.toMap(LinearOperation::id, Function.identity()));
        return some.stream().map(operation -> byId.get(operation.id())).toList();
    }

    /** A model that begins somewhere else. */
    private record StartingIn<S>(Model<S> model, S initial) implements Model<S> {
        @Override
        public String name() {
            return model.name();
        }

        @Override
        public Step<S> step(S state, LinearOperation operation) {
            return model.step(state, operation);
        }

        @Override
        public boolean onlyLooks(LinearOperation operation) {
            return model.onlyLooks(operation);
        }

        @Override
        public boolean overwrites(LinearOperation operation) {
            return model.overwrites(operation);
        }

        @Override
        public Model<S> withInitial(@Nullable Object value) {
            throw new IllegalArgumentException("begins where it was told already");
        }
    }
}
