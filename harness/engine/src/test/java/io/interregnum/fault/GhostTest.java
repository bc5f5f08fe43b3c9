package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.Flow;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is recorded of connections that stay silent after a cut was lifted. */
class GhostTest {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_2 = new NodeId(Role.ENSEMBLE, 2);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId CLIENT_1 = new NodeId(Role.CLIENT, 1);
    private static final long TRY_NANOS = 4_100_000_000L;

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final AtomicLong ticks = new AtomicLong();
    // Each look at the clock takes half a second, so that limits are reached without waiting.
    private final RunClock clock = RunClock.on(() -> ticks.addAndGet(500_000_000));
    private final HistoryRecorder recorder = new HistoryRecorder(clock, event -> {});
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(MASTER_1));

    private void carryOut(String fault, Heal heal) throws InterruptedException {
        Step step = Step.of(Faults.named(fault).orElseThrow(), Duration.ZERO, new Until.For(Duration.ZERO))
                .healed(heal);
        new Nemesis(scene, recorder, number -> new SplittableRandom(number)).carryOut(List.of(step));
    }

    private Event event(Stage stage) {
        return recorder.history().of(Processes.NEMESIS).stream()
                .filter(event -> FaultEvent.of(event).orElseThrow().stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    private long number(Stage stage, String field) {
        return event(stage).number(field).orElseThrow();
    }

    private void silent(NodeId at, NodeId peer, int port, int peerPort, long millis) {
        cluster.flows.add(new Flow(at, peer, port, peerPort, 5, millis));
    }

    @Test
    void saysHowManyConnectionsStaySilentAndUntilWhen() throws Exception {
        silent(MASTER_1, ZK_1, 40_000, 2181, 900);
        silent(ZK_1, MASTER_1, 2181, 40_000, 4100); // the other end of the same
        silent(ZK_2, MASTER_1, 2181, 40_001, 1700);
        cluster.flows.add(new Flow(MASTER_1, ZK_2, 40_002, 2181, 0, 0)); // waits for nothing

        carryOut("cut-leader-from-ensemble", Heal.PLAIN);

        assertThat(number(Stage.HEALED, "ghost-flows")).isEqualTo(2);
        long from = number(Stage.HEALED, "ghost-from");
        assertThat(from).isGreaterThan(event(Stage.HEAL_REQUESTED).timeNanos());
        // From the answer on, which came at the next look at the clock.
        assertThat(number(Stage.HEALED, "ghost-until")).isEqualTo(from + 500_000_000 + TRY_NANOS);
        assertThat(cluster.flows).hasSize(4);
    }

    @Test
    void recordsNothingWhenNoConnectionWaits() throws Exception {
        cluster.flows.add(new Flow(MASTER_1, ZK_1, 40_000, 2181, 0, 0));

        carryOut("cut-leader-from-ensemble", Heal.PLAIN);

        assertThat(event(Stage.HEALED).fields()).isEmpty();
    }

    @Test
    void endsAtOnceWhenTheConnectionsAreEnded() throws Exception {
        silent(MASTER_1, ZK_1, 40_000, 2181, 4100);

        carryOut("cut-leader-from-ensemble", Heal.FRESH);

        assertThat(cluster.flows).isEmpty();
        assertThat(number(Stage.HEALED, "ghost-flows")).isEqualTo(1);
        // Two looks at the clock later: when the kernels had answered, and when the connections were ended.
        assertThat(number(Stage.HEALED, "ghost-until")).isEqualTo(number(Stage.HEALED, "ghost-from") + 2 * 500_000_000);
    }

    @Test
    void looksAtEitherEndOfALinkThatWasCutInOneDirection() throws Exception {
        silent(ZK_1, MASTER_1, 2181, 40_000, 4100);
        Fault out = Faults.named("cut-leader-from-ensemble").orElseThrow().with(Map.of("direction", "out"));

        new Nemesis(scene, recorder, number -> new SplittableRandom(number))
                .carryOut(List.of(Step.of(out, Duration.ZERO, new Until.For(Duration.ZERO))));

        assertThat(number(Stage.HEALED, "ghost-flows")).isEqualTo(1);
    }

    @Test
    void leavesOutWhatWasNotCutAndWhatIsTheHarnessesOwn() throws Exception {
        silent(MASTER_1, CLIENT_1, 8080, 40_000, 4100);
        silent(MASTER_1, ZK_1, 40_001, Network.PROBE_PORT, 4100);

        carryOut("cut-leader-from-ensemble", Heal.PLAIN);

        assertThat(event(Stage.HEALED).fields()).isEmpty();
    }

    @Test
    void leavesOutWhatAnotherFaultKeepsSilent() throws Exception {
        silent(MASTER_1, ZK_1, 40_000, 2181, 4100);
        silent(MASTER_1, ZK_2, 40_001, 2181, 300);
        Fault other = Faults.named("isolate-one").orElseThrow();
        scene.begin(other, List.of(ZK_1), Damage.ofLinks(Link.between(List.of(MASTER_1), List.of(ZK_1))));
        // It ends before the look whether all is whole, which would else go on for as long as it lasts.
        cluster.whenAskedForFlows = () -> scene.end(other, List.of(ZK_1));

        carryOut("cut-leader-from-ensemble", Heal.PLAIN);

        assertThat(number(Stage.HEALED, "ghost-flows")).isEqualTo(1);
        assertThat(number(Stage.HEALED, "ghost-until") - number(Stage.HEALED, "ghost-from"))
                .isEqualTo(500_000_000 + 300_000_000);
    }

    @Test
    void healsAllTheSameWhenNobodyCanLook() throws Exception {
        silent(MASTER_1, ZK_1, 40_000, 2181, 4100);
        cluster.refusesToShowFlows = true;

        carryOut("cut-leader-from-ensemble", Heal.FRESH);

        assertThat(event(Stage.HEALED).fields()).isEmpty();
        assertThat(cluster.flows).isEmpty();
    }

    @Test
    void isNoMatterOfFaultsThatDoNotCut() throws Exception {
        silent(MASTER_1, ZK_1, 40_000, 2181, 4100);

        carryOut("lossy-links", Heal.PLAIN);

        assertThat(recorder.history().of(Processes.NEMESIS))
                .noneMatch(event -> event.number("ghost-flows").isPresent());
    }
}
