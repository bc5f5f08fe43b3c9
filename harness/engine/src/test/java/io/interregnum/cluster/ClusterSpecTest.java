package io.interregnum.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterSpecTest {

    @Test
    void refusesASessionThatZooKeeperWouldClampAndSaysTheBounds() {
        assertThatThrownBy(() -> new ClusterSpec(3, 3, 2, Duration.ofMillis(999), Duration.ofMillis(500)))
                .hasMessageContaining("sessionTimeout=999 ms must be from 1000 to 10000 ms");
        assertThat(new ClusterSpec(3, 3, 2, Duration.ofMillis(1_000), Duration.ofMillis(500)).sessionTimeout())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusesAnEvenEnsemble() {
        assertThatThrownBy(() -> new ClusterSpec(4, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500)))
                .hasMessageContaining("ensembleCount=4");
    }

    @Test
    void countsTheLongestDetectionAsSessionAndATickAndAHalf() {
        assertThat(ClusterSpec.DEFAULT.longestDetection()).isEqualTo(Duration.ofMillis(2_750));
    }

    @Test
    void namesNodesInOrder() {
        assertThat(ClusterSpec.DEFAULT.nodes().stream().map(NodeId::name))
                .containsExactly("zk-1", "zk-2", "zk-3", "master-1", "master-2", "master-3", "client-1", "client-2");
    }

    @Test
    void namesAgentsAndTheFrameworkLastSoThatTheOthersStayWhereTheyAre() {
        ClusterSpec spec = ClusterSpec.DEFAULT.withAgents(2, 1);

        assertThat(spec.nodes().subList(0, 8)).isEqualTo(ClusterSpec.DEFAULT.nodes());
        assertThat(spec.nodes().subList(8, 11).stream().map(NodeId::name))
                .containsExactly("agent-1", "agent-2", "framework-1");
        assertThat(spec.withObservers(1).nodes(Role.AGENT)).hasSize(2);
    }

    @Test
    void refusesMoreAgentsOrFrameworksThanThereAreNames() {
        assertThatThrownBy(() -> ClusterSpec.DEFAULT.withAgents(10, 1)).hasMessage("agentCount=10 must be from 0 to 9");
        assertThatThrownBy(() -> ClusterSpec.DEFAULT.withAgents(1, 2))
                .hasMessage("frameworkCount=2 must be from 0 to 1");
    }
}
