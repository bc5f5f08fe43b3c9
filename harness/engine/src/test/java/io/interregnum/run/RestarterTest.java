package io.interregnum.run;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Scene;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestarterTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);

    private static final Fault KILL = Faults.named("kill-leader").orElseThrow();
    private static final Fault OTHER = Faults.named("kill-ensemble-leader").orElseThrow();

    private final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
    private final Scene scene = new Scene(cluster, new FakeSystem(), Optional::empty);
    private final AtomicReference<@Nullable Scene> known = new AtomicReference<>(scene);
    private final Restarter restarter = new Restarter(known::get, Duration.ofMillis(1));

    @AfterEach
    void close() {
        restarter.close();
    }

    private void end(NodeId node) {
        cluster.kill(node);
        restarter.exited(node);
    }

    private void awaitStarted(NodeId node) {
        await(node + " to be started again")
                .atMost(ofSeconds(20))
                .until(() -> cluster.state(node) == NodeState.RUNNING);
    }

    @Test
    void startsWhatEndedByItselfAndLeavesDownWhatAFaultHolds() {
        scene.hold(KILL, MASTER_1);
        end(MASTER_1);

        end(MASTER_2);

        awaitStarted(MASTER_2); // whose turn came after that of master-1
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.ENDED);
    }

    @Test
    void leavesDownWhatASecondFaultStillHolds() {
        scene.hold(KILL, MASTER_1);
        scene.hold(OTHER, MASTER_1);
        scene.release(KILL, MASTER_1);
        scene.release(KILL, MASTER_1); // healed twice, as after an interrupted run
        end(MASTER_1);

        end(MASTER_2);

        awaitStarted(MASTER_2); // whose turn came after that of master-1
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.ENDED);
    }

    @Test
    void startsANodeThatEndsAgainAfterTheFaultLetItGo() {
        scene.hold(KILL, MASTER_1);
        scene.release(KILL, MASTER_1);

        end(MASTER_1);

        awaitStarted(MASTER_1);
    }

    @Test
    void remembersWhatEndedWhileTheClusterWasStillBeingStarted() {
        known.set(null);
        end(MASTER_1);

        known.set(scene);

        awaitStarted(MASTER_1);
    }

    @Test
    void goesOnAfterANodeThatRefusesToStart() {
        cluster.refusesToHeal.add(MASTER_1);
        end(MASTER_1);

        end(MASTER_2);

        awaitStarted(MASTER_2);
        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.ENDED);
    }

    @Test
    void anEndAfterTheRunIsNoErrorAndStartsNothing() {
        restarter.close();

        end(MASTER_1);

        assertThat(cluster.state(MASTER_1)).isEqualTo(NodeState.ENDED);
    }
}
