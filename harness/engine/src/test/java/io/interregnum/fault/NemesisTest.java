package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the nemesis promises, on a fake cluster and a clock that runs by itself. */
class NemesisTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    /** What the clock shows as 0: it looks once when it is made. */
    private static final long ORIGIN_NANOS = 500_000_000;

    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final AtomicLong ticks = new AtomicLong();
    // Each look at the clock takes half a second, so that limits are reached without waiting.
    private final RunClock clock = RunClock.on(() -> ticks.addAndGet(500_000_000));
    private final HistoryRecorder recorder = new HistoryRecorder(clock, event -> {});
    private Optional<NodeId> leader = Optional.of(MASTER_1);
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> leader);
    private final Nemesis nemesis = new Nemesis(scene, recorder, step -> new SplittableRandom(step));

    private static List<Step> step(String fault) {
        return steps(Faults.named(fault).orElseThrow(), Duration.ZERO);
    }

    private static List<Step> steps(Fault fault, Duration hold) {
        return List.of(Step.of(fault, Duration.ZERO, new Until.For(hold)));
    }

    private List<Stage> stages() {
        return recorder.history().of(Processes.NEMESIS).stream()
                .map(event -> FaultEvent.of(event).orElseThrow().stage())
                .toList();
    }

    @Test
    void recordsEveryStageOfAFaultThatTookEffectAndWasHealed() throws Exception {
        nemesis.carryOut(step("kill-leader"));

        assertThat(stages()).containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.RUNNING);
        assertThat(recorder.history().of(Processes.NEMESIS).get(1).number("effective-by"))
                .isPresent();
    }

    @Test
    void saysThatAFaultWithoutEffectIsUnproven() throws Exception {
        cluster.deaf.add(MASTER_1);

        nemesis.carryOut(step("kill-leader"));

        assertThat(stages()).contains(Stage.UNPROVEN).doesNotContain(Stage.EFFECTIVE);
    }

    @Test
    void cutsEveryLinkBetweenTheLeaderAndTheEnsembleAndNoOther() throws Exception {
        List<Step> look = steps(
                new Watching(
                        Faults.named("cut-leader-from-ensemble").orElseThrow(),
                        plannedEnd -> assertThat(cluster.cuts)
                                .containsExactlyInAnyOrderElementsOf(Link.between(
                                        List.of(MASTER_1), cluster.spec().nodes(Role.ENSEMBLE)))),
                Duration.ZERO);

        nemesis.carryOut(look);

        assertThat(stages()).endsWith(Stage.HEALED);
        assertThat(cluster.cuts).isEmpty();
    }

    @Test
    void groupsByTheirPartsAreRecordedAsWrittenAndAsResolved() throws Exception {
        Fault parts = Faults.named("cut-groups").orElseThrow().with(Map.of("groups", "leader,client-1/ensemble"));

        nemesis.carryOut(steps(parts, Duration.ZERO));

        Event requested = recorder.history().of(Processes.NEMESIS).get(0);
        assertThat(requested.fields())
                .containsEntry("with", Map.of("groups", "leader,client-1/ensemble"))
                .containsEntry("with-resolved", Map.of("groups", "master-1,client-1/zk-1,zk-2,zk-3"));
        assertThat(stages()).containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
        assertThat(cluster.cuts).isEmpty();
    }

    @Test
    void groupsOfWhomSomebodyIsMissingAreUnproven() throws Exception {
        Fault parts = Faults.named("cut-groups").orElseThrow().with(Map.of("groups", "master-1/leader"));

        nemesis.carryOut(steps(parts, Duration.ZERO));

        assertThat(stages()).containsExactly(Stage.UNPROVEN);
    }

    @Test
    void saysThatACutThatReachesTooFewIsUnproven() throws Exception {
        cluster.deaf.add(ZK_1);
        cluster.deaf.add(MASTER_1); // neither direction between these two is cut

        nemesis.carryOut(step("cut-leader-from-ensemble"));

        assertThat(stages()).contains(Stage.UNPROVEN).doesNotContain(Stage.EFFECTIVE);
    }

    @Test
    void saysThatAHealThatLeftSomethingCutIsUnproven() throws Exception {
        cluster.refusesToHeal.add(ZK_1);

        nemesis.carryOut(step("cut-leader-from-ensemble"));

        assertThat(stages()).containsSubsequence(Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEAL_UNPROVEN);
        assertThat(cluster.cuts).allMatch(link -> link.from().equals(ZK_1)).isNotEmpty();
    }

    @Test
    void triesAHealAgainThatIsRefused() throws Exception {
        cluster.refusalsLeft.put(MASTER_1, 2);

        nemesis.carryOut(step("kill-leader"));

        assertThat(stages()).endsWith(Stage.HEAL_REQUESTED, Stage.HEALED);
        assertThat(cluster.startCount(MASTER_1)).isEqualTo(1);
        assertThat(lastDetail()).endsWith("; healed 3 times, the first refusal was: master-1 refuses");
    }

    @Test
    void saysThatAHealThatIsRefusedToTheEndIsUnproven() throws Exception {
        cluster.refusesToHeal.add(MASTER_1);

        nemesis.carryOut(step("kill-leader"));

        assertThat(stages()).endsWith(Stage.HEAL_REQUESTED, Stage.HEAL_UNPROVEN);
        assertThat(lastDetail()).startsWith("master-1 refuses; ");
        assertThatCode(nemesis::rollBack).as("who was told already").doesNotThrowAnyException();
    }

    @Test
    void healsWhenAllIsOverWhatCouldNotBeHealedBefore() throws Exception {
        cluster.refusesToHeal.add(MASTER_1);
        recorder.listen(event -> FaultEvent.of(event)
                .filter(fault -> fault.stage() == Stage.HEAL_UNPROVEN)
                .ifPresent(fault -> cluster.refusesToHeal.clear()));

        nemesis.carryOut(step("kill-leader"));

        assertThat(stages()).as("what was recorded stays").endsWith(Stage.HEAL_UNPROVEN);
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void healsOnceWhatIsWholeAtOnce() throws Exception {
        nemesis.carryOut(step("kill-leader"));
        cluster.kill(MASTER_1);

        nemesis.rollBack();

        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.ENDED);
        assertThat(lastDetail()).doesNotContain("healed ");
    }

    /** The first quick look is two seconds after its effect was seen; what it lasts until comes with the second. */
    @Test
    void aCutThatIsFoundOpenInBetweenIsUnproven() throws Exception {
        Step until = steps(
                        new Glanced(
                                Faults.named("cut-leader-from-ensemble").orElseThrow(),
                                Optional.of("open: [master-1->zk-1]"),
                                new AtomicInteger(),
                                this::write),
                        Duration.ZERO)
                .get(0)
                .lasting(Until.parse("until write-acknowledged at most 24h"));

        nemesis.carryOut(List.of(until));

        assertThat(recorder.history().of(Processes.NEMESIS).stream()
                        .map(event -> FaultEvent.of(event).orElseThrow())
                        .filter(fault -> fault.stage() == Stage.UNPROVEN))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail())
                        .startsWith("not all the time: ")
                        .contains(" looks in between found it open, the first at ")
                        .endsWith("open: [master-1->zk-1]"));
    }

    @Test
    void aCutThatIsFoundClosedInBetweenIsProven() throws Exception {
        Step until = steps(
                        new Glanced(
                                Faults.named("cut-leader-from-ensemble").orElseThrow(),
                                Optional.empty(),
                                new AtomicInteger(),
                                this::write),
                        Duration.ZERO)
                .get(0)
                .lasting(Until.parse("until write-acknowledged at most 24h"));

        nemesis.carryOut(List.of(until));

        assertThat(stages()).containsExactly(Stage.REQUESTED, Stage.EFFECTIVE, Stage.HEAL_REQUESTED, Stage.HEALED);
    }

    private void write() {
        recorder.record(Event.Type.OK, "0", "write", null);
    }

    private String lastDetail() {
        List<Event> events = recorder.history().of(Processes.NEMESIS);
        return FaultEvent.of(events.get(events.size() - 1)).orElseThrow().detail();
    }

    /** Sees the same at each quick look, and does something at the second. */
    private record Glanced(Fault like, Optional<String> seen, AtomicInteger looks, Runnable atTheSecond)
            implements FaultLike {
        @Override
        public Optional<String> gap(Scene scene, List<NodeId> targets) {
            if (looks.incrementAndGet() == 2) {
                atTheSecond.run();
            }
            return seen;
        }
    }

    @Test
    void givesTheKernelWhatIsLeftUntilThePlannedEnd() throws Exception {
        List<Long> kernelEnds = new ArrayList<>();
        Fault cut = new Watching(
                Faults.named("cut-leader-from-ensemble").orElseThrow(),
                left -> kernelEnds.add(ticks.get() - ORIGIN_NANOS + left.toNanos()));

        nemesis.carryOut(steps(cut, Duration.ofSeconds(2)));

        long plannedEnd = recorder.history()
                .of(Processes.NEMESIS)
                .get(0)
                .number("planned-end")
                .orElseThrow();
        assertThat(kernelEnds).containsExactly(plannedEnd);
    }

    @Test
    void neverGivesTheKernelATimeThatIsOver() throws Exception {
        List<Duration> given = new ArrayList<>();
        Fault cut = new Watching(Faults.named("cut-leader-from-ensemble").orElseThrow(), given::add);
        recorder.listen(event -> ticks.addAndGet(10_000_000_000L)); // as if each record took ten seconds

        nemesis.carryOut(steps(cut, Duration.ofSeconds(2)));

        assertThat(given).containsExactly(Duration.ofMillis(1));
    }

    @Test
    void saysThatThereIsNothingToAimAt() throws Exception {
        leader = Optional.empty();

        nemesis.carryOut(step("pause-leader"));

        assertThat(stages()).containsExactly(Stage.UNPROVEN);
        assertThat(FaultEvent.of(recorder.history().of(Processes.NEMESIS).get(0))
                        .orElseThrow()
                        .detail())
                .contains("no master claims to lead");
    }

    @Test
    void putsTheLeaderAClientAndAMinorityOfTheEnsembleOnOneSide() throws Exception {
        Fault halves = Faults.named("split-halves").orElseThrow();
        cluster.states.put(ZK_1, NodeState.RUNNING);

        List<Link> cut = Link.between(
                List.of(MASTER_1, new NodeId(Role.CLIENT, 1)),
                List.of(new NodeId(Role.MASTER, 2), new NodeId(Role.CLIENT, 2)));
        halves.inject(scene, List.of(ZK_1, MASTER_1, new NodeId(Role.CLIENT, 1)), Duration.ZERO);

        assertThat(cluster.cuts)
                .containsAll(cut)
                .doesNotContainAnyElementsOf(Link.between(List.of(ZK_1), List.of(MASTER_1)));
    }

    /** Tells of the planned end each time the fault was injected. */
    private record Watching(Fault like, Consumer<Duration> whenInjected) implements FaultLike {
        @Override
        public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
            like.inject(scene, targets, plannedEnd);
            whenInjected.accept(plannedEnd);
        }
    }
}
