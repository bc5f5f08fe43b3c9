package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubnetTest {

    @Test
    void numbersNodesInOrderBehindTheGateway() {
        Subnet subnet = new Subnet(9);

        Addresses addresses = subnet.addresses(ClusterSpec.DEFAULT.nodes());

        assertThat(subnet.cidr()).isEqualTo("198.19.1.32/27");
        assertThat(subnet.gateway()).isEqualTo("198.19.1.33");
        assertThat(addresses.of(new NodeId(Role.ENSEMBLE, 1))).isEqualTo("198.19.1.34");
        assertThat(addresses.of(new NodeId(Role.CLIENT, 2))).isEqualTo("198.19.1.41");
    }

    @Test
    void hasRoomForTheLargestCluster() {
        ClusterSpec largest = new ClusterSpec(7, 9, 9, Duration.ofSeconds(2), Duration.ofMillis(500));

        Addresses addresses = new Subnet(1023).addresses(largest.nodes());

        assertThat(new HashSet<>(addresses.byNode().values()))
                .hasSize(25)
                .allMatch(each -> each.startsWith("198.19.127."));
        assertThat(addresses.byNode().values()).doesNotContain(new Subnet(1023).gateway());
    }

    @Test
    void refusesMoreNodesThanItHasAddresses() {
        List<NodeId> nodes = IntStream.rangeClosed(1, 30)
                .mapToObj(number -> new NodeId(Role.CLIENT, number))
                .toList();

        assertThatThrownBy(() -> new Subnet(0).addresses(nodes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("30 nodes");
    }

    @Test
    void triesAnotherBlockEachTimeAndTheSameOnesAgainForTheSameRun() {
        Set<String> tried = new HashSet<>();
        for (int attempt = 0; attempt < 64; attempt++) {
            tried.add(Subnet.candidate("a-run", attempt).cidr());
        }

        assertThat(tried).hasSize(64);
        assertThat(Subnet.candidate("a-run", 3)).isEqualTo(Subnet.candidate("a-run", 3));
        assertThat(Subnet.candidate("a-run", 0)).isNotEqualTo(Subnet.candidate("b-run", 0));
    }
}
