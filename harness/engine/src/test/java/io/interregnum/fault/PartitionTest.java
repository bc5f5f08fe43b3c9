package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What partitions cut, and what is taken for a proof of it. */
class PartitionTest {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_3 = new NodeId(Role.ENSEMBLE, 3);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final NodeId CLIENT_1 = new NodeId(Role.CLIENT, 1);
    private static final List<NodeId> TARGETS = List.of(MASTER_1);

    private NodeId leader = MASTER_1;
    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(leader));
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

    private static List<NodeId> nodes(String names) {
        return ((NodeNames) Targets.parse(names)).nodes();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            leader,client-1/ensemble     | client-1,master-1          | zk-1,zk-2,zk-3
            leader/all-masters           | master-1                   | master-2,master-3
            all-masters/leader           | master-2,master-3          | master-1
            master-2,leader/master-3     | master-1,master-2          | master-3
            zk-3/others                  | zk-3                       | zk-1,zk-2,master-1,master-2,master-3,client-1,client-2
            clients,zk-1/ensemble        | zk-1,client-1,client-2     | zk-2,zk-3
            """)
    void groupsByPartsAreThoseWhoPlayThemNow(String groups, String one, String other) {
        Fault parts = Faults.named("cut-groups").orElseThrow().with(Map.of("groups", groups));

        Fault resolved = parts.resolved(scene);

        assertThat(parts.values()).containsExactly(Map.entry("groups", groups));
        assertThat(parts.aim().text()).isEqualTo(groups.split("[,/]", -1)[0].strip());
        assertThat(resolved.damage(scene, TARGETS).links())
                .containsExactlyInAnyOrderElementsOf(Link.between(nodes(one), nodes(other)));
        assertThat(parts.damage(scene, TARGETS)).isEqualTo(resolved.damage(scene, TARGETS));
        leader = MASTER_2;
        assertThat(resolved.damage(scene, TARGETS).links())
                .containsExactlyInAnyOrderElementsOf(Link.between(nodes(one), nodes(other)));
    }

    @Test
    void groupsThatAreNoneAreRefused() {
        Fault groups = Faults.named("cut-groups").orElseThrow();

        assertThatThrownBy(() -> groups.with(Map.of("groups", "everybody/zk-1")))
                .hasMessageStartingWith("groups: unknown target \"everybody\"")
                .hasMessageEndingWith(", or others");
        assertThatThrownBy(() -> groups.with(Map.of("groups", "a-follower/zk-1")))
                .hasMessage("groups: chance does not choose here, so \"a-follower\" can be no part of it");
        assertThatThrownBy(() -> groups.with(Map.of("groups", "others/others"))).hasMessageContaining("no node twice");
        assertThatThrownBy(() -> groups.with(Map.of("groups", "leader"))).hasMessageContaining("two groups at least");
        assertThatThrownBy(
                        () -> groups.with(Map.of("groups", "master-1/leader")).resolved(scene))
                .isInstanceOf(ClusterException.class)
                .hasMessage("nobody is left for the group \"leader\"");
    }

    @Test
    void theEnsemblesLeaderIsCutFromEverybodyAndNobodyElseIs() {
        Fault cutting = Faults.named("cut-ensemble-leader").orElseThrow();

        Damage damage = cutting.damage(scene, List.of(ZK_3));

        assertThat(cutting.aim()).isEqualTo(Targets.ENSEMBLE_LEADER);
        assertThat(damage.links())
                .hasSize(2 * 7)
                .allMatch(link -> link.from().equals(ZK_3) || link.to().equals(ZK_3));
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
    void linksToSomePeersAreImpairedAndNoOthers() {
        Fault lossy = Faults.named("lossy-links").orElseThrow();
        Fault toEnsemble = lossy.with(Map.of("peers", "ensemble"));
        Fault toMasters = lossy.with(Map.of("peers", "all-masters", "direction", "out"));

        assertThat(toEnsemble.damage(scene, TARGETS).links())
                .containsExactlyInAnyOrderElementsOf(Link.between(TARGETS, ClusterSpec.DEFAULT.nodes(Role.ENSEMBLE)));
        assertThat(toMasters.damage(scene, TARGETS).links())
                .containsExactlyInAnyOrder(
                        new Link(MASTER_1, MASTER_2), new Link(MASTER_1, new NodeId(Role.MASTER, 3)));
        assertThat(lossy.damage(scene, TARGETS).links()).hasSize(2 * 7);
        toEnsemble.inject(scene, TARGETS, Duration.ofSeconds(1));
        assertThat(toEnsemble.inspect(scene, TARGETS).condition()).isEqualTo(Condition.DAMAGED);
        assertThat(lossy.inspect(scene, TARGETS).condition()).isEqualTo(Condition.UNCLEAR);
        toEnsemble.heal(scene, TARGETS);
        assertThat(toEnsemble.inspect(scene, TARGETS).condition()).isEqualTo(Condition.WHOLE);
    }

    @Test
    void peersThatAreTheTargetItselfAreNobody() {
        Fault toItself = Faults.named("slow-links").orElseThrow().with(Map.of("peers", "leader"));

        assertThatThrownBy(() -> toItself.inject(scene, TARGETS, Duration.ofSeconds(1)))
                .isInstanceOf(ClusterException.class)
                .hasMessage("slow-links at [master-1] concerns no link to leader");
        assertThat(toItself.resolved(scene).damage(scene, List.of(MASTER_2)).links())
                .containsExactlyInAnyOrder(new Link(MASTER_2, MASTER_1), new Link(MASTER_1, MASTER_2));
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
