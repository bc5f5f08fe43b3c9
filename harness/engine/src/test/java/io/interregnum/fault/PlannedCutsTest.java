package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is told of a fault on paper is what it does to a cluster. */
class PlannedCutsTest {
    private static final ClusterSpec SPEC = ClusterSpec.DEFAULT.withAgents(2, 0);
    private static final int MASTER_PORT = 5050;
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);

    private static Optional<Cut> planned(Fault fault, List<NodeId> targets) {
        return PlannedCuts.of(fault, SPEC, MASTER_PORT, targets);
    }

    private static Fault fault(String name, Map<String, String> with) {
        return Faults.named(name).orElseThrow().with(with);
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.fault.Faults#ALL")
    void theLinksOfEachPartitionAreThoseThatItDamagesAndAFaultOnProcessesHasNone(Fault fault) {
        Scene scene = new Scene(new FakeCluster(SPEC), new FakeSystem(), () -> Optional.of(MASTER_1));
        List<NodeId> targets = fault instanceof Partition && fault.aim() == Targets.A_BRIDGE_AND_A_HALF
                ? fault.aim().resolve(scene, new SplittableRandom(1))
                : List.of(MASTER_1, new NodeId(Role.MASTER, 2));

        Optional<Cut> cut = planned(fault, targets);

        boolean onLinks = fault instanceof Partition || fault instanceof ImpairLinks;
        assertThat(cut.isPresent()).isEqualTo(onLinks);
        cut.ifPresent(links -> assertThat(links.links())
                .containsExactlyInAnyOrderElementsOf(
                        fault.damage(scene, targets).links()));
    }

    @Test
    void kindDirectionAndPortsAreThoseThatTheStepSays() {
        Fault refused = fault(
                "cut-leader-from-ensemble", Map.of("kind", "refused", "direction", "out", "ports", "2181,master"));

        Cut cut = planned(refused, List.of(MASTER_1)).orElseThrow();

        assertThat(cut.kind()).isEqualTo(Cut.Kind.REFUSED);
        assertThat(cut.ports()).containsExactly(2181, MASTER_PORT);
        assertThat(cut.links())
                .containsExactlyInAnyOrderElementsOf(SPEC.nodes(Role.ENSEMBLE).stream()
                        .map(server -> new Link(MASTER_1, server))
                        .toList());
    }
}
