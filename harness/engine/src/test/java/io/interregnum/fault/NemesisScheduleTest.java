package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the nemesis promises of schedules of several steps, on a fake cluster and a clock that runs by itself. */
class NemesisScheduleTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final AtomicLong ticks = new AtomicLong();
    // So long takes each look at the clock, so that limits are reached without waiting.
    private final AtomicLong lookNanos = new AtomicLong(100_000_000);
    private final RunClock clock = RunClock.on(() -> ticks.addAndGet(lookNanos.get()));
    private final HistoryRecorder recorder = new HistoryRecorder(clock, event -> {});
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(MASTER_1));
    private final List<Thread> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        for (Thread thread : started) {
            thread.interrupt();
            thread.join(PATIENCE.toMillis());
        }
    }

    private Nemesis nemesis() {
        return new Nemesis(scene, recorder, step -> new SplittableRandom(step));
    }

    private static Step step(String fault, String target, String when, String lasting) {
        return new Step(
                Faults.named(fault).orElseThrow(),
                Optional.of(Targets.parse(target)),
                Trigger.parse(when),
                Until.parse(lasting),
                Heal.PLAIN);
    }

    private List<FaultEvent> told(int step) {
        return recorder.history().of(Processes.NEMESIS).stream()
                .map(event -> FaultEvent.of(event).orElseThrow())
                .filter(fault -> fault.step() == step)
                .toList();
    }

    private List<Stage> stages(int step) {
        return told(step).stream().map(FaultEvent::stage).toList();
    }

    private long nanos(int step, Stage stage) {
        return recorder.history().of(Processes.NEMESIS).stream()
                .filter(event -> FaultEvent.of(event)
                        .filter(fault -> fault.step() == step && fault.stage() == stage)
                        .isPresent())
                .mapToLong(Event::timeNanos)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twoStepsAtTheSameTimeAreBothInEffectAtOnce() throws Exception {
        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "at 0ms", "for 60s"),
                        step("kill-ensemble-leader", "zk-1", "at 0ms", "for 60s")));

        assertThat(stages(0)).containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
        assertThat(stages(1)).containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
        assertThat(nanos(0, Stage.EFFECTIVE)).isLessThan(nanos(1, Stage.HEAL_REQUESTED));
        assertThat(nanos(1, Stage.EFFECTIVE)).isLessThan(nanos(0, Stage.HEAL_REQUESTED));
    }

    @Test
    void aStepThatFollowsAnotherWaitsForItsHeal() throws Exception {
        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "after 0ms", "for 5s"),
                        step("kill-leader", "master-2", "after 3s", "for 5s")));

        assertThat(nanos(1, Stage.REQUESTED)).isGreaterThan(nanos(0, Stage.HEALED) + 3_000_000_000L);
        assertThat(stages(1)).endsWith(Stage.HEALED);
    }

    @Test
    void aStepThatFollowsSeveralWaitsForTheLastOfThem() throws Exception {
        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "at 0ms", "for 60s"),
                        step("kill-leader", "master-2", "at 0ms", "for 5s"),
                        step("kill-leader", "master-3", "after 1s of 0,1", "for 5s")));

        assertThat(nanos(2, Stage.REQUESTED))
                .isGreaterThan(nanos(0, Stage.HEALED))
                .isGreaterThan(nanos(1, Stage.HEALED));
    }

    @Test
    void aStepOnTheEffectOfAnotherBeginsWhileThatIsInEffect() throws Exception {
        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "after 0ms", "for 120s"),
                        step("kill-ensemble-leader", "zk-1", "on fault-effective of 0 plus 2s", "for 1s")));

        assertThat(stages(1)).containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
        assertThat(nanos(1, Stage.REQUESTED))
                .isGreaterThan(nanos(0, Stage.EFFECTIVE) + 2_000_000_000L)
                .isLessThan(nanos(0, Stage.HEAL_REQUESTED));
        assertThat(recorder.history().of(Processes.NEMESIS).stream()
                        .filter(event -> event.number("trigger-nanos").isPresent())
                        .map(event -> event.number("trigger-nanos").orElseThrow()))
                .containsExactly(nanos(0, Stage.EFFECTIVE));
    }

    @Test
    void aFaultLastsUntilAnotherIsHealedIfThatComesBeforeItsLimit() throws Exception {
        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "at 0ms", "for 20s"),
                        step("kill-ensemble-leader", "zk-1", "at 0ms", "until fault-healed of 0 at most 2h")));

        assertThat(nanos(1, Stage.HEAL_REQUESTED)).isGreaterThan(nanos(0, Stage.HEALED));
        assertThat(stages(1)).endsWith(Stage.HEALED);
    }

    /** Does something in a thread of its own once a step has reached a stage. */
    private void once(int step, Stage stage, Runnable then) {
        CountDownLatch reached = new CountDownLatch(1);
        recorder.listen(event -> FaultEvent.of(event)
                .filter(fault -> fault.step() == step && fault.stage() == stage)
                .ifPresent(fault -> reached.countDown()));
        Thread thread = new Thread(
                () -> {
                    try {
                        reached.await();
                        then.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "once-" + step);
        started.add(thread);
        thread.start();
    }

    @Test
    void aStepOnTheRecoveryFromAnotherBeginsThenAndNotAtItsHeal() throws Exception {
        List<Stage> before = Collections.synchronizedList(new ArrayList<>());
        once(0, Stage.HEALED, () -> {
            clock.nanos(); // some time after the heal
            before.addAll(stages(1));
            Recovered.record(recorder, 0);
        });

        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "after 0ms", "for 1s"),
                        step("kill-leader", "master-1", "on recovered of 0 plus 1s", "for 1s")));

        assertThat(before).isEmpty();
        long recovered = recorder.history().of(Processes.RUNNER).get(0).timeNanos();
        assertThat(nanos(1, Stage.REQUESTED)).isGreaterThan(recovered + 1_000_000_000L);
        assertThat(stages(1)).endsWith(Stage.HEALED);
    }

    @Test
    void theRecoveryFromAnotherStepIsNoRecoveryFromThisOne() throws Exception {
        lookNanos.set(Duration.ofSeconds(50).toNanos()); // an event itself is waited for in real seconds
        once(0, Stage.HEALED, () -> Recovered.record(recorder, 7));

        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "after 0ms", "for 1s"),
                        step("kill-leader", "master-1", "on recovered of 0", "for 1s")));

        assertThat(stages(1)).containsExactly(Stage.UNPROVEN);
    }

    @Test
    void whatHasNotBegunCanBeLeftOutAndWhatHasBegunGoesOnToItsHeal() throws Exception {
        Nemesis nemesis = nemesis();
        once(0, Stage.EFFECTIVE, nemesis::leaveOutTheRest);

        nemesis.carryOut(List.of(
                step("kill-leader", "master-1", "after 0ms", "for 60s"),
                step("kill-leader", "master-2", "after 3s", "for 5s"),
                step("kill-leader", "master-3", "on recovered of 1", "for 5s"),
                step("kill-leader", "master-2", "on leader-elected", "for 5s")));

        assertThat(stages(0)).containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
        assertThat(recorder.history().of(Processes.NEMESIS)).hasSize(4);
    }

    @Test
    void anEventThatNeverComesIsUnprovenAndNothingIsInjected() throws Exception {
        lookNanos.set(Duration.ofSeconds(50).toNanos()); // an event itself is waited for in real seconds

        nemesis().carryOut(List.of(step("kill-leader", "master-1", "on leader-elected", "for 1s")));

        assertThat(stages(0)).containsExactly(Stage.UNPROVEN);
        assertThat(told(0).get(0).detail())
                .isEqualTo("waited in vain for \"on leader-elected\": nothing else was done for 120 s");
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void theEffectOfAStepThatIsOverWithoutOneIsNotWaitedForAnyLonger() throws Exception {
        cluster.deaf.add(MASTER_1);

        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "after 0ms", "for 1s"),
                        step("kill-ensemble-leader", "zk-1", "on fault-effective of 0", "for 1s")));

        assertThat(stages(1)).containsExactly(Stage.UNPROVEN);
        assertThat(told(1).get(0).detail()).endsWith("that step is over");
    }

    /** Longer than any single wait: what the first step does on the way keeps the hope of the second alive. */
    @Test
    void anEventIsWaitedForAsLongAsOtherStepsGoOn() throws Exception {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            steps.add(step("kill-leader", "master-1", "after 0ms", "for 60s"));
        }
        steps.add(step("kill-ensemble-leader", "zk-1", "on fault-healed of 5", "for 1s"));

        nemesis().carryOut(steps);

        assertThat(nanos(6, Stage.REQUESTED))
                .isGreaterThan(Duration.ofMinutes(5).toNanos());
        assertThat(stages(6)).endsWith(Stage.HEALED);
    }

    @Test
    void aFaultThatWasThereBeforeIsUnproven() throws Exception {
        cluster.states.put(MASTER_1, NodeState.ENDED);

        nemesis().carryOut(List.of(step("kill-leader", "master-1", "after 0ms", "for 1s")));

        assertThat(stages(0)).contains(Stage.UNPROVEN);
        assertThat(told(0).stream().filter(fault -> fault.stage() == Stage.UNPROVEN))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).startsWith("was there before: master-1 ENDED"));
    }

    @Test
    void aTargetThatWasNotSeenToBeWholeBeforeIsUnproven() throws Exception {
        cluster.confused.add(MASTER_1);

        nemesis().carryOut(List.of(step("cut-leader-from-ensemble", "master-1", "after 0ms", "for 1s")));

        assertThat(told(0).stream().filter(fault -> fault.stage() == Stage.UNPROVEN))
                .anySatisfy(fault -> assertThat(fault.detail()).startsWith("not seen to be whole before: "));
    }

    @Test
    void aTargetThatAnotherFaultKeepsFromBeingWholeIsNoDoubt() throws Exception {
        cluster.confused.add(MASTER_1);
        Fault other = Faults.named("pause").orElseThrow();
        scene.begin(other, List.of(MASTER_1), other.damage(scene, List.of(MASTER_1)));
        // While it lasts nobody could be whole, and the time of that does not count, so it has to end some time.
        recorder.listen(event -> FaultEvent.of(event)
                .filter(fault -> fault.stage() == Stage.HEAL_REQUESTED)
                .ifPresent(fault -> scene.end(other, List.of(MASTER_1))));

        nemesis().carryOut(List.of(step("cut-leader-from-ensemble", "master-1", "after 0ms", "for 1s")));

        assertThat(told(0).stream().map(FaultEvent::detail))
                .noneMatch(detail -> detail.startsWith("not seen to be whole before: "));
    }

    @Test
    void twoThatCannotBeHealedDoNotWaitForEachOther() throws Exception {
        cluster.refusesToHeal.add(MASTER_1);

        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "master-1", "at 0ms", "for 60s"),
                        step("pause", "master-1", "at 0ms", "for 60s")));

        assertThat(stages(0)).endsWith(Stage.HEAL_UNPROVEN);
        assertThat(stages(1)).endsWith(Stage.HEAL_UNPROVEN);
    }

    @ParameterizedTest
    @CsvSource({"a-master", "a-follower", "a-random-half", "all"})
    void targetsDrawnByChanceAreTheSameForTheSameSeed(String target) {
        List<List<NodeId>> drawn = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            List<NodeId> first = Targets.parse(target).resolve(scene, new SplittableRandom(seed));
            assertThat(Targets.parse(target).resolve(scene, new SplittableRandom(seed)))
                    .isEqualTo(first)
                    .doesNotHaveDuplicates()
                    .isNotEmpty();
            drawn.add(first);
        }
        assertThat(drawn.stream().distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void aStepDrawsTheSameTargetWheneverItLooks() throws Exception {
        nemesis()
                .carryOut(List.of(
                        step("kill-leader", "a-master", "on fault-healed of 1", "for 1s"),
                        step("kill-ensemble-leader", "zk-1", "at 0ms", "for 1s")));

        List<String> expected = Targets.A_MASTER.resolve(scene, new SplittableRandom(0)).stream()
                .map(NodeId::name)
                .toList();
        assertThat(told(0)).isNotEmpty().allMatch(fault -> fault.targets().equals(expected));
    }

    @Test
    void anInterruptHealsWhatIsInEffectOnEveryStep() throws Exception {
        RunClock slow = RunClock.startNow();
        HistoryRecorder real = new HistoryRecorder(slow, event -> {});
        Nemesis nemesis = new Nemesis(scene, real, step -> new SplittableRandom(step));
        CountDownLatch ended = new CountDownLatch(1);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(
                () -> {
                    try {
                        nemesis.carryOut(List.of(
                                step("kill-leader", "master-1", "at 0ms", "for 1h"),
                                step("cut-leader-from-ensemble", "master-2", "at 0ms", "for 1h")));
                    } catch (InterruptedException e) {
                        thrown.add(e);
                    } finally {
                        ended.countDown();
                    }
                },
                "carries-out");
        started.add(thread);
        thread.start();
        await("both faults to be in effect")
                .atMost(PATIENCE)
                .until(() -> real.history().of(Processes.NEMESIS).stream()
                                .filter(event ->
                                        FaultEvent.of(event).orElseThrow().stage() == Stage.EFFECTIVE)
                                .count()
                        == 2);

        thread.interrupt();
        await("the nemesis to end").atMost(PATIENCE).until(() -> ended.getCount() == 0);

        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.RUNNING);
        assertThat(cluster.cuts).isEmpty();
        assertThat(real.history().of(Processes.NEMESIS).stream()
                        .filter(event -> FaultEvent.of(event).orElseThrow().stage() == Stage.HEALED))
                .hasSize(2);
    }

    /** Does something before it is injected and before it is healed. */
    private record Around(Fault like, Runnable beforeInjection, Runnable beforeHeal) implements FaultLike {
        @Override
        public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
            beforeInjection.run();
            like.inject(scene, targets, plannedEnd);
        }

        @Override
        public void heal(Scene scene, List<NodeId> targets) {
            beforeHeal.run();
            like.heal(scene, targets);
        }
    }

    private void write() {
        recorder.record(Event.Type.OK, "0", "write", null);
    }

    @Test
    void anEventAfterAStepIsTheNextOneWhenThatIsOver() throws Exception {
        Fault kill = Faults.named("kill-leader").orElseThrow();
        Step writes = step("kill-leader", "master-1", "after 0ms", "for 1s")
                .withFault(new Around(kill, this::write, this::write));
        Step writesLater = step("kill-leader", "master-2", "after 5s of 0", "for 1s")
                .withFault(new Around(kill, this::write, () -> {}));

        nemesis()
                .carryOut(List.of(
                        writes,
                        writesLater,
                        step("kill-leader", "zk-1", "on write-acknowledged after 0", "for 1s")
                                .withFault(new Around(kill, this::write, () -> {})),
                        step("kill-leader", "zk-2", "on write-acknowledged", "for 1s"),
                        step("kill-leader", "zk-3", "on write-acknowledged number 2 after 0", "for 1s")));

        assertThat(nanos(2, Stage.REQUESTED)).isGreaterThan(nanos(1, Stage.REQUESTED));
        assertThat(nanos(3, Stage.REQUESTED)).as("counted from the begin").isLessThan(nanos(0, Stage.HEALED));
        assertThat(nanos(4, Stage.REQUESTED)).as("the second after it").isGreaterThan(nanos(2, Stage.REQUESTED));
    }

    @Test
    void aFaultThatLastsUntilTheNextEventIsNotEndedByOneFromBefore() throws Exception {
        Fault kill = Faults.named("kill-leader").orElseThrow();
        Step writes = step("kill-leader", "master-1", "after 0ms", "for 1s")
                .withFault(new Around(kill, this::write, () -> {}));
        Step writesAgain = step("kill-leader", "master-1", "after 100s of 0", "for 1s")
                .withFault(new Around(kill, this::write, () -> {}));

        nemesis()
                .carryOut(List.of(
                        writes,
                        step("kill-leader", "zk-1", "after 1s of 0", "until next write-acknowledged at most 24h"),
                        step("kill-leader", "zk-2", "after 1s of 0", "until write-acknowledged at most 24h"),
                        writesAgain));

        assertThat(nanos(1, Stage.HEAL_REQUESTED)).isGreaterThan(nanos(3, Stage.REQUESTED));
        assertThat(nanos(2, Stage.HEAL_REQUESTED)).isLessThan(nanos(3, Stage.REQUESTED));
    }

    @Test
    void anErrorInAnyStepIsToldAlthoughALaterOneWentWell() {
        Step broken = new Step(
                new Breaking(new Weighing("breaking", Weight.NONE)),
                Optional.of(new NodeNames(List.of(MASTER_1))),
                Trigger.parse("at 0ms"),
                Until.parse("for 1s"),
                Heal.PLAIN);
        List<Step> steps = List.of(broken, step("kill-ensemble-leader", "zk-1", "at 0ms", "for 1s"));

        assertThatThrownBy(() -> nemesis().carryOut(steps))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("a step of the schedule ended in an error")
                .hasMessageContaining("a mistake in a fault");
        assertThat(stages(1)).endsWith(Stage.HEALED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            after 0ms of 1             | after 0ms              | step 0 waits for the end of step 1, which is not before it
            after 0ms                  | after 0ms of 1         | step 1 waits for the end of step 1, which is not before it
            after 0ms                  | on fault-healed of 2   | step 1 waits for step 2, and the last one is step 1
            after 0ms                  | on fault-healed of 1   | step 1 waits for what happens only when it is over itself
            on fault-effective of 1    | after 0ms              | step 0 waits for what happens only when it is over itself
            on leader-elected after 0  | after 2s of 0          | step 0 waits for the end of step 0, which is not before it
            after 0ms                  | on leader-elected after 1 | step 1 waits for the end of step 1, which is not before it
            on fault-effective of 1    | on leader-elected after 0 | step 0 waits for what happens only when it is over itself
            on fault-effective of 1    | after 2s of 0          | step 0 waits for what happens only when it is over itself
            """)
    void aScheduleThatCannotComeToItsEndIsRefusedBeforeAnythingIsDone(String first, String second, String message) {
        List<Step> steps = List.of(
                step("kill-leader", "master-1", first, "for 1s"), step("kill-leader", "master-1", second, "for 1s"));

        assertThatThrownBy(() -> nemesis().carryOut(steps))
                .isInstanceOf(UnfitStepException.class)
                .hasMessage(message);
        assertThat(recorder.history().events()).isEmpty();
    }

    @Test
    void aStepMayWaitForALaterOneThatDoesNotWaitForIt() {
        List<Step> steps = List.of(
                step("kill-leader", "master-1", "on fault-effective of 1", "for 1s"),
                step("kill-leader", "master-1", "at 0ms", "for 1s"));

        assertThatCode(() -> Nemesis.refuseUnfit(steps)).doesNotThrowAnyException();
    }

    @Test
    void theSceneTellsAFaultWhatAllOthersDamageAndNotWhatItDoesItself() {
        Fault kill = Faults.named("kill-leader").orElseThrow();
        Fault cut = Faults.named("cut-leader-from-ensemble").orElseThrow();
        List<NodeId> master = List.of(MASTER_1);
        Link link = new Link(MASTER_1, ZK_1);

        scene.begin(kill, master, Damage.ofNodes(master));
        scene.begin(cut, master, Damage.ofLinks(List.of(link)));

        assertThat(scene.otherDamage(kill, master)).isEqualTo(Damage.ofLinks(List.of(link)));
        assertThat(scene.otherDamage(cut, master)).isEqualTo(Damage.ofNodes(master));
        assertThat(scene.otherDamage(kill, List.of(ZK_1)))
                .as("the same fault on another target is another")
                .isEqualTo(new Damage(java.util.Set.of(MASTER_1), java.util.Set.of(link)));

        scene.end(kill, master);

        assertThat(scene.otherDamage(cut, master)).isEqualTo(Damage.NONE);
    }

    /** A fault with a programmer's error in it. */
    private record Breaking(Fault like) implements FaultLike {
        @Override
        public Damage damage(Scene scene, List<NodeId> targets) {
            throw new IllegalStateException("a mistake in a fault");
        }
    }
}
