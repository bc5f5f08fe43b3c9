package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every fault promises. A new fault is covered as soon as it is in {@link Faults#ALL}. */
class FaultContractTest {
    private static final List<NodeId> TARGETS =
            ClusterSpec.DEFAULT.nodes(Role.MASTER).subList(0, 2);

    /** What can only be seen on real nodes, and why; {@link FaultsOnNodes} covers these as well. */
    private static final Map<String, String> REAL_NODES_ONLY = Map.of(
            "expire-session", "a session is ended by words to a server",
            "leave-behind", "a server has to be written to",
            "grow-ensemble", "members are changed by words to a server");

    /** What starts nodes by itself, so that there may be nothing to heal when a node refuses to be started. */
    private static final Set<String> STARTS_BY_ITSELF =
            Set.of("restart", "rolling-restart", "rolling-restart-ensemble", "crash-loop");

    static List<Fault> seenOnAFakeCluster() {
        return Faults.ALL.stream()
                .filter(fault -> !REAL_NODES_ONLY.containsKey(fault.name()))
                .toList();
    }

    static List<Fault> lastingUntilHealed() {
        return seenOnAFakeCluster().stream()
                .filter(fault -> !STARTS_BY_ITSELF.contains(fault.name()))
                .toList();
    }

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT.withAgents(2, 1));
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(TARGETS.get(0)));

    @ParameterizedTest
    @MethodSource("seenOnAFakeCluster")
    void doesDamageAndUndoesIt(Fault fault) {
        fault.inject(scene, TARGETS, Duration.ofSeconds(1));
        boolean damaged = !cluster.cuts.isEmpty()
                || !cluster.impairments.isEmpty()
                || !cluster.hurt.isEmpty()
                || cluster.states.values().stream().anyMatch(state -> state != NodeState.RUNNING)
                || TARGETS.stream().anyMatch(node -> !cluster.alterations(node).isEmpty());

        fault.heal(scene, TARGETS);

        assertThat(damaged).isTrue();
        assertThat(cluster.cuts).isEmpty();
        assertThat(cluster.impairments).isEmpty();
        assertThat(TARGETS).allMatch(node -> cluster.alterations(node).isEmpty());
        assertThat(cluster.states.values()).containsOnly(NodeState.RUNNING);
    }

    @ParameterizedTest
    @MethodSource("lastingUntilHealed")
    void healsTheOtherTargetsWhenOneRefuses(Fault fault) {
        fault.inject(scene, TARGETS, Duration.ofSeconds(1));
        NodeId refusing = TARGETS.stream()
                .filter(target -> fault.damage(scene, TARGETS).overlaps(Damage.ofNodes(List.of(target))))
                .findFirst()
                .orElseThrow();
        cluster.refusesToHeal.add(refusing);

        assertThatThrownBy(() -> fault.heal(scene, TARGETS))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(refusing.name());

        assertThat(cluster.state(TARGETS.get(1))).isEqualTo(NodeState.RUNNING);
        assertThat(cluster.alterations(TARGETS.get(1))).isEmpty();
        assertThat(cluster.cuts).allMatch(link -> link.from().equals(refusing));
    }

    @ParameterizedTest
    @MethodSource("seenOnAFakeCluster")
    void leavesNodesAloneThatItIsNotAimedAt(Fault fault) {
        fault.inject(scene, TARGETS, Duration.ofSeconds(1));

        cluster.states.forEach((node, state) -> {
            if (!TARGETS.contains(node)) {
                assertThat(state).as(node.name()).isEqualTo(NodeState.RUNNING);
                assertThat(cluster.alterations(node)).as(node.name()).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("seenOnAFakeCluster")
    void healingWhatWasNotDamagedIsNoError(Fault fault) {
        fault.heal(scene, TARGETS);

        assertThat(cluster.states.values()).containsOnly(NodeState.RUNNING);
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.fault.Faults#ALL")
    void isNamedAndDescribed(Fault fault) {
        assertThat(fault.name()).matches("[a-z]+(-[a-z]+)*");
        assertThat(fault.description()).endsWith(".").doesNotContain("\n");
        assertThat(fault.victimSees()).endsWith(".").doesNotContain("\n");
        assertThat(Faults.named(fault.name())).contains(fault);
        assertThat(fault.damage(scene, TARGETS)).isNotEqualTo(Damage.NONE);
    }
}
