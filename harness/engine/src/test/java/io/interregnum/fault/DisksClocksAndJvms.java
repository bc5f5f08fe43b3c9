package io.interregnum.fault;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NeedsCondition;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.history.RunClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Faults of storage, time and JVMs on real nodes that all tests share; once for each backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DisksClocksAndJvms {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_2 = new NodeId(Role.ENSEMBLE, 2);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final Duration LONG = ofMinutes(5);
    private static final String STEP = "io.interregnum.fault.BusyMaster.step";
    private static final Set<Need> NEEDS = EnumSet.of(Need.SMALL_DISKS, Need.INJECTION_AGENT, Need.FAKE_CLOCK);
    private static final ClusterSpec SPEC = new ClusterSpec(3, 2, 2, ofSeconds(4), ofMillis(500));

    private final String backendName;
    private int firstServersLosses;
    private Path nodes;
    private Cluster cluster;
    private Scene scene;

    DisksClocksAndJvms(String backendName) {
        this.backendName = backendName;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        nodes = directory;
        NodeListener nobody = new NodeListener() {
            @Override
            public void starting(NodeId node) {}

            @Override
            public void exited(NodeId node, int exitCode) {}
        };
        BusySystem system = new BusySystem();
        Backend backend = NeedsCondition.backend(backendName);
        cluster = backend.start(new Backend.Launch(
                SPEC,
                system,
                BusySystem.zooKeeper(),
                "it-equipped-" + ProcessHandle.current().pid(),
                nodes,
                nobody,
                NEEDS));
        scene = new Scene(cluster, system, () -> Optional.of(MASTER_1));
        awaitEnsemble();
        await("the masters to answer")
                .atMost(ofMinutes(3))
                .until(() -> Stream.of(MASTER_1, MASTER_2)
                        .noneMatch(master -> answer(master).isEmpty()));
        // So that there are transactions to damage.
        for (int i = 0; i < 10; i++) {
            FsyncMeasure.openSession(scene, ZK_1, ofSeconds(10));
        }
    }

    @AfterAll
    void closeKeepsTheData() throws Exception {
        cluster.close();

        Path data = nodes.resolve("zk-1").resolve("data");
        assertThat(data.resolve("myid")).hasContent("1");
        assertThat(data.resolve("version-2")).isNotEmptyDirectory();
        assertThat(data.resolve("filler")).doesNotExist();
        assertThat(data.resolve("NOT-COPIED.txt")).doesNotExist();
        try (Stream<Path> aside = Files.list(data)) {
            // What was damaged or lost lies beside the rest.
            assertThat(aside.filter(file -> file.toString().contains("set-aside-"))
                            .count())
                    .isGreaterThanOrEqualTo(firstServersLosses);
        }
    }

    private void awaitEnsemble() {
        await("an ensemble that is whole").atMost(ofMinutes(5)).until(() -> EnsembleStatus.isWhole(cluster));
    }

    /**
     * A session that is opened and closed, which are two transactions: a server that has lost its data and got a snapshot
     * has no log until something is written, and so none to damage.
     */
    private void writeSomething(NodeId server) {
        awaitEnsemble();
        ControlClient.with(cluster, server, "open a session", client -> client.exists("/", false));
    }

    private String answer(NodeId master) {
        HttpAttempt.Outcome outcome = HttpAttempt.send(
                timeout -> cluster.control(master, 5050, timeout), HttpAttempt.Request.get("/"), ofMillis(500));
        return outcome instanceof HttpAttempt.Answered answered
                ? answered.answer().body()
                : "";
    }

    /** Whole, then damaged, then whole again; others untouched. Returns what was seen of the damage. */
    private String proves(Fault fault, NodeId target, NodeId other) {
        awaitCondition(fault, target, ProofOfFault.Condition.WHOLE);
        RunClock clock = RunClock.startNow();
        String seen;
        try {
            fault.inject(scene, List.of(target), LONG);
            String injected = clock.nanos() / 1_000_000 + " ms";
            seen = awaitCondition(fault, target, ProofOfFault.Condition.DAMAGED);
            System.out.println(backendName + " " + fault.name() + ": injected in " + injected + ", seen after "
                    + clock.nanos() / 1_000_000 + " ms: " + seen);
            assertThat(fault.inspect(scene, List.of(other)).condition())
                    .as("%s of %s", fault.name(), other)
                    .isNotEqualTo(ProofOfFault.Condition.DAMAGED);
        } finally {
            fault.heal(scene, List.of(target));
        }
        heals(fault, target);
        return seen;
    }

    private void heals(Fault fault, NodeId target) {
        RunClock clock = RunClock.startNow();
        fault.heal(scene, List.of(target));
        String whole = awaitCondition(fault, target, ProofOfFault.Condition.WHOLE);
        System.out.println(
                backendName + " " + fault.name() + ": whole after " + clock.nanos() / 1_000_000 + " ms: " + whole);
        awaitEnsemble();
    }

    private String awaitCondition(Fault fault, NodeId target, ProofOfFault.Condition condition) {
        ProofOfFault[] last = new ProofOfFault[1];
        try {
            await(fault.name() + " to be " + condition + " on " + target)
                    .pollInterval(ofMillis(50))
                    .atMost(ofMinutes(3))
                    .until(() -> {
                        last[0] = fault.inspect(scene, List.of(target));
                        return last[0].condition() == condition;
                    });
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "; last seen: " + last[0], e);
        }
        return last[0].detail();
    }

    private static Fault fault(String name, Map<String, String> values) {
        return Faults.named(name).orElseThrow().with(values);
    }

    private NodeId ensembleLeader() {
        return EnsembleStatus.leader(cluster).orElseThrow();
    }

    private NodeId ensembleFollower() {
        return ensembleLeader().equals(ZK_1) ? ZK_2 : ZK_1;
    }

    @Test
    void whatNodesAreEquippedWithCanBeTried() {
        List<Ability> abilities = NeedsCondition.backend(backendName).tryNeeds(NEEDS);

        abilities.forEach(ability -> System.out.println(backendName + " " + ability));
        assertThat(abilities).hasSize(3).allMatch(ability -> ability.status() == Ability.Status.WORKS);
    }

    @Test
    void aFullDiskRefusesWritesAndTheServerComesBack() {
        NodeId leader = ensembleLeader();

        String seen = proves(fault("disk-full", Map.of()), leader, ensembleFollower());

        assertThat(seen).contains("refused", "No space left");
    }

    @Test
    void aFullDiskStopsTheServerAtItsNextWrite() {
        Fault full = fault("disk-full", Map.of());
        NodeId leader = ensembleLeader();

        full.inject(scene, List.of(leader), LONG);
        await("the server to stop serving").atMost(ofMinutes(3)).until(() -> {
            FsyncMeasure.openSession(scene, leader, ofMillis(500));
            return EnsembleStatus.mode(cluster, leader).isEmpty();
        });
        System.out.println(backendName + " a server on a full disk is " + cluster.state(leader));
        heals(full, leader);
    }

    @Test
    void theFillerGoesByItself() {
        Fault full = fault("disk-full", Map.of());
        full.inject(scene, List.of(ensembleFollower()), ofSeconds(2));

        String space = awaitCondition(full, ensembleFollower(), ProofOfFault.Condition.WHOLE);

        assertThat(space).contains("written");
        full.heal(scene, List.of(ensembleFollower()));
        awaitEnsemble();
    }

    @Test
    void slowFsyncsShowInTheServersOwnMeasure() {
        proves(fault("slow-fsync", Map.of("ms", "700")), ensembleLeader(), ensembleFollower());
    }

    @Test
    void aFailingFsyncStopsTheServer() {
        proves(fault("failing-fsync", Map.of()), ensembleLeader(), ensembleFollower());
    }

    @Test
    void aServerWithoutItsDataGetsThemAgain() {
        firstServersLosses++;
        String seen = proves(fault("data-lost", Map.of()), ZK_1, ZK_2);

        assertThat(seen).contains("empty", "ENDED");
        assertThat(cluster.errand(ZK_1, List.of("data-look"))).isNotEqualTo("empty");
    }

    @Test
    void aTruncatedLogIsSeenOnTheDisk() {
        firstServersLosses++;
        writeSomething(ZK_1);
        String seen = proves(fault("log-truncated", Map.of()), ZK_1, ZK_2);

        assertThat(seen).contains("TORN");
    }

    @Test
    void aFlippedBitIsSeenOnTheDisk() {
        firstServersLosses++;
        writeSomething(ZK_1);
        String seen = proves(fault("log-bit-flipped", Map.of("draw", "42")), ZK_1, ZK_2);

        assertThat(seen).contains("BROKEN");
    }

    @Test
    void aServerServesAfterItsLogWasTruncatedAndNotAfterABitWasTurnedOver() {
        for (String name : List.of("log-truncated", "log-bit-flipped")) {
            Fault fault = fault(name, Map.of());
            boolean serves = name.equals("log-truncated");
            writeSomething(ZK_2);
            try {
                fault.inject(scene, List.of(ZK_2), LONG);

                await("zk-2 to meet what happened to its log")
                        .atMost(ofMinutes(1))
                        .until(() -> serves
                                ? !EnsembleStatus.mode(cluster, ZK_2).isEmpty()
                                : cluster.state(ZK_2) == NodeState.ENDED);
                assertThat(fault.inspect(scene, List.of(ZK_2)).condition()).isEqualTo(ProofOfFault.Condition.DAMAGED);
            } finally {
                fault.heal(scene, List.of(ZK_2));
            }
            heals(fault, ZK_2);
        }
    }

    @Test
    void aClockJumpsBackAndIsRightAgain() {
        proves(fault("clock-jump", Map.of("seconds", "-600")), MASTER_1, MASTER_2);
    }

    @Test
    void aClockDriftsAndIsRightAgain() {
        proves(fault("clock-drift", Map.of("factor", "2")), MASTER_1, MASTER_2);
    }

    @Test
    void aClockIsSetRightByItself() {
        Fault jump = fault("clock-jump", Map.of());
        jump.inject(scene, List.of(MASTER_2), ofSeconds(3));
        awaitCondition(jump, MASTER_2, ProofOfFault.Condition.DAMAGED);

        awaitCondition(jump, MASTER_2, ProofOfFault.Condition.WHOLE);
    }

    @Test
    void aThreadStopsAtAMethodAndGoesOn() {
        Fault stop = fault("thread-stop", Map.of("method", STEP));
        proves(stop, MASTER_1, MASTER_2);

        String before = answer(MASTER_1);
        await("the thread to go on")
                .atMost(ofSeconds(10))
                .until(() -> !answer(MASTER_1).equals(before));
    }

    @Test
    void aStoppedThreadGoesOnByItself() {
        Fault stop = fault("thread-stop", Map.of("method", STEP));
        stop.inject(scene, List.of(MASTER_2), ofSeconds(3));
        awaitCondition(stop, MASTER_2, ProofOfFault.Condition.DAMAGED);
        awaitCondition(stop, MASTER_2, ProofOfFault.Condition.WHOLE);

        String before = answer(MASTER_2);
        await("the thread to go on")
                .atMost(ofSeconds(10))
                .until(() -> !answer(MASTER_2).equals(before));
        stop.heal(scene, List.of(MASTER_2));
    }

    @Test
    void aMethodThrows() {
        proves(fault("exception", Map.of("method", STEP)), MASTER_1, MASTER_2);

        assertThat(answer(MASTER_1)).doesNotEndWith(" 0");
    }

    @Test
    void theWorldStopsAndGoesOn() {
        proves(fault("stop-the-world", Map.of("method", STEP)), MASTER_1, MASTER_2);
        proves(fault("stop-the-world", Map.of()), ensembleFollower(), ensembleLeader());
    }

    @Test
    void healsATargetThatHasDiedMeanwhile() {
        NodeId dead = ensembleFollower();
        for (String name : List.of("slow-fsync", "disk-full", "stop-the-world", "log-truncated")) {
            Fault fault = fault(name, Map.of());
            fault.inject(scene, List.of(dead), LONG);
            cluster.kill(dead);

            fault.heal(scene, List.of(dead));

            if (cluster.state(dead) == NodeState.ENDED) {
                cluster.start(dead);
            }
            awaitCondition(fault, dead, ProofOfFault.Condition.WHOLE);
            awaitEnsemble();
        }
    }
}
