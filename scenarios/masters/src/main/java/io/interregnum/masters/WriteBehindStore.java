package io.interregnum.masters;

import io.interregnum.masters.StoreException.Kind;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A store that says "done" as soon as it has a content in memory and writes it some time later, for
 * {@link Variant#ACK_BEFORE_PERSIST}. What waits is lost with the process. One write is under way at a time, and each
 * takes half a second, as where a log is flushed twice a second; whatever is accepted meanwhile goes with the next one.
 *
 * <p>The first commit, by which a leader fences off the one before, is written at once: only what clients do is put off.
 * Versions that callers see count what was accepted, not what is stored. Checks look at what is stored.
 */
final class WriteBehindStore implements RegistryStore {
    /** What one write takes. What was acknowledged within this time before a kill is always lost, at most twice as much. */
    static final long WRITE_MILLIS = 500;

    private final RegistryStore disk; // guarded by itself, since one thread accepts and another writes
    private int diskVersion; // guarded by disk
    private @Nullable RegistryState accepted; // guarded by this; null before the first commit
    private @Nullable RegistryState persisted; // guarded by this
    private int acceptedVersion; // guarded by this
    private @Nullable StoreException failure; // guarded by this

    WriteBehindStore(RegistryStore disk) {
        this.disk = disk;
    }

    @Override
    public Stored fetch() throws StoreException {
        synchronized (this) {
            if (accepted != null) {
                return new Stored(accepted, acceptedVersion);
            }
        }
        synchronized (disk) {
            return disk.fetch();
        }
    }

    @Override
    public int commit(RegistryState next, int expectedZnodeVersion) throws StoreException {
        boolean first;
        synchronized (this) {
            first = accepted == null;
        }
        if (first) {
            synchronized (disk) {
                diskVersion = disk.commit(next, expectedZnodeVersion);
            }
        }
        synchronized (this) {
            failIfBroken();
            accepted = next;
            acceptedVersion = expectedZnodeVersion + 1;
            if (first) {
                persisted = next;
            }
            notifyAll();
            return acceptedVersion;
        }
    }

    @Override
    public void check(int expectedZnodeVersion) throws StoreException {
        synchronized (this) {
            failIfBroken();
        }
        synchronized (disk) {
            disk.check(diskVersion);
        }
    }

    private void failIfBroken() throws StoreException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Writes what was accepted, again and again. Blocks until this thread is interrupted. */
    void run() {
        try {
            while (true) {
                RegistryState next = awaitAccepted();
                TimeUnit.MILLISECONDS.sleep(WRITE_MILLIS);
                persist(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized RegistryState awaitAccepted() throws InterruptedException {
        while (accepted == null || accepted.equals(persisted) || failure != null) {
            wait();
        }
        return accepted;
    }

    /** One write. If its answer is lost it is tried again; if it is refused, nothing is accepted any more. */
    void persist(RegistryState next) {
        try {
            synchronized (disk) {
                writeOrLookAgain(next);
            }
        } catch (StoreException e) {
            synchronized (this) {
                failure = e.kind() == Kind.UNKNOWN ? null : e;
            }
        }
    }

    private void writeOrLookAgain(RegistryState next) throws StoreException {
        try {
            diskVersion = disk.commit(next, diskVersion);
        } catch (StoreException e) {
            Stored stored = e.kind() == Kind.GONE ? null : disk.fetch();
            if (stored == null || stored.state().epoch() != next.epoch()) {
                throw new StoreException(Kind.GONE, "another master has written the registry", e);
            }
            diskVersion = stored.znodeVersion();
            if (stored.state().version() != next.version()) {
                return; // It did not arrive, so it is still to be written.
            }
        }
        synchronized (this) {
            persisted = next;
        }
    }
}
