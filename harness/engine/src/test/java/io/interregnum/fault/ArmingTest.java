package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
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
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That looks at targets cost no time when a step is due, on a fake cluster. */
class ArmingTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long SECOND = 1_000_000_000;
    /** So long takes each look at the clock. */
    private static final long TICK = 10_000_000;

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final AtomicLong ticks = new AtomicLong();
    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.on(() -> ticks.addAndGet(TICK)), event -> {});
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(MASTER_1));
    private final List<Thread> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        for (Thread thread : started) {
            thread.interrupt();
            thread.join(PATIENCE.toMillis());
        }
    }

    private void carryOut(Step... steps) throws InterruptedException {
        new Nemesis(scene, recorder, step -> new SplittableRandom(step)).carryOut(List.of(steps));
    }

    private static Step step(Fault fault, NodeId target, String when) {
        return new Step(
                fault,
                Optional.of(new NodeNames(List.of(target))),
                Trigger.parse(when),
                Until.parse("for 1s"),
                Heal.PLAIN);
    }

    private static Fault kill() {
        return Faults.named("kill-leader").orElseThrow();
    }

    private List<FaultEvent> told(int step) {
        return recorder.history().of(Processes.NEMESIS).stream()
                .map(event -> FaultEvent.of(event).orElseThrow())
                .filter(fault -> fault.step() == step)
                .toList();
    }

    private long requestedNanos(int step) {
        return recorder.history().of(Processes.NEMESIS).stream()
                .filter(event -> FaultEvent.of(event)
                        .filter(fault -> fault.step() == step && fault.stage() == Stage.REQUESTED)
                        .isPresent())
                .mapToLong(Event::timeNanos)
                .findFirst()
                .orElseThrow();
    }

    /** Does something at each look before it was injected, given the number of that look from 0. */
    private record Watched(Fault like, IntConsumer whenLooked, AtomicInteger looks) implements FaultLike {
        Watched(Fault like, IntConsumer whenLooked) {
            this(like, whenLooked, new AtomicInteger());
        }

        @Override
        public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
            looks.set(1_000);
            like.inject(scene, targets, plannedEnd);
        }

        @Override
        public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
            int look = looks.getAndIncrement();
            ProofOfFault proof = like.inspect(scene, targets);
            if (look < 1_000) {
                whenLooked.accept(look);
            }
            return proof;
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody let the look end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes as soon as the n-th look has begun; the look itself ends when {@code mayEnd} is open. */
    private Thread carriesOut(Fault fault) {
        Thread thread = new Thread(
                () -> {
                    try {
                        carryOut(step(fault, MASTER_1, "on write-acknowledged"));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "carries-out");
        started.add(thread);
        thread.start();
        return thread;
    }

    private void write() {
        recorder.record(Event.Type.OK, "0", "write", null);
    }

    @Test
    void anEventDoesNotWaitForTheLookThatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread thread = carriesOut(new Watched(kill(), look -> {
            begun.countDown();
            awaitUninterrupted(mayEnd);
        }));
        awaitUninterrupted(begun);

        write();

        try {
            await("the node to be killed, and healed, while the look before goes on")
                    .atMost(PATIENCE)
                    .until(() -> told(0).stream().anyMatch(fault -> fault.stage() == Stage.HEALED));
            assertThat(mayEnd.getCount()).isEqualTo(1);
            assertThat(told(0).get(0).detail())
                    .isEqualTo("before: not looked at, since the event decided whom to aim at");
        } finally {
            mayEnd.countDown();
            thread.join(PATIENCE.toMillis());
        }
    }

    @Test
    void aLookThatEndedBeforeTheEventCounts() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        Thread thread = carriesOut(new Watched(kill(), look -> {
            if (look == 1) {
                second.countDown();
            }
        }));
        awaitUninterrupted(second); // so the first is over

        write();
        thread.join(PATIENCE.toMillis());

        assertThat(told(0).get(0).detail()).isEqualTo("before: master-1 RUNNING, its port UP");
        assertThat(told(0).stream().map(FaultEvent::stage))
                .containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
    }

    @Test
    void aStepBeginsAtItsTimeSinceItLookedBefore() throws Exception {
        Fault slow = new Watched(kill(), look -> ticks.addAndGet(SECOND / 2));

        carryOut(step(slow, MASTER_1, "at 4s"));

        assertThat(requestedNanos(0)).isBetween(4 * SECOND, 4 * SECOND + SECOND / 2 - 1);
        assertThat(told(0).get(0).detail()).isEqualTo("before: master-1 RUNNING, its port UP");
    }

    @Test
    void aStepBeginsLateWhoseTargetsWereNotSeenToBeWhole() throws Exception {
        cluster.states.put(MASTER_1, NodeState.PAUSED);
        Fault slow = new Watched(kill(), look -> {
            ticks.addAndGet(SECOND / 2);
            if (ticks.get() > 5 * SECOND) {
                cluster.states.put(MASTER_1, NodeState.RUNNING);
            }
        });

        carryOut(step(slow, MASTER_1, "at 4s"));

        assertThat(requestedNanos(0)).isGreaterThan(5 * SECOND);
        assertThat(told(0).get(0).detail()).isEqualTo("before: master-1 RUNNING, its port UP");
    }

    @Test
    void aLookFromBeforeAnotherFaultOnTheSameNodeIsOutOfDate() throws Exception {
        Step first = step(kill(), MASTER_1, "at 3s").lasting(Until.parse("for 60s"));

        carryOut(first, step(kill(), MASTER_1, "at 6s"), step(kill(), MASTER_2, "at 6500ms"));

        assertThat(told(1).stream().map(FaultEvent::detail))
                .anyMatch(detail -> detail.startsWith("was there before: "));
        assertThat(told(2).stream().map(FaultEvent::stage))
                .as("that on another node is not")
                .containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
    }

    @Test
    void stepsOfTheSameMomentBeginTogetherWhenTheLastHasLooked() throws Exception {
        Fault slow = new Watched(kill(), look -> ticks.updateAndGet(now -> Math.max(now, 8 * SECOND)));
        Fault quick = new Watched(kill(), look -> {});

        carryOut(step(slow, MASTER_1, "after 4s"), step(quick, MASTER_2, "at 4s"));

        assertThat(requestedNanos(0)).isGreaterThan(8 * SECOND);
        assertThat(requestedNanos(1)).isGreaterThan(8 * SECOND);
    }

    @Test
    void stepsOfDifferentMomentsDoNotWaitForEachOther() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        recorder.listen(event -> FaultEvent.of(event)
                .filter(fault -> fault.step() == 1 && fault.stage() == Stage.REQUESTED)
                .ifPresent(fault -> mayEnd.countDown()));
        Fault slow = new Watched(kill(), look -> awaitUninterrupted(mayEnd));

        carryOut(step(slow, MASTER_1, "at 4s"), step(kill(), MASTER_2, "at 4001ms"));

        assertThat(requestedNanos(1)).isLessThan(requestedNanos(0));
        assertThat(told(1).stream().map(FaultEvent::stage)).endsWith(Stage.HEALED);
    }

    @Test
    void whatWasMadeReadyIsKeptForTheFaultAndTheRestIsClosed() throws Exception {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        List<Boolean> keptAtInjection = new ArrayList<>();
        CountDownLatch second = new CountDownLatch(2);
        Fault ready = new Ready(kill(), made, closed, keptAtInjection, second);
        Thread thread = carriesOut(ready);
        awaitUninterrupted(second);

        write();
        thread.join(PATIENCE.toMillis());

        assertThat(keptAtInjection).containsExactly(true);
        await("all that was made ready to be closed").atMost(PATIENCE).until(() -> closed.get() == made.get());
    }

    /** Counts what is made ready, and looks for it when it is injected. */
    private record Ready(
            Fault like, AtomicInteger made, AtomicInteger closed, List<Boolean> keptAtInjection, CountDownLatch looked)
            implements FaultLike {
        @Override
        public Optional<AutoCloseable> prepare(Scene scene, List<NodeId> targets) {
            made.incrementAndGet();
            looked.countDown();
            return Optional.of(closed::incrementAndGet);
        }

        @Override
        public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
            keptAtInjection.add(scene.keeps(this, targets));
            like.inject(scene, targets, plannedEnd);
        }

        @Override
        public void heal(Scene scene, List<NodeId> targets) {
            scene.stop(this, targets);
            like.heal(scene, targets);
        }
    }
}
