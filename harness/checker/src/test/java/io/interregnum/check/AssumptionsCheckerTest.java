package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssumptionsCheckerTest {
    private final Checker checker = new AssumptionsChecker();

    @Test
    void acceptsOperationsThatOverlapInDifferentProcesses() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .by(0)
                .asked(1)
                .ok(5)
                .write("k", 2)
                .by(1)
                .asked(2)
                .ok(6)
                .build();

        assertThat(checker.check(history).verdict()).isEqualTo(Verdict.VALID);
        assertThat(checker.check(history).measures()).containsEntry("events", 4L);
    }

    @Test
    void refusesTwoOperationsOfOneProcessAtOnce() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .by(0)
                .asked(1)
                .ok(5)
                .write("k", 2)
                .by(0)
                .asked(2)
                .ok(6)
                .build();

        assertBroken(history, "process 0 invoked \"write\" at index 1 while \"write\" (index 0) was in flight");
    }

    @Test
    void whoeverAsksForAViewOfAgentsHasOneQuestionAtATimeToo() {
        String view = Processes.viewOf("master-1");
        HistoryBuilder answered = new HistoryBuilder()
                .event(1, Event.Type.INVOKE, view, "agents", null, Map.of())
                .event(2, Event.Type.FAIL, view, "agents", null, Map.of())
                .event(3, Event.Type.INVOKE, view, "agents", null, Map.of());

        assertThat(checker.check(answered.build()).verdict()).isEqualTo(Verdict.VALID);
        assertBroken(
                answered.event(4, Event.Type.INVOKE, view, "agents", null, Map.of())
                        .build(),
                "process view-master-1 invoked \"agents\" at index 3 while \"agents\" (index 2) was in flight");
    }

    @Test
    void refusesALostEvent() {
        List<Event> events = new ArrayList<>(sound().events());
        events.remove(1);

        assertBroken(new History(events), "event 2 follows event 0: indexes must be dense");
    }

    @Test
    void refusesTimeThatGoesBack() {
        List<Event> events = new ArrayList<>(sound().events());
        Event last = events.remove(3);
        events.add(new Event(3, 0, last.type(), last.process(), last.f(), last.value(), last.fields()));

        assertBroken(new History(events), "event 3 at 0 ns is older than the event before it at 3000000 ns");
    }

    @Test
    void refusesAnAnswerThatNobodyAskedFor() {
        History history = new HistoryBuilder()
                .event(1, Event.Type.OK, "0", ClientFields.WRITE, 1L, Map.of())
                .build();

        assertBroken(history, "process 0 completed \"write\" at index 0 without having invoked it");
    }

    @Test
    void refusesAnAnswerToAnotherQuestion() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .by(0)
                .asked(1)
                .never()
                .event(2, Event.Type.OK, "0", ClientFields.READ, 1L, Map.of())
                .build();

        assertBroken(history, "process 0 completed \"read\" at index 1 without having invoked it");
    }

    @Test
    void refusesAProcessThatGoesOnAfterAnUnknownOutcome() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .by(0)
                .asked(1)
                .unknown(2)
                .write("k", 2)
                .by(0)
                .asked(3)
                .ok(4)
                .build();

        assertBroken(history, "process 0 invoked \"write\" at index 2 although nobody knows what became of its last");
    }

    @Test
    void acceptsAProcessThatGoesOnAfterARefusal() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .by(0)
                .asked(1)
                .refused(2)
                .write("k", 2)
                .by(0)
                .asked(3)
                .ok(4)
                .build();

        assertThat(checker.check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsAProbeThatGoesOnAfterAnUnansweredOne() {
        History history = new HistoryBuilder()
                .unanswered("master-1", 1, 2)
                .yes("master-1", 4, "a", 3, 4)
                .build();

        assertThat(checker.check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsWhatIsStillOpenAtTheEnd() {
        History history = new HistoryBuilder().write("k", 1).asked(1).never().build();

        assertThat(checker.check(history).verdict()).isEqualTo(Verdict.VALID);
    }

    private static History sound() {
        return new HistoryBuilder()
                .write("k", 1)
                .by(0)
                .asked(1)
                .ok(2)
                .write("k", 2)
                .by(0)
                .asked(3)
                .ok(4)
                .build();
    }

    private void assertBroken(History history, String words) {
        CheckResult result = checker.check(history);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason()).contains(words);
    }
}
