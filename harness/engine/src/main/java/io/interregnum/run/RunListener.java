package io.interregnum.run;

import io.interregnum.history.Event;

/** Is told how a run goes, to show it to people. Called by threads of the run; must be quick and not throw. */
public interface RunListener {

    /** A listener that shows nothing. */
    RunListener SILENT = new RunListener() {};

    /** A phase begins. */
    default void phase(long timeNanos, String phase) {}

    /** A master claims an epoch that is higher than all before. */
    default void leader(long timeNanos, String node, long epoch) {}

    /** A fault reached a stage; see {@code FaultEvent}. */
    default void fault(Event event) {}

    /** The process of a node ended. */
    default void exited(long timeNanos, String node, int exitCode) {}
}
