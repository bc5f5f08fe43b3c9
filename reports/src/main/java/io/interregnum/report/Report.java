package io.interregnum.report;

import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.History;
import io.interregnum.metric.Failover;
import io.interregnum.metric.FailoverTimeline;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.util.List;

/** Everything that a report says of one run. */
public record Report(
        RunDirectory directory, RunInfo info, History history, Judgement judgement, List<Failover> failovers) {

    /** Reads, judges and measures. */
    public static Report of(RunDirectory directory) {
        RunInfo info = directory.info();
        History history = directory.history();
        return new Report(
                directory, info, history, Judgement.of(history, info.expectations()), FailoverTimeline.of(history));
    }

    public Verdict verdict() {
        return judgement.verdict();
    }
}
