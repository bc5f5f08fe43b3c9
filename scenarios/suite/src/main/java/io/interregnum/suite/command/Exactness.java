package io.interregnum.suite.command;

import java.util.Optional;

/** What is measured of faults, and what is promised of it on each backend. */
enum Exactness {
    /** How far the beginnings of one cut on several nodes lie apart. */
    CUT_SPREAD("cut: spread over nodes", 50, 10, 50),
    /** From the event for which a cut waited until the last of its links is dead. */
    CUT("cut: event to last link dead", 95, 20, 50),
    /** The part of that which follows the record that it was asked for. */
    CUT_ASKED("cut: asked for to last link dead"),
    /** From the event until the node's processes are stopped: a signal. */
    PAUSE("pause: event to stopped", 95, 20, 50),
    /** The part of that which follows the record that it was asked for. */
    PAUSE_ASKED("pause: asked for to stopped"),
    /** From the event until the node's processes are gone: a signal as well. */
    KILL("kill: event to gone", 95, 20, 50),
    /** The part of that which follows the record that it was asked for. */
    KILL_ASKED("kill: asked for to gone"),
    /** From the event that ends a kill until there is a process again: through the engine's API, where there is one. */
    START("start again: event to running", 95, 20, 200),
    /** The part of that which follows the record that it was asked for. */
    START_ASKED("start again: asked for to running");

    private final String title;
    private final int percent;
    private final int localMillisMax;
    private final int dockerMillisMax;

    Exactness(String title) {
        this(title, 0, 0, 0);
    }

    /** @param percent of which something is promised; 0 for nothing */
    Exactness(String title, int percent, int localMillisMax, int dockerMillisMax) {
        this.title = title;
        this.percent = percent;
        this.localMillisMax = localMillisMax;
        this.dockerMillisMax = dockerMillisMax;
    }

    /** For tables. */
    String title() {
        return title;
    }

    /** What is promised on a backend; empty where nothing is. */
    Optional<Bound> bound(String backend) {
        return percent == 0
                ? Optional.empty()
                : Optional.of(new Bound(percent, backend.equals("docker") ? dockerMillisMax : localMillisMax));
    }

    /**
     * A percentile and the longest that it may be.
     *
     * @param percent from 1 to 100
     * @param millisMax included
     */
    record Bound(int percent, int millisMax) {
        boolean isKept(Series series) {
            return series.millis(percent) <= millisMax;
        }

        @Override
        public String toString() {
            return (percent == 50 ? "median" : "p" + percent) + " <= " + millisMax;
        }
    }
}
