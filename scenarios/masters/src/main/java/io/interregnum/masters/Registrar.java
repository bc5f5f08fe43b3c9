package io.interregnum.masters;

import io.interregnum.masters.RegistryStore.Stored;
import io.interregnum.masters.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
     * How patient a registrar is, and whether it ends the process.
     *
     * @param fetchTimeout for reading and fencing, after which the process ends
     * @param storeTimeout for a commit, after which its outcome is called unknown
     * @param fenced false for {@link Variant#NO_FENCE}
     * @param outlivesStoreTimeout whether to go on after a commit took too long, as {@link Variant#SUSPENDED_IS_LEADER}
     *     does, instead of ending the process
     */
    record Policy(Duration fetchTimeout, Duration storeTimeout, boolean fenced, boolean outlivesStoreTimeout) {}

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
        return recovered;
    }

    @Override
    public CompletableFuture<Reply> submit(Operation operation) {
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

    @Override
    public Metrics metrics() {
        return new Metrics(optional(fetchMs), optional(storeMs), queue.size());
    }

    @Override
    public OptionalLong electedMs() {
        return OptionalLong.of(electedMs);
    }

    private static OptionalDouble optional(double ms) {
        return ms < 0 ? OptionalDouble.empty() : OptionalDouble.of(ms);
    }

    /** Recovers and serves until the process ends or this thread is interrupted. */
    void run() {
        try {
            recover();
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
        RegistryState ours = stored.state().takenOverBy(epoch);
        znodeVersion = store.commit(ours, stored.znodeVersion());
        state = ours;
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
        RegistryState.Batch batch =
                state.apply(waiting.stream().map(Waiting::operation).toList());
        long beganNanos = System.nanoTime();
        boolean unsure = false;
        while (true) {
            try {
                if (unsure && alreadyStored(batch)) {
                    break;
                }
                store(batch);
                break;
            } catch (StoreException e) {
                if (e.kind() == Kind.GONE || (e.kind() == Kind.OTHER_VERSION && !unsure)) {
                    abort(waiting, explain(e));
                    return;
                }
                unsure = true;
                log.write("store-failed", OptionalLong.of(epoch), Map.of("kind", e.kind(), "problem", explain(e)));
                if (millisSince(beganNanos) >= policy.storeTimeout().toMillis() && !policy.outlivesStoreTimeout()) {
                    abort(
                            waiting,
                            "Failed to perform store within "
                                    + policy.storeTimeout().toMillis() + "ms");
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
        }
        storeMs = millisSince(beganNanos);
        if (batch.changes()) {
            log.registry("registry-write", epoch, state.version(), batch.after().version(), waiting.size());
        }
        state = batch.after();
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).reply().complete(batch.replies().get(i));
        }
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
        String found = "the registry is at epoch " + stored.state().epoch() + " version " + version
                + ", not at our epoch " + epoch + " version " + state.version();
        throw new StoreException(Kind.GONE, found, new IllegalStateException(found));
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
