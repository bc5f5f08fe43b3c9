package io.interregnum.masters;

import java.util.Map;
import java.util.TreeMap;

/** What {@link Framework} wants done, in this order. */
sealed interface FrameworkAction {

    /**
     * Open a stream, and report {@link FrameworkEvent.Heard} and in the end {@link FrameworkEvent.Broken}.
     *
     * @param framework the id that we have; empty if none
     */
    record Subscribe(long attempt, String authority, String framework) implements FrameworkAction {}

    /** Close the stream of this attempt, if it is open. */
    record Close(long attempt) implements FrameworkAction {}

    /** Send a call on behalf of this stream, and report {@link FrameworkEvent.Called}. */
    record Send(long attempt, String authority, String framework, SchedulerCall call) implements FrameworkAction {}

    /** Have this on disk before anything that follows is done. */
    record Save(FrameworkCheckpoint checkpoint) implements FrameworkAction {}

    /** Write a line of the ledger. */
    record Ledger(String kind, Map<String, Object> fields) implements FrameworkAction {
        public Ledger {
            fields = new TreeMap<>(fields);
        }
    }
}
