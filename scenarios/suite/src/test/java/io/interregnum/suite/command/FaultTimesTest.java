package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which links are watched while they are cut. */
class FaultTimesTest {
    private static final NodeId ZK = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ONE = new NodeId(Role.MASTER, 1);
    private static final NodeId TWO = new NodeId(Role.MASTER, 2);

    @Test
    void watchesOneLinkToEachNodeThatReceives() {
        List<Link> links = Link.between(List.of(ZK), List.of(ONE, TWO));

        assertThat(FaultTimes.oneForEachReceiver(links))
                .hasSize(3)
                .isSubsetOf(links)
                .extracting(Link::to)
                .containsExactlyInAnyOrder(ZK, ONE, TWO);
    }
}
