package io.interregnum.suite.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import io.interregnum.metric.TrialSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    private final AtomicLong nanos = new AtomicLong();
    private final HistoryRecorder recorder =
            new HistoryRecorder(RunClock.on(() -> nanos.addAndGet(100_000_000)), event -> {});

    private void reaches(int step, Stage stage) {
        recorder.record(
                Event.Type.INFO,
                Processes.NEMESIS,
                "kill-leader",
                new FaultEvent(step, stage, FaultEvent.Harm.DEAD, List.of("master-1"), "").toValue());
    }

    private void served(long epoch) {
        recorder.record(Event.Type.INVOKE, "7", "write", 1L);
        recorder.record(Event.Type.OK, "7", "write", 1L, Map.of("epoch", epoch));
        String probe = Processes.probeOf("master-" + epoch);
        recorder.record(Event.Type.INVOKE, probe, "probe", null);
        recorder.record(
                Event.Type.OK,
                probe,
                "probe",
                Map.of("claims", true, "epoch", epoch, "incarnation", "i", "leader", "master-" + epoch));
    }

    private void kill(int step) {
        reaches(step, Stage.REQUESTED);
        reaches(step, Stage.EFFECTIVE);
    }

    @Test
    void aFaultAfterWhichNobodyTookOverIsATrialOfWhichEverythingIsMissing() {
        served(1);
        kill(0);
        served(2);
        reaches(0, Stage.HEALED);
        kill(1);
        reaches(1, Stage.HEALED);
        served(2);

        TrialSet trials = Measures.everyTrial(recorder.history());

        assertThat(trials.failovers()).hasSize(1);
        assertThat(trials.withoutFailover()).isOne();
        assertThat(trials.count()).isEqualTo(2);
        assertThat(trials.latency().count()).isOne();
        assertThat(trials.latency().missingCount()).isOne();
        assertThat(Measures.trials(recorder.history()).withoutFailover()).isZero();
    }
}
