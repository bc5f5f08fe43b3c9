package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.fault.ProofOfFault.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is taken for a proof that links are cut. */
class CutLinksTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
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
    void isProvenByPacketsDroppedSinceItsLinksWereOpen() {
        cluster.droppedPackets = 40;
        assertThat(look())
                .isEqualTo(new ProofOfFault(Condition.WHOLE, "0 of 6 links silent, 40 packets dropped so far"));

        cut();

        assertThat(look())
                .isEqualTo(new ProofOfFault(Condition.DAMAGED, "6 of 6 links silent, 6 packets dropped so far"));
    }

    @Test
    void isNotProvenByPacketsThatAnEarlierCutDropped() {
        cut();
        assertThat(look().condition()).isEqualTo(Condition.DAMAGED);
        fault.heal(scene, TARGETS);
        assertThat(look().condition()).isEqualTo(Condition.WHOLE);
        cluster.countsDropped = false;

        cut();

        assertThat(look())
                .isEqualTo(new ProofOfFault(Condition.UNCLEAR, "6 of 6 links silent, 0 packets dropped so far"));
    }

    @Test
    void isProvenBySilenceAloneWhereNobodyCounts() {
        cluster.countsDropped = false;
        cluster.droppedPackets = -1;
        assertThat(look().condition()).isEqualTo(Condition.WHOLE);

        cut();

        assertThat(look())
                .isEqualTo(
                        new ProofOfFault(Condition.DAMAGED, "6 of 6 links silent, dropped packets not counted here"));
    }

    @Test
    void anAttemptThatFailedOtherwiseNeitherProvesNorRefutesIt() {
        cluster.confused.add(MASTER_1);
        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);

        cut();

        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(look().detail())
                .contains("3 of 3 links silent")
                .contains("nothing could be told of: [master-1->zk-1,");
        cluster.confused.clear();
        assertThat(look().condition()).isEqualTo(Condition.DAMAGED);
    }

    @Test
    void neitherDoesOneOnALinkThatIsNotToBeCut() {
        cut();
        cluster.confused.add(CLIENT_1);

        assertThat(look().condition()).isEqualTo(Condition.UNCLEAR);
        assertThat(look().detail()).contains("6 of 6 links silent").contains("nothing could be told of: [client-1->");
    }
}
