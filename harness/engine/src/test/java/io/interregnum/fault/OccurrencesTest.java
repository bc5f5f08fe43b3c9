package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.fault.Occurrence.Kind;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.RunClock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OccurrencesTest {
    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.startNow(), event -> {});
    private final Occurrences occurrences = new Occurrences();

    @BeforeEach
    void listen() {
        recorder.listen(occurrences::accept);
    }

    private void answered(String f, Event.Type type, long epoch) {
        recorder.record(type, "7", f, 1L, Map.of("epoch", epoch));
    }

    @Test
    void clientsAreServedWhenAWriteIsAnsweredUnderALaterEpochThanAllBefore() {
        answered("write", Event.Type.OK, 3);
        occurrences.begin();
        CompletableFuture<Event> served = occurrences.awaitFromNow(Occurrence.first(Kind.CLIENT_SERVED));
        CompletableFuture<Event> again = occurrences.await(Occurrence.nth(Kind.CLIENT_SERVED, 2));

        answered("write", Event.Type.OK, 3);
        answered("write", Event.Type.OK, 2);
        answered("read", Event.Type.OK, 4);
        answered("write", Event.Type.INFO, 4);
        assertThat(served).isNotDone();

        answered("cas", Event.Type.OK, 4);
        assertThat(served).isCompleted();
        assertThat(again).isNotDone();
    }

    @Test
    void eachSuchAnswerIsAnAcknowledgedWriteToo() {
        occurrences.begin();
        CompletableFuture<Event> second = occurrences.await(Occurrence.nth(Kind.WRITE_ACKNOWLEDGED, 2));

        answered("write", Event.Type.OK, 1);
        assertThat(second).isNotDone();
        answered("write", Event.Type.OK, 1);

        assertThat(second).isCompleted();
    }

    @Test
    void aRecoveryIsThatOfItsStepOnly() {
        occurrences.begin();
        CompletableFuture<Event> recovered = occurrences.await(Occurrence.ofStep(Kind.RECOVERED, 1));

        Recovered.record(recorder, 0);
        assertThat(recovered).isNotDone();
        Recovered.record(recorder, 1);

        assertThat(recovered).isCompleted();
    }
}
