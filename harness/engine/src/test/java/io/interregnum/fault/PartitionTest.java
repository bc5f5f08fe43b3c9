package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.fault.ProofOfFault.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What partitions cut, and what is taken for a proof of it. */
class PartitionTest {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_3 = new NodeId(Role.ENSEMBLE, 3);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final NodeId CLIENT_1 = new NodeId(Role.CLIENT, 1);
    private static final List<NodeId> TARGETS = List.of(MASTER_1);

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(MASTER_1));
    private final Fault fault = Faults.named("cut-leader-from-ensemble").orElseThrow();

    private ProofOfFault look() {
        return fault.inspect(scene, TARGETS);
    }

    private void cut() {
        fault.inject(scene, TARGETS, Duration.ofSeconds(1));
    }

    @Test
    void isProvenBySilenceAndByPacketsStoppedInEachDirection() {
        assertThat(look()).isEqualTo(new ProofOfFault(Condition.WHOLE, "0 of 6 ways cut, 0 packets stopped"));

        cut();

        assertThat(look().condition()).isEqualTo(Condition.DAMAGED);
        assertThat(look().detail()).startsWith("6 of 6 ways cut, ");
        fault.heal(scene, TARGETS);
        assertThat(look().condition()).isEqualTo(Condition.WHOLE);
    }

    @Test
    void isNotProvenWhenARuleHasStoppedNothing() {
        cluster.countsDropped = false;
        cut();

        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(look().detail()).contains("0 packets stopped; none stopped on [");
    }

    @Test
    void isProvenBySilenceAloneWhereNobodyCounts() {
        cluster.droppedPackets = -1;
        assertThat(look().condition()).isEqualTo(Condition.WHOLE);

        cut();

        assertThat(look())
                .isEqualTo(new ProofOfFault(Condition.DAMAGED, "6 of 6 ways cut, stopped packets not counted here"));
    }

    @Test
    void aDirectionThatIsOpenThoughCutIsSeen() {
        cluster.deaf.add(MASTER_1);
        cut();

        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(look().detail()).contains("open: [master-1->zk-1, master-1->zk-2, master-1->zk-3]");
    }

    @Test
    void aLinkThatIsSilentAndNotToBeCutIsSeen() {
        cut();
        cluster.cut(List.of(new Link(CLIENT_1, ZK_1)), Duration.ofSeconds(1));

        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(look().detail()).contains("silent but not to be cut: [client-1->zk-1 datagrams");
    }

    @Test
    void anAttemptThatFailedOtherwiseNeitherProvesNorRefutesIt() {
        cut();
        cluster.confused.add(MASTER_1);
        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(look().detail()).contains("nothing could be told of: [master-1->");

        cluster.confused.clear();
        assertThat(look().condition()).isEqualTo(Condition.DAMAGED);
    }

    @Test
    void oneDirectionIsCutAndProvenAlone() {
        Fault out = fault.with(Map.of("direction", "out"));
        assertThat(out.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);

        out.inject(scene, TARGETS, Duration.ofSeconds(1));

        assertThat(cluster.cuts).hasSize(3).allMatch(link -> link.from().equals(MASTER_1));
        assertThat(out.inspect(scene, TARGETS).condition()).isEqualTo(Condition.DAMAGED);
        assertThat(fault.inspect(scene, TARGETS).condition()).isEqualTo(Condition.UNCLEAR);
    }

    @Test
    void refusalsAreAnotherKindThanSilence() {
        Fault refusing = fault.with(Map.of("kind", "refused"));
        assertThat(refusing.needs()).containsExactly(Need.NFTABLES);
        assertThat(refusing.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);

        refusing.inject(scene, TARGETS, Duration.ofSeconds(1));

        assertThat(refusing.inspect(scene, TARGETS).condition()).isEqualTo(Condition.DAMAGED);
        assertThat(fault.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);
    }

    @Test
    void namesTheParameterThatIsWrong() {
        assertThatThrownBy(() -> fault.with(Map.of("kind", "frames")))
                .hasMessage("kind=frames must be one of packets, connections, refused");
        assertThatThrownBy(() -> fault.with(Map.of("ports", "70000")))
                .hasMessage("ports=70000 must be a whole number from 1 to 65535");
        assertThatThrownBy(() -> fault.with(Map.of("groups", "a"))).hasMessageContaining("has no parameter groups");
        assertThat(fault.with(Map.of("kind", "packets", "ports", "master")).values())
                .containsExactly(Map.entry("ports", "master"));
    }

    @Test
    void groupsAreCutFromEachOtherAndFromNobodyElse() {
        Fault groups = Faults.named("cut-groups").orElseThrow();
        Fault named = groups.with(Map.of("groups", "master-1,client-1/zk-1"));

        assertThat(named.damage(scene, TARGETS).links())
                .containsExactlyInAnyOrderElementsOf(Link.between(List.of(MASTER_1, CLIENT_1), List.of(ZK_1)));
        assertThatThrownBy(() -> groups.with(Map.of("groups", "zk-1/zk-1"))).hasMessageContaining("no node twice");
    }

    @Test
    void aBridgeIsReachedFromBothSides() {
        Fault bridge = Faults.named("split-with-bridge").orElseThrow();

        Damage damage = bridge.damage(scene, List.of(MASTER_1, ZK_1, MASTER_2));

        assertThat(damage.links())
                .hasSize(2 * 2 * 5)
                .noneMatch(link -> link.from().equals(MASTER_1) || link.to().equals(MASTER_1));
    }

    @Test
    void onARingEachSeesAMajorityAndNoTwoTheSame() {
        Fault ring = Faults.named("cut-majorities-ring").orElseThrow();
        assertThat(ring.damage(scene, ClusterSpec.DEFAULT.nodes(Role.ENSEMBLE)).links())
                .containsExactlyInAnyOrder(new Link(ZK_1, ZK_3), new Link(ZK_3, ZK_1));
        for (int count = 4; count <= 7; count++) {
            List<NodeId> nodes = IntStream.rangeClosed(1, count)
                    .mapToObj(number -> new NodeId(Role.ENSEMBLE, number))
                    .toList();

            Damage damage = ring.damage(scene, nodes);

            List<List<NodeId>> seen = nodes.stream()
                    .map(node -> nodes.stream()
                            .filter(other ->
                                    other.equals(node) || !damage.links().contains(new Link(node, other)))
                            .toList())
                    .toList();
            int majority = count / 2 + 1;
            assertThat(seen).as("%d nodes", count).doesNotHaveDuplicates().allMatch(each -> each.size() >= majority);
        }
    }

    @Test
    void aQuickLookSeesALinkThatIsOpenInBetween() {
        cut();
        Optional<String> before = fault.gap(scene, TARGETS);
        cluster.cuts.remove(new Link(MASTER_1, ZK_1));

        assertThat(before).isEmpty();
        assertThat(fault.gap(scene, TARGETS)).contains("open: [master-1->zk-1]");
    }

    @Test
    void aQuickLookSeesAPortThatIsOpenInBetween() {
        Fault ports = fault.with(Map.of("ports", "2181", "direction", "out"));
        ports.inject(scene, TARGETS, Duration.ofSeconds(1));
        cluster.cuts.remove(new Link(MASTER_1, ZK_3));

        assertThat(ports.gap(scene, TARGETS).orElseThrow())
                .contains("master-1->zk-3:2181")
                .doesNotContain("zk-1");
    }

    @Test
    void serversAreTriedOnThePortsAmongThemWhateverIsCut() {
        cut();
        assertThat(look().condition()).isEqualTo(Condition.DAMAGED);

        cluster.silentPorts.add(2888);

        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(look().detail()).contains("silent but not to be cut: [zk-1->zk-2:2888, zk-1->zk-3:2888, zk-2->");
    }

    @Test
    void connectionsToWatchAreMadeBeforeAndNotWhileItIsCut() throws Exception {
        AtomicInteger dials = new AtomicInteger();
        cluster.dialling = (from, to) -> {
            dials.incrementAndGet();
            throw new DialException(Reach.REFUSED, "nobody is there");
        };
        Fault refusing = fault.with(Map.of("kind", "refused"));

        try (AutoCloseable ready = refusing.prepare(scene, TARGETS).orElseThrow()) {
            assertThat(ready).isInstanceOf(Established.class);
        }
        int before = dials.get();
        refusing.inject(scene, TARGETS, Duration.ofSeconds(1));

        assertThat(before).isEqualTo(6);
        assertThat(dials).hasValue(before);
        assertThat(fault.prepare(scene, TARGETS))
                .as("of packets nothing is to be seen by connections")
                .isEmpty();
    }

    @Test
    void lossIsProvenOnEachLink() {
        Fault lossy = Faults.named("lossy-links").orElseThrow();
        assertThat(lossy.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);

        lossy.inject(scene, TARGETS, Duration.ofSeconds(1));

        assertThat(lossy.inspect(scene, TARGETS).condition()).isEqualTo(Condition.DAMAGED);
        cluster.impairments.remove(new Link(MASTER_1, ZK_1));
        assertThat(lossy.inspect(scene, TARGETS).condition()).isEqualTo(Condition.UNCLEAR);
        assertThatThrownBy(() -> lossy.with(Map.of("percent", "0"))).hasMessageContaining("percent=0.0 must be");
    }
}
