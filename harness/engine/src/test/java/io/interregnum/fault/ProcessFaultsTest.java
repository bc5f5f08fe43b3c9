package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeProgram;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.fault.ProofOfFault.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void oneKillIsNoCrashLoop() {
        Fault once = fault("crash-loop").with(Map.of("down-ms", "60000"));
        once.inject(scene, TARGETS, SOON);
        Condition onceDuring = once.inspect(scene, TARGETS).condition();
        Condition onceAtTheEnd = once.inspectAtTheEnd(scene, TARGETS).condition();
        once.heal(scene, TARGETS);
        Fault often = fault("crash-loop").with(Map.of("up-ms", "10", "down-ms", "10"));
        often.inject(scene, TARGETS, SOON);

        await("two kills of each")
                .atMost(SOON)
                .until(() -> often.inspectAtTheEnd(scene, TARGETS).condition(), Condition.DAMAGED::equals);
        often.heal(scene, TARGETS);

        assertThat(onceDuring).isEqualTo(Condition.DAMAGED);
        assertThat(onceAtTheEnd).isEqualTo(Condition.UNCLEAR);
    }

    @Test
    void killsOfANodeThatDoesNotEndAreNotCounted() {
        Fault loop = fault("crash-loop").with(Map.of("up-ms", "10", "down-ms", "10"));
        cluster.deaf.add(MASTER_2);
        loop.inject(scene, TARGETS, SOON);

        await("many kills of the other").atMost(SOON).until(() -> cluster.startCount(MASTER_1) >= 5);

        String told = loop.inspectAtTheEnd(scene, TARGETS).detail();
        cluster.deaf.clear();
        loop.heal(scene, TARGETS);
        assertThat(told).contains("master-2 RUNNING, was killed 0 times");
    }

    @Test
    void aRollingRestartThatDidNotReachEverybodyIsNotProven() {
        Fault rolling = fault("rolling-restart");
        try (FakeProgram serves = FakeProgram.http()) {
            cluster.controlling = node -> {
                if (node.equals(MASTER_2)) {
                    throw new DialException(Reach.REFUSED, "it does not come up");
                }
                return serves.connect();
            };
            // The leader comes last, and the other one never serves again.
            rolling.inject(scene, TARGETS, SOON);
            await("the first to be started").atMost(SOON).until(() -> cluster.startCount(MASTER_2) == 1);
            Condition during = rolling.inspect(scene, TARGETS).condition();
            ProofOfFault atTheEnd = rolling.inspectAtTheEnd(scene, TARGETS);
            rolling.heal(scene, TARGETS);

            cluster.controlling = node -> serves.connect();
            rolling.inject(scene, TARGETS, SOON);
            await("all to be restarted")
                    .atMost(SOON)
                    .until(() -> rolling.inspectAtTheEnd(scene, TARGETS).condition(), Condition.DAMAGED::equals);
            rolling.heal(scene, TARGETS);

            assertThat(during).isEqualTo(Condition.DAMAGED);
            assertThat(atTheEnd.condition()).isEqualTo(Condition.UNCLEAR);
            assertThat(atTheEnd.detail()).startsWith("not at every one of them: 0 of 2 restarted");
        }
    }

    @Test
    void startsNodesAlthoughWhatItKeptRefusesToEnd() {
        Fault kill = fault("crash-loop").with(Map.of("down-ms", "60000"));
        kill.inject(scene, TARGETS, SOON);
        AtomicBoolean refuses = new AtomicBoolean(true);
        scene.keep(kill, TARGETS, () -> {
            if (refuses.get()) {
                throw new ClusterException("it goes on");
            }
        });

        assertThatThrownBy(() -> kill.heal(scene, TARGETS)).hasMessage("it goes on");
        assertThat(cluster.states.values()).containsOnly(NodeState.RUNNING);
        assertThat(scene.keeps(kill, TARGETS)).as("it can be tried again").isTrue();

        refuses.set(false);
        kill.heal(scene, TARGETS);
        assertThat(scene.keeps(kill, TARGETS)).isFalse();
    }

    @Test
    void aJvmGetsItsRuleBackAlthoughItsPipeIsNotDrained() {
        Fault stop = fault("stop-the-world");
        stop.inject(scene, TARGETS, SOON);
        assertThat(cluster.alterations(MASTER_1)).isEqualTo("pipe-fill rule-on");
        cluster.refusalsLeft.put(MASTER_1, 1);

        assertThatThrownBy(() -> stop.heal(scene, TARGETS)).hasMessageContaining("master-1 refuses");

        assertThat(cluster.alterations(MASTER_1)).isEqualTo("pipe-fill");
        stop.heal(scene, TARGETS);
        assertThat(cluster.alterations(MASTER_1)).isEmpty();
    }

    @Test
    void equalFaultsOfTwoStepsAreToldApart() {
        Fault kill = fault("kill");
        Scene first = scene.ofStep(0);
        Scene second = scene.ofStep(1);
        AtomicBoolean closed = new AtomicBoolean();
        first.keep(kill, TARGETS, () -> closed.set(true));
        first.hold(kill, MASTER_1);
        first.begin(kill, TARGETS, Damage.ofNodes(TARGETS));
        second.hold(kill, MASTER_1);
        second.begin(kill, TARGETS, Damage.ofNodes(TARGETS));

        assertThat(second.keeps(kill, TARGETS)).isFalse();
        assertThat(second.otherDamage(kill, TARGETS)).isEqualTo(Damage.ofNodes(TARGETS));
        second.stop(kill, TARGETS);
        second.release(kill, MASTER_1);
        second.end(kill, TARGETS);
        assertThat(closed).isFalse();
        assertThat(scene.isHeld(MASTER_1)).isTrue();
        assertThat(scene.otherDamage(kill, TARGETS)).isEqualTo(Damage.ofNodes(TARGETS));

        first.stop(kill, TARGETS);
        first.release(kill, MASTER_1);
        first.end(kill, TARGETS);
        assertThat(closed).isTrue();
        assertThat(scene.isHeld(MASTER_1)).isFalse();
        assertThat(scene.otherDamage(kill, TARGETS)).isEqualTo(Damage.NONE);
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
