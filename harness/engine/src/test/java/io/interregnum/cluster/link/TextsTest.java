package io.interregnum.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Flow;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said to tc, and what ss says. */
class TextsTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);

    @Test
    void aRateIsAClassOfItsOwnForOneReceiver() {
        assertThat(TrafficControl.shape(3, "198.18.3.2", List.of(new Impairment.Rate(500))))
                .isEqualTo("""
                class replace dev eth0 parent 1: classid 1:3 htb rate 500kbit burst 16k cburst 16k
                filter replace dev eth0 parent 1: protocol ip prio 3 u32 match ip dst 198.18.3.2/32 flowid 1:3
                """);
    }

    @Test
    void everythingElseIsOneNetemWithinTheClass() {
        List<Impairment> all = List.of(
                new Impairment.Delay(Duration.ofMillis(20), Duration.ofMillis(5)), new Impairment.Duplicate(2.5));

        assertThat(TrafficControl.shape(3, "198.18.3.2", all))
                .contains("htb rate 10gbit ")
                .endsWith("qdisc replace dev eth0 parent 1:3 handle 13: netem limit 10000 delay 20000us 5000us"
                        + " duplicate 2.5%\n");
    }

    @Test
    void whatIsThereOrGoneAlreadyIsNoRefusal() {
        assertThat(TrafficControl.refusal("Error: Exclusivity flag on, cannot modify.\nCommand failed -:1\n"))
                .isEmpty();
        assertThat(TrafficControl.refusal("Error: Cannot delete qdisc with handle of zero.\nCommand failed -:1\n"))
                .isEmpty();
        assertThat(TrafficControl.refusal("RTNETLINK answers: Operation not permitted\nCommand failed -:1\n"))
                .contains("RTNETLINK answers: Operation not permitted");
    }

    @Test
    void theRelayTakesTheConnectionsOfServersThatDoNotVoteAsWell() {
        Map<Role, Integer> ports = Map.of(Role.MASTER, 8080, Role.AGENT, 8081);
        for (Role server : List.of(Role.ENSEMBLE, Role.OBSERVER, Role.SPARE)) {
            assertThat(Shaping.relayed(server, ports)).as("%s", server).containsExactly(7071, 2181, 2888, 3888);
        }
        assertThat(Shaping.relayed(Role.MASTER, ports)).containsExactly(7071, 8080);
        assertThat(Shaping.relayed(Role.AGENT, ports)).containsExactly(7071, 8081);
        assertThat(Shaping.relayed(Role.CLIENT, ports)).containsExactly(7071);
    }

    @Test
    void readsFlowsThatSitInBackOffAndThoseThatDoNot() {
        Map<String, NodeId> peers = Map.of("198.18.1.2", ZK_1);

        assertThat(Sidecars.flow(MASTER_1, peers, "ESTAB 0 36 198.18.4.2:40000 198.18.1.2:2181 timer:(on,5.2sec,6)"))
                .containsExactly(new Flow(MASTER_1, ZK_1, 40000, 2181, 6, 5200));
        assertThat(Sidecars.flow(MASTER_1, peers, "ESTAB 0 0 [::ffff:198.18.4.2]:40000 [::ffff:198.18.1.2]:2181"))
                .containsExactly(new Flow(MASTER_1, ZK_1, 40000, 2181, 0, 0));
        assertThat(Sidecars.flow(
                        MASTER_1, peers, "ESTAB 0 0 198.18.4.2:40000 198.18.1.2:2181 timer:(keepalive,1min3sec,0)"))
                .allMatch(flow -> !flow.isInBackOff());
        assertThat(Sidecars.flow(MASTER_1, peers, "ESTAB 0 0 198.18.4.2:40000 198.18.9.2:2181"))
                .isEmpty();
    }
}
