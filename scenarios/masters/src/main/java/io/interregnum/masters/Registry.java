package io.interregnum.masters;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** The registry as the HTTP interface sees it. Safe for many threads. */
interface Registry {

    /** The registry of a master that does not lead: nothing recovered, nothing measured, every operation refused. */
    Registry NONE = new Registry() {
        @Override
        public boolean recovered() {
            return false;
        }

        @Override
        public CompletableFuture<Reply> submit(Operation operation) {
            return CompletableFuture.completedFuture(new Reply.Refused("this master does not lead"));
        }

        @Override
        public Metrics metrics() {
            return new Metrics(OptionalDouble.empty(), OptionalDouble.empty(), 0);
        }

        @Override
        public OptionalLong electedMs() {
            return OptionalLong.empty();
        }

        @Override
        public RegistryState content() {
            return RegistryState.EMPTY;
        }
    };

    /**
     * Figures for the metrics page.
     *
     * @param stateFetchMs how long the recovery's successful read took; empty before it
     * @param stateStoreMs how long the latest commit took; empty before the first
     * @param queuedOperations operations that wait for a commit, those of the commit under way not counted
     */
    record Metrics(OptionalDouble stateFetchMs, OptionalDouble stateStoreMs, int queuedOperations) {}

    /** Whether the registry was read and fenced, so that operations may be submitted. */
    boolean recovered();

    /** Queues an operation; the future completes, never exceptionally, once its fate is settled. Does not block. */
    CompletableFuture<Reply> submit(Operation operation);

    Metrics metrics();

    /** Wall clock of the election that made this registrar; empty if there is none. */
    OptionalLong electedMs();

    /** The registry as it was last read or written here; empty before that. */
    RegistryState content();
}
