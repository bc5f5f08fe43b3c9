package io.interregnum.masters;

import io.interregnum.masters.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The registry as the last value of a log that the masters replicate among themselves. Fenced by the replicas: once a
 * quorum has promised to obey a later coordinator, nothing of this one is acknowledged. The version of a content is its
 * position in the log.
 *
 * <p>One object is one leadership, begun by the first {@link #fetch}. An operation that took too long goes on in the
 * background, and the next call waits for it first.
 */
final class PaxosStore implements RegistryStore {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final PaxosNode.Leadership leadership;
    private final Duration storeTimeout;
    private Optional<CompletableFuture<PaxosNode.End>> underWay = Optional.empty();
    private PaxosNode.@Nullable End end; // null before the election

    /** @param storeTimeout after which the outcome of a write is called unknown */
    PaxosStore(PaxosNode node, Duration storeTimeout) {
        this.leadership = node.leadership();
        this.storeTimeout = storeTimeout;
    }

    /** As promised, but gives up after a second: with {@code UNKNOWN}, while the election goes on. */
    @Override
    public Stored fetch() throws StoreException {
        if (end == null) {
            if (underWay.isEmpty()) {
                underWay = Optional.of(leadership.elect());
            }
            return stored(await("read", LOOK));
        }
        if (underWay.isPresent()) {
            await("read", LOOK);
        }
        underWay = Optional.of(leadership.confirm());
        return stored(await("read", LOOK));
    }

    @Override
    public int commit(RegistryState next, int expectedZnodeVersion) throws StoreException {
        requireEnd("write", expectedZnodeVersion);
        underWay = Optional.of(leadership.append(new String(Json.registry(next), StandardCharsets.UTF_8)));
        return Math.toIntExact(await("write", storeTimeout).position());
    }

    @Override
    public void check(int expectedZnodeVersion) throws StoreException {
        requireEnd("check", expectedZnodeVersion);
        underWay = Optional.of(leadership.confirm());
        await("check", storeTimeout);
    }

    private void requireEnd(String what, int expected) throws StoreException {
        if (underWay.isPresent()) {
            await(what, storeTimeout);
        }
        if (end == null || end.position() != expected) {
            String found = "cannot " + what + " the registry: the log ends at "
                    + (end == null ? "an unknown position" : end.position()) + ", not at " + expected;
            throw new StoreException(Kind.OTHER_VERSION, found, new IllegalStateException(found));
        }
    }

    /** What is under way, done. */
    private PaxosNode.End await(String what, Duration patience) throws StoreException {
        try {
            PaxosNode.End done = underWay.orElseThrow().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            underWay = Optional.empty();
            end = done;
            return done;
        } catch (TimeoutException e) {
            String late =
                    "cannot " + what + " the registry: no quorum of replicas within " + patience.toMillis() + "ms";
            throw new StoreException(Kind.UNKNOWN, late, e);
        } catch (ExecutionException e) {
            throw new StoreException(Kind.GONE, "cannot " + what + " the registry: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.UNKNOWN, "interrupted", e);
        }
    }

    private static Stored stored(PaxosNode.End end) throws StoreException {
        try {
            int version = Math.toIntExact(end.position());
            return end.value() == null
                    ? new Stored(RegistryState.EMPTY, version)
                    : new Stored(Json.registry(end.value().getBytes(StandardCharsets.UTF_8)), version);
        } catch (IOException e) {
            throw new StoreException(Kind.GONE, "cannot parse the registry in the log: " + e.getMessage(), e);
        }
    }
}
