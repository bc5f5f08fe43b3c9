package io.interregnum.masters;

import io.interregnum.masters.RegistryStore.Stored;
import io.interregnum.masters.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Owns the registry for one epoch: takes it over, then applies operations in batches, one commit per batch. While a
 * commit is under way the next batch gathers, so throughput does not suffer from slow commits. A reply is given only
 * after its commit.
 *
 * <p>When the answer to a commit is lost, the stored content decides: contents of one epoch are written by one registrar
 * only and each has its own version, so finding the batch's version under our epoch means that it was applied, and
 * finding the version before it means that it may be sent again. Sending again is safe because the write expects the
 * znode version that was found: of two such writes at most one is applied.
 *
 * <p>Everything but the thread {@code registrar} may call {@link #submit} and the getters only.
 */
final class Registrar implements Registry {

    /**
     * How patient a registrar is, and what it does wrong.
     *
     * @param fetchTimeout for reading and fencing, after which the process ends
     * @param storeTimeout for a commit, after which its outcome is called unknown
     * @param variants deviations; empty means correct
     * @param slowness what is done more slowly than it could be
     */
    record Policy(Duration fetchTimeout, Duration storeTimeout, Set<Variant> variants, Slowness slowness) {
        Policy {
            variants = Set.copyOf(variants);
        }

        /** No slower than it need be. */
        Policy(Duration fetchTimeout, Duration storeTimeout, Set<Variant> variants) {
            this(fetchTimeout, storeTimeout, variants, Slowness.NONE);
        }

        boolean fenced() {
            return !variants.contains(Variant.NO_FENCE);
        }

        /** Whether to go on after a commit took too long instead of ending the process. */
        boolean outlivesStoreTimeout() {
            return variants.contains(Variant.SUSPENDED_IS_LEADER);
        }

        /** Whether nobody has to wait for the registry to be read. */
        boolean servesBeforeRecovery() {
            return variants.contains(Variant.SERVE_BEFORE_RECOVERY);
        }

        /** Whether operations are refused, and yet carried out again, when nobody knows whether they were. */
        boolean retriesBlindly() {
            return variants.contains(Variant.RETRY_AFTER_UNKNOWN);
        }
    }

    private record Waiting(Operation operation, CompletableFuture<Reply> reply) {}

    private static final int QUEUED_OPERATIONS_MAX = 10_000;
    private static final int BATCH_OPERATIONS_MAX = 1_000;
    private static final long RETRY_PAUSE_MILLIS = 50;

    private final long epoch;
    private final long electedMs;
    private final RegistryStore store;
    private final Policy policy;
    private final EventLog log;
    private final Exit exit;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUED_OPERATIONS_MAX);

    private volatile RegistryState state = RegistryState.EMPTY; // written by the registrar's thread only
    private int znodeVersion; // by the registrar's thread only
    private volatile boolean recovered;
    private final CompletableFuture<RegistryState> recovery = new CompletableFuture<>();
    private @Nullable RegistryState early; // guarded by this; what serve-before-recovery has instead of the registry
    private volatile double fetchMs = -1;
    private volatile double storeMs = -1;

    Registrar(long epoch, long electedMs, RegistryStore store, Policy policy, EventLog log, Exit exit) {
        this.epoch = epoch;
        this.electedMs = electedMs;
        this.store = store;
        this.policy = policy;
        this.log = log;
        this.exit = exit;
    }

    @Override
    public boolean recovered() {
        return recovered || policy.servesBeforeRecovery();
    }

    @Override
    public CompletableFuture<Reply> submit(Operation operation) {
        if (!recovered && policy.servesBeforeRecovery()) {
            return CompletableFuture.completedFuture(serveEarly(operation));
        }
        if (!policy.fenced() && recovered) {
            // The mistake of no-fence: what changes nothing is answered from memory, and nobody asks whether it is old.
            RegistryState.Batch alone = state.apply(List.of(operation));
            if (!alone.changes()) {
                return CompletableFuture.completedFuture(alone.replies().get(0));
            }
        }
        Waiting waiting = new Waiting(operation, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            waiting.reply().complete(new Reply.Refused("the registrar's queue is full: " + QUEUED_OPERATIONS_MAX));
        }
        return waiting.reply();
    }

    /** The mistake of serve-before-recovery: what has not been read is taken for empty. */
    private synchronized Reply serveEarly(Operation operation) {
        RegistryState before = early == null ? RegistryState.EMPTY.takenOverBy(epoch) : early;
        RegistryState.Batch alone = before.apply(List.of(operation));
        early = alone.changes() ? alone.after() : early;
        return alone.replies().get(0);
    }

    private synchronized RegistryState startingFrom(RegistryState stored) {
        return early == null ? stored : early;
    }

    @Override
    public Metrics metrics() {
        return new Metrics(optional(fetchMs), optional(storeMs), queue.size());
    }

    @Override
    public OptionalLong electedMs() {
        return OptionalLong.of(electedMs);
    }

    @Override
    public RegistryState content() {
        return state;
    }

    /**
     * The registry that was taken over. Completes on the registrar's thread, before {@link #recovered} and never
     * exceptionally.
     */
    CompletableFuture<RegistryState> recovery() {
        return recovery;
    }

    private static OptionalDouble optional(double ms) {
        return ms < 0 ? OptionalDouble.empty() : OptionalDouble.of(ms);
    }

    /** Recovers and serves until the process ends or this thread is interrupted. */
    void run() {
        try {
            policy.slowness().beforeRecovery();
            recover();
            policy.slowness().beforeServing();
            while (recovered) {
                serve(nextBatch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recover() throws InterruptedException {
        long beganNanos = System.nanoTime();
        String problem = "no answer";
        while (System.nanoTime() - beganNanos < policy.fetchTimeout().toNanos()) {
            try {
                takeOver();
                return;
            } catch (StoreException e) {
                problem = explain(e);
                log.write("recovery-failed", OptionalLong.of(epoch), Map.of("kind", e.kind(), "problem", problem));
                if (e.kind() == Kind.GONE) {
                    break;
                }
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
        }
        exit.die("Recovery failed: Failed to recover registrar: Failed to perform fetch within "
                + policy.fetchTimeout().toMillis() + "ms (" + problem + ")");
    }

    /** Reads the registry and writes our epoch into it, which fences off every earlier leader. */
    private void takeOver() throws StoreException {
        long beganNanos = System.nanoTime();
        Stored stored = store.fetch();
        fetchMs = millisSince(beganNanos);
        long storedEpoch = stored.state().epoch();
        if (policy.fenced() && storedEpoch > epoch) {
            String found = "the registry belongs to epoch " + storedEpoch + ", which is later than our " + epoch;
            throw new StoreException(Kind.GONE, found, new IllegalStateException(found));
        }
        RegistryState ours = startingFrom(stored.state()).takenOverBy(epoch);
        znodeVersion = store.commit(ours, stored.znodeVersion());
        state = ours;
        recovery.complete(ours); // First, so that whoever sees "recovered" also sees what was.
        recovered = true;
        log.registry("recovered", epoch, stored.state().version(), ours.version(), 0);
    }

    private List<Waiting> nextBatch() throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH_OPERATIONS_MAX - 1);
        return batch;
    }

    private void serve(List<Waiting> waiting) throws InterruptedException {
        long beganNanos = System.nanoTime();
        Optional<RegistryState.Batch> stored = store(waiting, beganNanos);
        if (stored.isEmpty()) {
            return;
        }
        RegistryState.Batch batch = stored.get();
        storeMs = millisSince(beganNanos);
        if (batch.changes()) {
            log.registry("registry-write", epoch, state.version(), batch.after().version(), waiting.size());
        }
        state = batch.after();
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).reply().complete(batch.replies().get(i));
        }
    }

    /** These operations applied and stored; empty if this registrar has ended. */
    private Optional<RegistryState.Batch> store(List<Waiting> waiting, long beganNanos) throws InterruptedException {
        RegistryState.Batch batch = applied(waiting);
        boolean unsure = false;
        while (true) {
            try {
                if (unsure && policy.retriesBlindly()) {
                    batch = appliedAgain(waiting);
                } else if (unsure && alreadyStored(batch)) {
                    return Optional.of(batch);
                }
                store(batch);
                return Optional.of(batch);
            } catch (StoreException e) {
                if (e.kind() == Kind.GONE || (e.kind() == Kind.OTHER_VERSION && !unsure)) {
                    abort(waiting, explain(e));
                    return Optional.empty();
                }
                if (policy.retriesBlindly()) {
                    refuse(waiting, explain(e));
                }
                unsure = true;
                log.write("store-failed", OptionalLong.of(epoch), Map.of("kind", e.kind(), "problem", explain(e)));
                if (millisSince(beganNanos) >= policy.storeTimeout().toMillis() && !policy.outlivesStoreTimeout()) {
                    abort(
                            waiting,
                            "Failed to perform store within "
                                    + policy.storeTimeout().toMillis() + "ms");
                    return Optional.empty();
                }
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
        }
    }

    private RegistryState.Batch applied(List<Waiting> waiting) {
        return state.apply(waiting.stream().map(Waiting::operation).toList());
    }

    /** One mistake of retry-after-unknown: they may have been applied, and will be by the next attempt. */
    private static void refuse(List<Waiting> waiting, String why) {
        waiting.forEach(each -> each.reply().complete(new Reply.Refused(why)));
    }

    /** The other one: what is stored may be what these very operations left. */
    private RegistryState.Batch appliedAgain(List<Waiting> waiting) throws StoreException {
        Stored stored = store.fetch();
        if (policy.fenced() && stored.state().epoch() != epoch) {
            throw notOurs(stored);
        }
        znodeVersion = stored.znodeVersion();
        state = stored.state();
        return applied(waiting);
    }

    private void store(RegistryState.Batch batch) throws StoreException {
        if (batch.changes()) {
            znodeVersion = store.commit(batch.after(), znodeVersion);
        } else if (policy.fenced()) {
            store.check(znodeVersion);
        }
    }

    /**
     * Whether a batch whose answer was lost had been applied all the same. Leaves the znode's present version behind for
     * the next attempt.
     *
     * @throws StoreException with {@code GONE} if the registry is no longer ours
     */
    private boolean alreadyStored(RegistryState.Batch batch) throws StoreException {
        if (!policy.fenced()) {
            return false;
        }
        Stored stored = store.fetch();
        znodeVersion = stored.znodeVersion();
        long version = stored.state().version();
        boolean ours = stored.state().epoch() == epoch;
        if (ours && version == batch.after().version()) {
            return true;
        }
        if (ours && version == state.version()) {
            return false;
        }
        throw notOurs(stored);
    }

    private StoreException notOurs(Stored stored) {
        String found = "the registry is at epoch " + stored.state().epoch() + " version "
                + stored.state().version() + ", not at our epoch " + epoch + " version " + state.version();
        return new StoreException(Kind.GONE, found, new IllegalStateException(found));
    }

    /** Ends this registrar for ever, and the process with it. Even a certain refusal is answered as unknown. */
    private void abort(List<Waiting> waiting, String why) {
        recovered = false;
        String sentence = "Registrar aborting: Failed to update registry: " + why;
        List<Waiting> all = new ArrayList<>(waiting);
        queue.drainTo(all);
        exit.die(sentence, () -> all.forEach(each -> each.reply().complete(new Reply.Unknown(sentence))));
    }

    private static String explain(StoreException e) {
        return String.valueOf(e.getMessage());
    }

    private static double millisSince(long beganNanos) {
        return (System.nanoTime() - beganNanos) / 1e6;
    }
}
