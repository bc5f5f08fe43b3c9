package io.interregnum.masters;

import io.interregnum.masters.StoreException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;

/** A registry in memory that can lose answers, before or after doing what it was told. */
final class FakeStore implements RegistryStore {

    /** What becomes of one write or check. */
    enum Fate {
        DONE_BUT_ANSWER_LOST,
        LOST,
        OTHER_VERSION,
        GONE
    }

    final Deque<Fate> fates = new ArrayDeque<>(); // guarded by this
    private Stored stored = new Stored(RegistryState.EMPTY, 0); // guarded by this
    private int writeCount; // guarded by this

    @Override
    public synchronized Stored fetch() {
        return stored;
    }

    @Override
    public synchronized int commit(RegistryState next, int expectedZnodeVersion) throws StoreException {
        Fate fate = fates.poll();
        if (fate == null || fate == Fate.DONE_BUT_ANSWER_LOST) {
            if (expectedZnodeVersion != stored.znodeVersion()) {
                throw failure(Kind.OTHER_VERSION);
            }
            stored = new Stored(next, expectedZnodeVersion + 1);
            writeCount++;
        }
        fail(fate);
        return stored.znodeVersion();
    }

    @Override
    public synchronized void check(int expectedZnodeVersion) throws StoreException {
        fail(fates.poll());
        if (expectedZnodeVersion != stored.znodeVersion()) {
            throw failure(Kind.OTHER_VERSION);
        }
    }

    synchronized void plan(Fate... planned) {
        fates.addAll(java.util.List.of(planned));
    }

    /** Whatever was planned is off. */
    synchronized void relent() {
        fates.clear();
    }

    synchronized void overwrite(RegistryState state) {
        stored = new Stored(state, stored.znodeVersion() + 1);
    }

    synchronized int writeCount() {
        return writeCount;
    }

    private static void fail(@org.jspecify.annotations.Nullable Fate fate) throws StoreException {
        if (fate != null) {
            throw failure(
                    switch (fate) {
                        case DONE_BUT_ANSWER_LOST, LOST -> Kind.UNKNOWN;
                        case OTHER_VERSION -> Kind.OTHER_VERSION;
                        case GONE -> Kind.GONE;
                    });
        }
    }

    private static StoreException failure(Kind kind) {
        return new StoreException(kind, "planned " + kind, new IllegalStateException());
    }
}
