package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final AtomicLong nanos = new AtomicLong(7_000_000_000L); // the start took some time
    private final RunClock clock = RunClock.on(nanos::get);
    private final HistoryRecorder recorder = new HistoryRecorder(clock, event -> {});
    private final WarmUp warmUp = new WarmUp(clock);

    @BeforeEach
    void listen() {
        recorder.listen(warmUp);
    }

    private void ok(int count) {
        for (int i = 0; i < count; i++) {
            recorder.record(Event.Type.OK, Integer.toString(i), "write", 1L);
        }
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    @Test
    void lastsTwoSecondsHoweverMuchWasServed() {
        ok(1_000);
        pass(1_999);
        assertThat(warmUp.isOver(true)).isFalse();

        pass(1);

        assertThat(warmUp.isOver(true)).isTrue();
    }

    @Test
    void goesOnUntilClientsWereServedOftenEnough() {
        pass(5_000);
        ok(99);
        assertThat(warmUp.isOver(true)).isFalse();

        ok(1);

        assertThat(warmUp.isOver(true)).isTrue();
    }

    @Test
    void countsNothingButWhatClientsWereServed() {
        pass(5_000);
        for (int i = 0; i < 200; i++) {
            recorder.record(Event.Type.OK, Processes.probeOf("master-1"), "probe", 1L);
            recorder.record(Event.Type.INVOKE, "1", "write", 1L);
            recorder.record(Event.Type.FAIL, "1", "write", 1L);
        }

        assertThat(warmUp.isOver(true)).isFalse();
    }

    @Test
    void goesOnUntilThereIsSomebodyToAimAt() {
        ok(100);
        pass(5_000);

        assertThat(warmUp.isOver(false)).isFalse();
        assertThat(warmUp.isOver(true)).isTrue();
    }

    @Test
    void endsInAnyCaseAfterTwentySeconds() {
        pass(19_999);
        assertThat(warmUp.isOver(false)).isFalse();

        pass(1);

        assertThat(warmUp.isOver(false)).isTrue();
    }
}
