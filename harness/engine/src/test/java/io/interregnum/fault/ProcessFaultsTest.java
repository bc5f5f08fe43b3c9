package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.fault.ProofOfFault.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is particular to single faults that act on processes; what all of them promise is in {@link FaultContractTest}. */
class ProcessFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final List<NodeId> TARGETS = List.of(MASTER_1, MASTER_2);

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(MASTER_1));

    private static Fault fault(String name) {
        return Faults.named(name).orElseThrow();
    }

    @Test
    void aTerminatedNodeThatHasNotEndedIsKilledByTheHeal() {
        Fault terminate = fault("terminate");
        String before = cluster.life(MASTER_1);
        cluster.deaf.add(MASTER_1);
        terminate.inject(scene, TARGETS, SOON);
        Condition during = terminate.inspect(scene, TARGETS).condition();
        cluster.deaf.remove(MASTER_1);

        terminate.heal(scene, TARGETS);

        assertThat(during).isEqualTo(Condition.UNCLEAR);
        assertThat(cluster.life(MASTER_1)).isNotEmpty().isNotEqualTo(before);
        assertThat(terminate.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);
    }

    @Test
    void aHealWithoutTerminationKillsNobody() {
        fault("terminate").heal(scene, TARGETS);

        assertThat(cluster.hurt).isEmpty();
    }

    @Test
    void aRestartIsProvenByAnotherLifeAndNotByANodeThatRuns() {
        Fault restart = fault("restart");
        cluster.deaf.add(MASTER_2);

        restart.inject(scene, TARGETS, SOON);

        assertThat(restart.inspect(scene, TARGETS).condition()).isEqualTo(Condition.UNCLEAR);
        restart.heal(scene, TARGETS);
        cluster.deaf.clear();
        restart.inject(scene, TARGETS, SOON);
        assertThat(restart.inspect(scene, TARGETS).condition()).isEqualTo(Condition.DAMAGED);
        restart.heal(scene, TARGETS);
        assertThat(restart.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);
    }

    @Test
    void aStutterStopsAndContinuesUntilItIsHealedAndLeavesNobodyStopped() {
        Fault stutter = fault("stutter").with(Map.of("on-ms", "10", "off-ms", "10"));
        stutter.inject(scene, TARGETS, SOON);

        await("both to be seen stopped and running")
                .atMost(SOON)
                .until(() -> stutter.inspect(scene, TARGETS).condition(), Condition.DAMAGED::equals);
        stutter.heal(scene, TARGETS);

        assertThat(cluster.states.values()).containsOnly(NodeState.RUNNING);
        assertThat(scene.keeps(stutter, TARGETS)).isFalse();
    }

    @Test
    void aStutterThatStopsNobodyIsSeenToHaveNoEffect() {
        Fault stutter = fault("stutter").with(Map.of("on-ms", "10", "off-ms", "10"));
        cluster.deaf.addAll(TARGETS);

        stutter.inject(scene, TARGETS, SOON);

        assertThat(stutter.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);
        stutter.heal(scene, TARGETS);
    }

    @Test
    void aCrashLoopKillsAgainWhatWasStarted() {
        Fault loop = fault("crash-loop").with(Map.of("up-ms", "10", "down-ms", "10"));
        loop.inject(scene, TARGETS, SOON);

        await("three lives").atMost(SOON).until(() -> cluster.startCount(MASTER_1) >= 3);
        Condition during = loop.inspect(scene, TARGETS).condition();
        loop.heal(scene, TARGETS);

        assertThat(during).isEqualTo(Condition.DAMAGED);
        assertThat(cluster.states.values()).containsOnly(NodeState.RUNNING);
    }

    @Test
    void parametersAreSetByNameWithinTheirBounds() {
        Fault slow = fault("stutter").with(Map.of("off-ms", "700"));

        assertThat(slow.values()).containsExactly(Map.entry("off-ms", "700"));
        assertThat(fault("stutter").values()).isEmpty();
        assertThatThrownBy(() -> fault("stutter").with(Map.of("off-ms", "9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("off-ms=9 must be from 10");
        assertThatThrownBy(() -> fault("crash-loop").with(Map.of("up-ms", "soon")))
                .hasMessageContaining("up-ms=\"soon\" must be a whole number of milliseconds");
        assertThatThrownBy(() -> fault("crash-loop").with(Map.of("off-ms", "100")))
                .hasMessageContaining("no parameter off-ms; it has [up-ms, down-ms]");
    }

    @Test
    void clientsHaveNoProcessThatCouldBeHurt() {
        NodeId client = new NodeId(Role.CLIENT, 1);

        fault("kill").inject(scene, List.of(client, MASTER_1), SOON);

        assertThat(cluster.hurt).containsExactly(MASTER_1);
        assertThatThrownBy(() -> fault("kill").inject(scene, List.of(client), SOON))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("has a process");
    }
}
