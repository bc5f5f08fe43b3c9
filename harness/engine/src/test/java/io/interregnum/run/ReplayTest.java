package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.fault.AsRecorded;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Step;
import io.interregnum.fault.Targets;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import io.interregnum.rundir.RecordedStep;
import io.interregnum.rundir.RunDirectoryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a recorded schedule becomes. Times in this test are milliseconds; faults began at 10 s. */
class ReplayTest {
    private static final long BEGAN = 10_000;

    private final AtomicLong nowNanos = new AtomicLong();
    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.on(nowNanos::get), event -> {});
    private final List<RecordedStep> steps = new ArrayList<>();

    ReplayTest() {
        claim(BEGAN - 100, "master-2", 1);
        at(BEGAN);
        recorder.record(
                Event.Type.INFO, Processes.RUNNER, Processes.LEADERS, Map.of("master", "master-2", "ensemble", "zk-3"));
        recorder.record(Event.Type.INFO, Processes.RUNNER, "phase", "faults");
    }

    private void at(long millis) {
        nowNanos.set(Duration.ofMillis(millis).toNanos());
    }

    private void claim(long millis, String master, long epoch) {
        at(millis);
        recorder.record(
                Event.Type.OK,
                Processes.probeOf(master),
                ProbeAnswer.F,
                new ProbeAnswer(true, OptionalLong.of(epoch), "a", master).toValue());
    }

    private static OptionalLong nanos(long millis) {
        return OptionalLong.of(Duration.ofMillis(millis).toNanos());
    }

    /** A step that was in effect half a second after its request. */
    private RecordedStep step(
            int number, String aim, String target, String when, long requested, String lasting, long lasted) {
        return new RecordedStep(
                number,
                "pause-leader",
                List.of(target),
                aim,
                Map.of(),
                when,
                lasting,
                "plain",
                OptionalLong.empty(),
                nanos(requested),
                nanos(requested + 500),
                nanos(requested + 500 + lasted),
                nanos(requested + 500 + lasted + 100),
                OptionalLong.empty());
    }

    private Replay replay() {
        return Replay.of("a run", steps, recorder.history(), ClusterSpec.DEFAULT);
    }

    private String when(int position) {
        return replay().steps().get(position).trigger().text();
    }

    private String lasting(int position) {
        return replay().steps().get(position).until().text();
    }

    @Test
    void whatWasAimedAtARoleIsAimedAtItAgain() {
        steps.add(step(0, "leader", "master-2", "after 0ms", BEGAN + 50, "for 5s", 5_000));

        Step step = replay().steps().get(0);

        assertThat(step.aim()).isEqualTo(Targets.LEADER);
        assertThat(step.fault().name()).isEqualTo("pause-leader");
        assertThat(step.heal()).isEqualTo(Heal.PLAIN);
    }

    @Test
    void whatWasDrawnOrNamedKeepsItsNodesAndWhoLedWhenItFired() {
        claim(BEGAN + 3_000, "master-3", 2);
        steps.add(step(0, "a-follower", "master-1", "after 0ms", BEGAN + 50, "for 1s", 1_000));
        steps.add(step(1, "master-1", "master-1", "after 1s", BEGAN + 3_200, "for 1s", 1_000));

        AsRecorded first = (AsRecorded) replay().steps().get(0).aim();
        AsRecorded second = (AsRecorded) replay().steps().get(1).aim();

        assertThat(first.nodes()).containsExactly(NodeId.parse("master-1"));
        assertThat(first.leader()).contains(NodeId.parse("master-2"));
        assertThat(first.first().ensemble()).contains(NodeId.parse("zk-3"));
        assertThat(second.leader()).contains(NodeId.parse("master-3"));
    }

    @Test
    void whatBeganOnAnEventBeginsOnItAgain() {
        steps.add(step(0, "leader", "master-2", "on leader-elected plus 20ms", BEGAN + 9_000, "for 1s", 1_000));

        assertThat(when(0)).isEqualTo("on leader-elected plus 20ms");
    }

    @Test
    void aDelayIsAsWrittenUnlessItReallyWasAnother() {
        steps.add(step(0, "leader", "master-2", "after 2s", BEGAN + 2_300, "for 1s", 1_000)); // healed at 3_900
        steps.add(step(1, "leader", "master-2", "after 1s", BEGAN + 3_900 + 4_000, "for 1s", 1_000));

        assertThat(when(0)).isEqualTo("after 2s");
        assertThat(when(1)).isEqualTo("after 4s");
    }

    @Test
    void whatOverlappedOverlapsAgain() {
        steps.add(step(0, "leader", "master-2", "at 1s", BEGAN + 1_100, "for 20s", 20_000));
        steps.add(step(1, "a-follower", "master-1", "at 3s", BEGAN + 6_000, "for 1s", 1_000));

        assertThat(when(0)).isEqualTo("at 1s");
        assertThat(when(1)).isEqualTo("at 6s");
    }

    @Test
    void aLengthIsAsWrittenUnlessItReallyWasAnother() {
        steps.add(step(0, "leader", "master-2", "after 0ms", BEGAN + 50, "for detection plus 2s", 5_300));
        steps.add(step(1, "leader", "master-2", "after 0ms", BEGAN + 7_000, "for 2s", 9_876));

        assertThat(lasting(0)).isEqualTo("for detection plus 2s");
        assertThat(lasting(1)).isEqualTo("for 9876ms");
    }

    @Test
    void whatAnEventEndedEndsWithItAgainAndWhatItsLimitEndedLastsAsLong() {
        steps.add(step(0, "leader", "master-2", "after 0ms", BEGAN, "until leader-elected at most 20s", 3_000));
        steps.add(
                step(1, "leader", "master-2", "after 0ms", BEGAN + 4_000, "until leader-elected at most 20s", 20_010));

        assertThat(lasting(0)).isEqualTo("until leader-elected at most 20s");
        assertThat(lasting(1)).isEqualTo("for 20010ms");
    }

    @Test
    void aStepThatNeverBeganIsLeftOutAndThoseThatSpeakOfOthersFollow() {
        steps.add(new RecordedStep(
                0,
                "pause-leader",
                List.of(),
                "",
                Map.of(),
                "",
                "",
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty()));
        steps.add(step(1, "leader", "master-2", "after 0ms", BEGAN + 2_000, "for 1s", 1_000));
        steps.add(step(2, "leader", "master-2", "on fault-healed of 1", BEGAN + 4_000, "for 1s", 1_000));
        steps.add(step(3, "leader", "master-2", "on fault-healed of 0", BEGAN + 5_000, "for 1s", 1_000));

        assertThat(replay().notes()).singleElement().asString().contains("step 0 (pause-leader) never began");
        assertThat(replay().steps()).hasSize(3);
        assertThat(when(0)).isEqualTo("after 2s");
        assertThat(when(1)).isEqualTo("on fault-healed of 0");
        assertThat(when(2)).isEqualTo("at 5s");
    }

    @Test
    void aFaultThatIsNotKnownHereIsRefusedByName() {
        RecordedStep known = step(4, "leader", "master-2", "after 0ms", BEGAN, "for 1s", 1_000);
        steps.add(new RecordedStep(
                4,
                "pause-leeder",
                known.targets(),
                known.aim(),
                Map.of(),
                known.when(),
                known.lasting(),
                known.heal(),
                known.triggerNanos(),
                known.requestedNanos(),
                known.effectiveNanos(),
                known.healRequestedNanos(),
                known.healedNanos(),
                known.plannedEndNanos()));

        assertThatThrownBy(this::replay)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("step 4 of a run")
                .hasMessageContaining("no fault \"pause-leeder\"");
    }

    @Test
    void aRunWithoutFaultsIsRefused() {
        assertThatThrownBy(this::replay)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("did no fault");
    }
}
