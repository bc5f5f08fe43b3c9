package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Occurrence.Kind;
import io.interregnum.fault.Step;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecoveryWatchTest {
    private static final Step KILL =
            Step.of(Faults.named("kill-leader").orElseThrow(), Duration.ZERO, new Until.For(Duration.ofSeconds(1)));
    private static final List<Step> ONE_WAITS =
            List.of(KILL, KILL.when(new Trigger.On(Occurrence.ofStep(Kind.RECOVERED, 0), Duration.ZERO)));

    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.startNow(), event -> {});
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean whole = true;

    private RecoveryWatch watch(List<Step> steps) {
        RecoveryWatch watch = new RecoveryWatch(
                steps,
                () -> {
                    looks.incrementAndGet();
                    return whole;
                },
                recorder);
        watch.start(told::incrementAndGet, () -> {});
        return watch;
    }

    private void reaches(int step, Stage stage) {
        recorder.record(
                Event.Type.INFO,
                Processes.NEMESIS,
                "kill-leader",
                new FaultEvent(step, stage, FaultEvent.Harm.DEAD, List.of("master-1"), "").toValue());
    }

    private void isHealedAndServes() {
        reaches(0, Stage.REQUESTED);
        reaches(0, Stage.HEALED);
        write();
    }

    private void write() {
        recorder.record(Event.Type.OK, "7", "write", 1L);
    }

    private List<Object> recovered() {
        return recorder.history().of(Processes.RUNNER).stream()
                .filter(event -> event.f().equals(Processes.RECOVERED))
                .map(Event::value)
                .toList();
    }

    private void awaitLooks(int more) {
        int before = looks.get();
        await("looks").atMost(Duration.ofSeconds(20)).until(() -> looks.get() >= before + more);
    }

    @Test
    void tellsOfEachStepOnceWhenAllIsWholeAndSomethingWasWritten() {
        RecoveryWatch watch = watch(ONE_WAITS);
        isHealedAndServes();
        await("the first recovery").atMost(Duration.ofSeconds(20)).until(() -> told.get() == 1);
        reaches(1, Stage.REQUESTED);
        reaches(1, Stage.HEAL_UNPROVEN);
        write();
        await("the second recovery").atMost(Duration.ofSeconds(20)).until(() -> told.get() == 2);
        watch.close();

        assertThat(recovered()).containsExactly(0L, 1L);
    }

    @Test
    void tellsNothingWhileSomethingIsNotWhole() {
        whole = false;
        RecoveryWatch watch = watch(ONE_WAITS);
        isHealedAndServes();
        awaitLooks(3);
        assertThat(recovered()).isEmpty();

        whole = true;
        await("the recovery")
                .atMost(Duration.ofSeconds(20))
                .until(() -> !recovered().isEmpty());
        watch.close();
    }

    @Test
    void doesNotLookBeforeSomethingWasWrittenSinceTheHeal() {
        RecoveryWatch watch = watch(ONE_WAITS);
        write();
        reaches(0, Stage.REQUESTED);
        reaches(1, Stage.REQUESTED);
        reaches(0, Stage.HEALED);
        write(); // but the other fault is in effect
        reaches(1, Stage.HEALED);
        watch.close();
        assertThat(looks).hasValue(0);
        assertThat(recovered()).isEmpty();
    }

    @Test
    void aStepThatNeverBeganIsRecoveredFromToo() {
        RecoveryWatch watch = watch(ONE_WAITS);
        reaches(0, Stage.UNPROVEN);
        write();
        await("the recovery").atMost(Duration.ofSeconds(20)).until(() -> told.get() == 1);
        watch.close();

        assertThat(recovered()).containsExactly(0L);
    }

    @Test
    void aDoubtAboutAFaultInEffectIsNoEndOfIt() {
        RecoveryWatch watch = watch(ONE_WAITS);
        reaches(0, Stage.REQUESTED);
        reaches(0, Stage.UNPROVEN);
        write();
        watch.close();

        assertThat(looks).hasValue(0);
    }

    /** A leader that was deposed ends itself, and is started again: until then another trial would meet one master less. */
    @Test
    void waitsAgainWhenANodeEndsMeanwhile() {
        RecoveryWatch watch = watch(ONE_WAITS);
        isHealedAndServes();
        awaitLooks(2);
        Event exited = recorder.record(Event.Type.INFO, Processes.CLUSTER, NodeEvent.EXITED, "master-1");
        await("the recovery").atMost(Duration.ofSeconds(20)).until(() -> told.get() == 1);
        watch.close();

        long recovered = recorder.history().of(Processes.RUNNER).get(0).timeNanos();
        assertThat(recovered - exited.timeNanos()).isGreaterThan(RecoveryWatch.STEADY.toNanos());
    }

    @Test
    void doesNothingWhereNoStepWaits() {
        RecoveryWatch watch = watch(List.of(KILL));
        isHealedAndServes();
        watch.close();

        assertThat(looks).hasValue(0);
    }
}
