package io.interregnum.masters;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** The soft state as the HTTP interface sees it. Safe for many threads. */
interface Members {

    /** The soft state of a master that does not lead. */
    Members NONE = new Members() {
        @Override
        public Sender self() {
            return new Sender("", "", 0);
        }

        @Override
        public SoftView view() {
            return SoftView.EMPTY;
        }

        @Override
        public double wallSeconds(long nanos) {
            return 0;
        }

        @Override
        public long droppedCount() {
            return 0;
        }

        @Override
        public CompletableFuture<SoftReply> ask(LongFunction<SoftEvent> event) {
            return CompletableFuture.completedFuture(new SoftReply.Refused(503, "this master does not lead"));
        }

        @Override
        public EventStream subscribe(String framework, String name) {
            throw new IllegalStateException("this master does not lead");
        }
    };

    /** This master, under the epoch in which it leads. */
    Sender self();

    SoftView view();

    /** Seconds since the epoch of the wall clock at which something happened on the clock of the events. */
    double wallSeconds(long nanos);

    /** How many messages were not heard because this master did not lead when their turn came. */
    long droppedCount();

    /**
     * Has an event handled that is made from a ticket. The future completes, never exceptionally, with the answer; after
     * 5 s with a refusal that says nothing about what was done.
     */
    CompletableFuture<SoftReply> ask(LongFunction<SoftEvent> event);

    /**
     * Opens a stream for a framework, which is subscribed with it. The caller must start it.
     *
     * @param framework the id that it has; empty if none
     */
    EventStream subscribe(String framework, String name);
}
