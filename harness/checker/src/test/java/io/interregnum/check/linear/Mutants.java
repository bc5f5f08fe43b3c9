package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mistakes that somebody might make in a model, of every model. */
final class Mutants {
    private Mutants() {}

    /** All of them. */
    static List<Mutant<?>> all() {
        List<Mutant<?>> mutants = new ArrayList<>();
        for (Model<?> model : Models.ALL) {
            addOfEachFunction(model, mutants);
        }
        addOfRegisters(mutants);
        addOfManyRegisters(mutants);
        addOfLocks(mutants);
        addOfFences(mutants);
        addOfSemaphores(mutants);
        addOfSets(mutants);
        addOfQueues(mutants);
        addOfBags(mutants);
        addOfStores(mutants);
        addOfElections(mutants);
        addOfEpochs(mutants);
        return mutants;
    }

    private static <S> void addOfEachFunction(Model<S> model, List<Mutant<?>> to) {
        for (String f : new TreeSet<>(model.functions())) {
            Predicate<LinearOperation> answered = operation -> operation.f().equals(f) && !operation.isPending();
            Predicate<LinearOperation> pending = operation -> operation.f().equals(f) && operation.isPending();
            to.add(new Mutant<>("accepts any answered " + f, model, (state, operation) -> {
                Step<S> step = model.step(state, operation);
                return answered.test(operation) && step.next().isEmpty() ? Step.to(state) : step;
            }));
            for (Predicate<LinearOperation> which : List.of(answered, pending)) {
                String what = (which == answered ? "answered " : "pending ") + f;
                to.add(new Mutant<>(
                        "refuses each " + what,
                        model,
                        (state, operation) -> which.test(operation) && !isUselessLook(model, operation)
                                ? Step.refused("no")
                                : model.step(state, operation)));
                to.add(new Mutant<>("forgets what each " + what + " changes", model, (state, operation) -> {
                    Step<S> step = model.step(state, operation);
                    return which.test(operation) && step.next().isPresent() ? Step.to(state) : step;
                }));
            }
        }
    }

    /** A pending operation that only looks is never asked for, so it does not matter what is said to it. */
    private static boolean isUselessLook(Model<?> model, LinearOperation operation) {
        return operation.isPending() && model.onlyLooks(operation);
    }

    /** Takes operations for others. */
    private static <S> Mutant<S> mistaking(String mistake, Model<S> model, UnaryOperator<LinearOperation> other) {
        return new Mutant<>(mistake, model, (state, operation) -> model.step(state, other.apply(operation)));
    }

    /** Takes another model for it. */
    private static <S> Mutant<S> replaced(String mistake, Model<S> model, Model<S> by) {
        return new Mutant<>(mistake, model, by::step);
    }

    /** Steps otherwise where the function is {@code f}. */
    private static <S> Mutant<S> of(
            String mistake, Model<S> model, String f, BiFunction<S, LinearOperation, Step<S>> other) {
        return new Mutant<>(
                mistake,
                model,
                (state, operation) ->
                        operation.f().equals(f) ? other.apply(state, operation) : model.step(state, operation));
    }

    private static LinearOperation with(LinearOperation operation, @Nullable Object value) {
        return new LinearOperation(
                operation.id(), operation.f(), value, operation.invokedAt(), operation.completedAt());
    }

    private static LinearOperation as(LinearOperation operation, String f) {
        return new LinearOperation(
                operation.id(), f, operation.value(), operation.invokedAt(), operation.completedAt());
    }

    /** The value with something else under {@code name}. */
    private static LinearOperation with(LinearOperation operation, String name, @Nullable Object value) {
        if (!(operation.value() instanceof Map<?, ?> map) || !map.containsKey(name)) {
            return operation;
        }
        Map<Object, @Nullable Object> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return with(operation, changed);
    }

    private static Object item(LinearOperation operation, int at) {
        return Objects.requireNonNull(((List<?>) Objects.requireNonNull(operation.value())).get(at));
    }

    private static void addOfRegisters(List<Mutant<?>> to) {
        Model<Optional<Object>> cas = Models.CAS_REGISTER;
        to.add(of("cas looks at nothing", cas, "cas", (state, o) -> Step.to(Optional.of(item(o, 1)))));
        to.add(mistaking(
                "cas is swapped",
                cas,
                o -> o.f().equals("cas") && ((List<?>) Objects.requireNonNull(o.value())).get(0) != null
                        ? with(o, List.of(item(o, 1), item(o, 0)))
                        : o));
        to.add(mistaking(
                "a refused cas is one that was done", cas, o -> o.f().equals("cas-refused") ? as(o, "cas") : o));
        to.add(mistaking(
                "cas-refused demands the other value",
                cas,
                o -> o.f().equals("cas-refused") ? with(o, Arrays.asList(item(o, 1), null)) : o));
    }

    private static void addOfManyRegisters(List<Mutant<?>> to) {
        MultiRegisterModel multi = new MultiRegisterModel();
        to.add(of("reads see nothing of their own transaction", multi, "txn", (state, o) -> {
            List<Object> reads = accesses(o, true);
            Step<HashTrie<String, Object>> looked = multi.step(state, with(o, reads));
            return looked.next().isEmpty() ? looked : multi.step(state, with(o, accesses(o, false)));
        }));
        to.add(of("only the last write counts", multi, "txn", (state, o) -> {
            List<Object> writes = accesses(o, false);
            Step<HashTrie<String, Object>> right = multi.step(state, o);
            return right.next().isEmpty() || writes.isEmpty()
                    ? right
                    : multi.step(state, with(o, writes.subList(writes.size() - 1, writes.size())));
        }));
        to.add(mistaking(
                "there is only one register",
                multi,
                o -> with(
                        o,
                        accesses(o, true, false).stream()
                                .map(access ->
                                        Arrays.asList(((List<?>) access).get(0), ":x", ((List<?>) access).get(2)))
                                .toList())));
    }

    private static List<Object> accesses(LinearOperation operation, Boolean... kinds) {
        List<Object> accesses = new ArrayList<>();
        for (Object access : (List<?>) Objects.requireNonNull(operation.value())) {
            boolean reads = Objects.equals(((List<?>) access).get(0), ":read");
            if (Arrays.asList(kinds).contains(reads)) {
                accesses.add(access);
            }
        }
        return accesses;
    }

    private static void addOfLocks(List<Mutant<?>> to) {
        OwnedMutexModel owned = new OwnedMutexModel("owner-aware-mutex", 1, false);
        OwnedMutexModel reentrant = new OwnedMutexModel("reentrant-mutex", 2, false);
        OwnedMutexModel fenced = new OwnedMutexModel("fenced-mutex", 1, true);
        OwnedMutexModel both = new OwnedMutexModel("reentrant-fenced-mutex", 2, true);
        for (OwnedMutexModel model : List.of(owned, reentrant, fenced, both)) {
            to.add(mistaking("knows no owner", model, o -> with(o, "client", "c0")));
            to.add(of(
                    "anybody may release",
                    model,
                    "release",
                    (lock, o) -> lock.holder().isEmpty()
                            ? model.step(lock, o)
                            : model.step(
                                    lock, with(o, Map.of("client", lock.holder().get())))));
            to.add(of(
                    "somebody is nobody",
                    model,
                    "acquire",
                    (lock, o) -> o.isPending() && o.value() == null ? Step.refused("no") : model.step(lock, o)));
        }
        to.add(replaced("may be acquired twice", owned, new OwnedMutexModel("", 2, false)));
        to.add(replaced("may be acquired once", reentrant, new OwnedMutexModel("", 1, false)));
        to.add(replaced("may be acquired three times", reentrant, new OwnedMutexModel("", 3, false)));
        to.add(replaced("may be acquired twice", fenced, new OwnedMutexModel("", 2, true)));
        to.add(replaced("looks at no fence", fenced, new OwnedMutexModel("", 1, false)));
        to.add(replaced("may be acquired once", both, new OwnedMutexModel("", 1, true)));
        to.add(replaced("may be acquired three times", both, new OwnedMutexModel("", 3, true)));
        to.add(replaced("looks at no fence", both, new OwnedMutexModel("", 2, false)));
        to.add(of("a release frees at once", reentrant, "release", (lock, o) -> {
            Step<OwnedMutexModel.Lock> step = reentrant.step(lock, o);
            return step.next().isEmpty() ? step : Step.to(new OwnedMutexModel.Lock(Optional.empty(), 0, 0, 0));
        }));
    }

    private static void addOfFences(List<Mutant<?>> to) {
        OwnedMutexModel fenced = new OwnedMutexModel("fenced-mutex", 1, true);
        OwnedMutexModel both = new OwnedMutexModel("reentrant-fenced-mutex", 2, true);
        for (OwnedMutexModel model : List.of(fenced, both)) {
            to.add(of("a fence may be equal", model, "acquire", (lock, o) -> {
                Step<OwnedMutexModel.Lock> step = model.step(lock, o);
                return step.next().isPresent()
                        ? step
                        : model.step(
                                new OwnedMutexModel.Lock(
                                        lock.holder(), lock.acquisitions(), lock.fence(), lock.floor() - 1),
                                o);
            }));
            to.add(of(
                    "a fence must be larger by two",
                    model,
                    "acquire",
                    (lock, o) -> model.step(
                            lock.holder().isPresent()
                                    ? lock
                                    : new OwnedMutexModel.Lock(
                                            lock.holder(), lock.acquisitions(), lock.fence(), lock.floor() + 1),
                            o)));
            to.add(of("an unknown fence needs no number", model, "acquire", (lock, o) -> {
                Step<OwnedMutexModel.Lock> step = model.step(lock, o);
                return step.next()
                        .filter(next -> next.fence() == 0)
                        .map(next ->
                                Step.to(new OwnedMutexModel.Lock(next.holder(), next.acquisitions(), 0, lock.floor())))
                        .orElse(step);
            }));
        }
        to.add(of(
                "a second acquisition may get any fence",
                both,
                "acquire",
                (lock, o) -> lock.holder().isPresent() ? both.step(lock, with(o, "fence", null)) : both.step(lock, o)));
    }

    private static void addOfSemaphores(List<Mutant<?>> to) {
        SemaphoreModel semaphore = new SemaphoreModel();
        to.add(replaced("one permit", semaphore, (SemaphoreModel) semaphore.withInitial(1L)));
        to.add(replaced("three permits", semaphore, (SemaphoreModel) semaphore.withInitial(3L)));
        to.add(mistaking("knows no owner", semaphore, o -> with(o, "client", "c0")));
        to.add(mistaking("all are nameless", semaphore, o -> with(o, null)));
        to.add(new Mutant<>("only one case is kept", semaphore, (cases, o) -> {
            Step<java.util.Set<SemaphoreModel.Held>> step = semaphore.step(cases, o);
            return step.next().isPresent() && step.next().get().size() > 1
                    ? Step.to(java.util.Set.of(step.next().get().iterator().next()))
                    : step;
        }));
    }

    private static void addOfSets(List<Mutant<?>> to) {
        SetModel set = new SetModel();
        to.add(mistaking(
                "contains says the contrary",
                set,
                o -> o.f().equals("contains") && !o.isPending()
                        ? with(o, List.of(item(o, 0), !(Boolean) item(o, 1)))
                        : o));
        to.add(mistaking("adds what it should remove", set, o -> o.f().equals("remove") ? as(o, "add") : o));
        to.add(of("a read may leave things out", set, "read", (state, o) -> {
            boolean holds = o.isPending()
                    || ((List<?>) Objects.requireNonNull(o.value())).stream().allMatch(state::has);
            return holds ? Step.to(state) : Step.refused("no");
        }));
        to.add(of("a read may show more", set, "read", (state, o) -> {
            boolean holds = o.isPending() || ((List<?>) Objects.requireNonNull(o.value())).containsAll(state.keys());
            return holds ? Step.to(state) : Step.refused("no");
        }));
    }

    private static void addOfQueues(List<Mutant<?>> to) {
        FifoQueueModel fifo = new FifoQueueModel();
        to.add(of("last in, first out", fifo, "enqueue", (queue, o) -> {
            List<Object> elements = new ArrayList<>(List.of(Objects.requireNonNull(o.value())));
            for (SharedQueue rest = queue; !rest.isEmpty(); rest = rest.rest()) {
                elements.add(Objects.requireNonNull(rest.head()));
            }
            return Step.to(SharedQueue.of(elements));
        }));
        to.add(of("dequeues the second where the first does not fit", fifo, "dequeue", (queue, o) -> {
            Step<SharedQueue> step = fifo.step(queue, o);
            Object head = queue.head();
            if (step.next().isPresent() || head == null) {
                return step;
            }
            Step<SharedQueue> second = fifo.step(queue.rest(), o);
            return second.next().isEmpty() ? second : Step.to(SharedQueue.of(List.of(head)));
        }));
        to.add(of("leaves what was dequeued", fifo, "dequeue", (queue, o) -> {
            Step<SharedQueue> step = fifo.step(queue, o);
            return step.next().isEmpty() ? step : Step.to(queue);
        }));
    }

    private static void addOfBags(List<Mutant<?>> to) {
        UnorderedQueueModel bag = new UnorderedQueueModel();
        to.add(of(
                "holds each element once",
                bag,
                "enqueue",
                (state, o) ->
                        state.counts().has(Objects.requireNonNull(o.value())) ? Step.to(state) : bag.step(state, o)));
        to.add(of("found empty with one in it", bag, "dequeue", (state, o) -> {
            boolean foundEmpty = o.value() == null && !o.isPending();
            return bag.step(
                    foundEmpty ? new UnorderedQueueModel.Bag(state.counts(), state.size(), state.owed() + 1) : state,
                    o);
        }));
        to.add(of("what was owed is owed for ever", bag, "dequeue", (state, o) -> {
            Step<UnorderedQueueModel.Bag> step = bag.step(state, o);
            return step.next()
                    .map(next -> Step.to(new UnorderedQueueModel.Bag(
                            next.counts(), next.size(), Math.max(next.owed(), state.owed()))))
                    .orElse(step);
        }));
    }

    private static void addOfStores(List<Mutant<?>> to) {
        KeyValueModel store = new KeyValueModel();
        to.add(mistaking("appends by putting", store, o -> o.f().equals("append") ? as(o, "put") : o));
        to.add(mistaking("puts by appending", store, o -> o.f().equals("put") ? as(o, "append") : o));
        to.add(mistaking(
                "there is only one key",
                store,
                o -> with(o, Arrays.asList("0", ((List<?>) Objects.requireNonNull(o.value())).get(1)))));
        to.add(of("appends in front", store, "append", (state, o) -> {
            String key = String.valueOf(item(o, 0));
            AppendedText before = state.get(key);
            return store.step(
                    state, as(with(o, List.of(key, item(o, 1) + (before == null ? "" : before.toString()))), "put"));
        }));
    }

    private static void addOfElections(List<Mutant<?>> to) {
        LeadershipModel model = new LeadershipModel();
        to.add(of(
                "elects while another leads",
                model,
                "elect",
                (reign, o) -> model.step(
                        new LeadershipModel.Reign(
                                reign.node(), Optional.empty(), reign.epoch(), reign.floor(), reign.expired()),
                        o)));
        to.add(of("elects by a session that has expired", model, "elect", (reign, o) -> {
            Step<LeadershipModel.Reign> step = model.step(
                    new LeadershipModel.Reign(
                            reign.node(), reign.session(), reign.epoch(), reign.floor(), HashTrie.empty()),
                    o);
            return step.next()
                    .map(next -> Step.to(new LeadershipModel.Reign(
                            next.node(), next.session(), next.epoch(), next.floor(), reign.expired())))
                    .orElse(step);
        }));
        to.add(of("elects in the same epoch", model, "elect", (reign, o) -> {
            Step<LeadershipModel.Reign> step = model.step(reign, o);
            return step.next().isPresent()
                    ? step
                    : model.step(
                            new LeadershipModel.Reign(
                                    reign.node(), reign.session(), reign.epoch(), reign.floor() - 1, reign.expired()),
                            o);
        }));
    }

    private static void addOfEpochs(List<Mutant<?>> to) {
        LeadershipModel model = new LeadershipModel();
        to.add(of("an expiry deposes", model, "expire", (reign, o) -> {
            LeadershipModel.Reign next = model.step(reign, o).next().orElseThrow();
            boolean ended = reign.session().isPresent() && next.session().isEmpty();
            return Step.to(
                    ended
                            ? new LeadershipModel.Reign(
                                    Optional.empty(), Optional.empty(), 0, next.floor(), next.expired())
                            : next);
        }));
        to.add(of(
                "an expiry ends any session",
                model,
                "expire",
                (reign, o) -> Step.to(new LeadershipModel.Reign(
                        reign.node(), Optional.empty(), reign.epoch(), reign.floor(), reign.expired()))));
        to.add(of("who resigned is still obeyed", model, "resign", (reign, o) -> {
            Step<LeadershipModel.Reign> step = model.step(reign, o);
            return step.next().isEmpty()
                    ? step
                    : Step.to(new LeadershipModel.Reign(
                            reign.node(), Optional.empty(), reign.epoch(), reign.floor(), reign.expired()));
        }));
        for (String f : List.of("act", "resign", "look")) {
            to.add(of(f + " looks at no epoch", model, f, (reign, o) -> model.step(reign, with(o, "epoch", null))));
            to.add(of(
                    f + " looks at no node",
                    model,
                    f,
                    (reign, o) -> model.step(
                            reign,
                            reign.node().map(node -> with(o, "node", node)).orElse(o))));
        }
        to.add(of("a look sees who has no session", model, "look", (reign, o) -> {
            boolean somebody = !o.isPending() && o.value() != null;
            return somebody ? model.step(reign, as(o, "act")) : model.step(reign, o);
        }));
        to.add(of("an unknown epoch needs no number", model, "elect", (reign, o) -> {
            Step<LeadershipModel.Reign> step = model.step(reign, o);
            return step.next()
                    .filter(next -> next.epoch() == 0)
                    .map(next -> Step.to(
                            new LeadershipModel.Reign(next.node(), next.session(), 0, reign.floor(), next.expired())))
                    .orElse(step);
        }));
    }
}
