package io.interregnum.suite.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrialProgressTest {
    private final AtomicLong nanos = new AtomicLong();
    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.on(nanos::get), event -> {});
    private final List<String> lines = new ArrayList<>();
    private final TrialProgress progress = new TrialProgress(3, lines::add);

    private void reaches(long seconds, int step, Stage stage) {
        nanos.set(seconds * 1_000_000_000);
        progress.fault(recorder.record(
                Event.Type.INFO,
                Processes.NEMESIS,
                "kill-leader",
                new FaultEvent(step, stage, FaultEvent.Harm.DEAD, List.of("master-1"), "why").toValue()));
    }

    @Test
    void tellsWhatBecameOfEachTrialAndHowLongTheOthersTake() {
        progress.phase(7_000_000_000L, "faults");
        reaches(10, 0, Stage.REQUESTED);
        progress.leader(12_500_000_000L, "master-2", 7);
        reaches(13, 0, Stage.HEALED);
        reaches(17, 1, Stage.REQUESTED);
        reaches(20, 1, Stage.HEALED);
        reaches(25, 2, Stage.REQUESTED);
        reaches(26, 2, Stage.UNPROVEN);
        reaches(27, 2, Stage.HEALED);

        assertThat(lines)
                .containsExactly(
                        "    7.000 s  faults",
                        "  trial 1 of 3: kill-leader master-1, master-2 leads after 2.500 s (epoch 7); about 12s left",
                        "  trial 2 of 3: kill-leader master-1, nobody took over; about 6s left",
                        "  kill-leader master-1: unproven (why)",
                        "  trial 3 of 3: kill-leader master-1, nobody took over");
    }
}
