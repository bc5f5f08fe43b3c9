package io.interregnum.report;

import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.History;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FailoverTimeline;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.util.List;

/**
 * What is known of one run: its evidence, and the opinion about it. Immutable.
 *
 * @param directory where the run's files are
 * @param info what {@code run.json} says
 * @param history what was recorded
 * @param judgement of all checkers
 * @param failovers in the order of their epochs
 */
public record Report(
        RunDirectory directory, RunInfo info, History history, Judgement judgement, List<Failover> failovers) {

    public Report {
        failovers = List.copyOf(failovers);
    }

    /**
     * Reads a run, judges it and measures it. Works for as long as the checkers need; writes nothing. A run that was
     * cut short is judged like any other.
     *
     * @throws io.interregnum.rundir.RunDirectoryException when {@code run.json} is missing, broken or of another version
     * @throws io.interregnum.history.HistoryException when the history cannot be read
     */
    public static Report of(RunDirectory directory) {
        RunInfo info = directory.info();
        History history = directory.history();
        return new Report(
                directory, info, history, Judgement.of(history, info.expectations()), FailoverTimeline.of(history));
    }

    /**
     * The verdict on the run: the judgement's, but at best {@link Verdict#UNKNOWN} for a run that was cut short, since
     * what it did not come to do was not tested.
     */
    public Verdict verdict() {
        return info.complete() ? judgement.verdict() : Verdict.worstOf(List.of(judgement.verdict(), Verdict.UNKNOWN));
    }

    /** Time of the last event, in nanoseconds since the run began; 0 without events. */
    public long durationNanos() {
        return history.events().stream()
                .mapToLong(event -> event.timeNanos())
                .max()
                .orElse(0);
    }
}
