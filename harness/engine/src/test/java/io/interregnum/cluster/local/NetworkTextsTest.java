package io.interregnum.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Addresses, the files that build the network, and the rules that cut it. */
class NetworkTextsTest {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId CLIENT_2 = new NodeId(Role.CLIENT, 2);
    private final AddressPlan plan = new AddressPlan(ClusterSpec.DEFAULT.nodes());

    @Test
    void givesEachNodeACableOfItsOwn() {
        assertThat(plan.of(ZK_1)).isEqualTo("198.18.1.2");
        assertThat(plan.router(ZK_1)).isEqualTo("198.18.1.1");
        assertThat(plan.of(MASTER_1)).isEqualTo("198.18.4.2");
        assertThat(plan.of(CLIENT_2)).isEqualTo("198.18.8.2");
        assertThat(plan.addresses().zooKeeperConnectString())
                .isEqualTo("198.18.1.2:2181,198.18.2.2:2181,198.18.3.2:2181");
        assertThatThrownBy(() -> plan.of(new NodeId(Role.MASTER, 4))).hasMessageContaining("no node master-4");
    }

    @Test
    void namesCablesWithinTheKernelsLimit() {
        assertThat(AddressPlan.cable(new NodeId(Role.MASTER, 99))).hasSizeLessThan(16);
    }

    @Test
    void hostNamesComeFromAFileAlone() {
        Map<String, String> files = NetworkScript.files(plan, "box", "passwd: files\nhosts:  files mdns4 dns\n");

        assertThat(files.get("hosts")).startsWith("127.0.0.1 localhost box\n").contains("198.18.4.2 master-1\n");
        assertThat(files.get("resolv.conf")).isEmpty();
        assertThat(files.get("nsswitch.conf")).isEqualTo("passwd: files\nhosts: files\n");
    }

    @Test
    void aNodeIsJoinedToTheRouter() {
        Map<String, String> files = NetworkScript.files(plan, "box", "");

        assertThat(files.get("router.ip")).contains("""
                netns add master-1
                link add v-master-1 type veth peer name eth0 netns master-1
                addr add 198.18.4.1/30 dev v-master-1
                link set v-master-1 up
                """);
        assertThat(files.get("master-1.ip")).isEqualTo("""
                link set lo up
                addr add 198.18.4.2/30 dev eth0
                link set eth0 up
                route add default via 198.18.4.1
                """);
        assertThat(files.get(NetworkScript.MAIN))
                .contains("for node in zk-1 zk-2 zk-3 master-1 master-2 master-3 client-1 client-2; do");
    }

    @Test
    void linksAreCutOnceEach() {
        Link link = new Link(ZK_1, MASTER_1);

        String input = new RoutingRules(plan).cut(Cut.packets(List.of(link, link)));

        assertThat(input).isEqualTo("rule add from 198.18.1.2 to 198.18.4.2 blackhole\n");
    }

    @Test
    void routingRulesKnowWholeLinksOnly() {
        Cut refusing = new Cut(List.of(new Link(ZK_1, MASTER_1)), Cut.Kind.REFUSED, Set.of(5050));

        assertThatThrownBy(() -> new RoutingRules(plan).cut(refusing))
                .hasMessageContaining("cannot cut REFUSED on ports [5050]")
                .hasMessageContaining("apt-get install nftables");
        assertThat(new RoutingRules(plan).heal(refusing)).isEmpty();
    }

    @Test
    void routingRulesMayBeThereOrGoneAlready() {
        assertThat(RoutingRules.refusal("RTNETLINK answers: No such file or directory\nCommand failed -:1\n"))
                .isEmpty();
        assertThat(RoutingRules.refusal("RTNETLINK answers: Operation not permitted\nCommand failed -:1\n"))
                .isEqualTo("RTNETLINK answers: Operation not permitted");
    }
}
