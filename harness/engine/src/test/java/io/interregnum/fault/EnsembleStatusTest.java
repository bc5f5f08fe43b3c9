package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whom ZooKeeper servers say to lead, some of which may say nothing. */
class EnsembleStatusTest {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_3 = new NodeId(Role.ENSEMBLE, 3);

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final AtomicBoolean cameTooLate = new AtomicBoolean();

    /** The first server is silent until it may answer. */
    private void serve(FakeProgram second, FakeProgram third) {
        cluster.controlling = node -> {
            if (node.equals(ZK_1)) {
                try {
                    cameTooLate.set(!mayAnswer.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new DialException(Reach.SILENT, "it is paused");
            }
            return node.equals(ZK_3) ? third.connect() : second.connect();
        };
    }

    @Test
    void aServerThatDoesNotAnswerHoldsNobodyUp() {
        try (FakeProgram follower = new FakeProgram("Mode: follower\n");
                FakeProgram leader = new FakeProgram("Mode: leader\n")) {
            serve(follower, leader);

            assertThat(EnsembleStatus.leader(cluster)).contains(ZK_3);
            assertThat(cameTooLate).isFalse();
        } finally {
            mayAnswer.countDown();
        }
    }

    @Test
    void nobodyLeadsWhenAllHaveAnsweredAndNoneSaysSo() {
        try (FakeProgram follower = new FakeProgram("Mode: follower\n")) {
            serve(follower, follower);
            mayAnswer.countDown();

            assertThat(EnsembleStatus.leader(cluster)).isEmpty();
        }
    }
}
