package io.interregnum.masters;

import java.util.Optional;

/** What can happen to a framework. Everything that {@link Framework} knows of the world comes in as one of these. */
sealed interface FrameworkEvent {

    /** The detector believes this. */
    record Detected(Optional<Leader> leader) implements FrameworkEvent {}

    /**
     * The master said this on a stream.
     *
     * @param attempt of {@link FrameworkAction.Subscribe}
     */
    record Heard(long attempt, Sender sender, SchedulerEvent event) implements FrameworkEvent {}

    /** A stream ended or never began. */
    record Broken(long attempt) implements FrameworkEvent {}

    /**
     * What became of a call.
     *
     * @param accepted false if it was refused or nobody knows
     */
    record Called(long attempt, boolean accepted) implements FrameworkEvent {}

    /** Time passed. */
    record Tick() implements FrameworkEvent {}
}
