package io.interregnum.run;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.check.Expectations;
import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.Role;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Until;
import io.interregnum.history.Event;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Processes;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import io.interregnum.rundir.RunLock;
import io.interregnum.workload.ClientAnswer;
import io.interregnum.workload.ClientRequest;
import io.interregnum.workload.OperationProtocol;
import io.interregnum.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run that does not get far. Runs that do are for tests with real nodes. */
class ScenarioRunnerTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final Scenario SCENARIO = new Scenario(
            "some-scenario",
            "Does it matter?",
            List.of(Step.of(
                    Faults.named("pause-leader").orElseThrow(),
                    Duration.ZERO,
                    new Until.Detection(Duration.ofMillis(2_500)))),
            true,
            Optional.of(Duration.ofMillis(700)));

    @TempDir
    private Path runs;

    private final List<String> phases = new ArrayList<>();
    private final FakeBackend backend = new FakeBackend();

    /** Makes clusters of nothing, or refuses to. */
    private static final class FakeBackend implements Backend {
        final FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);

        @Nullable
        ClusterException refusal;

        volatile @Nullable Launch launch;

        Runnable whileStarting = () -> {};

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public List<Ability> tryAbilities() {
            return List.of();
        }

        @Override
        public Cluster start(Launch given) {
            launch = given;
            given.listener().starting(MASTER_1);
            given.listener().exited(MASTER_1, 137);
            whileStarting.run();
            if (refusal != null) {
                throw refusal;
            }
            return cluster;
        }

        @Override
        public Removal removeLeftovers() {
            return Removal.of(List.of());
        }
    }

    private ScenarioRunner runner() {
        OperationProtocol none = new OperationProtocol() {
            @Override
            public HttpAttempt.Request request(ClientRequest request) {
                return HttpAttempt.Request.get("/");
            }

            @Override
            public ClientAnswer read(ClientRequest request, HttpAnswer answer, Addresses addresses) {
                return new ClientAnswer.Unknown("nobody asked");
            }
        };
        Setup setup = new Setup(
                backend,
                ClusterSpec.DEFAULT,
                new FakeSystem(),
                none,
                List.of(),
                Workload.DEFAULT,
                42,
                runs,
                "scripts/run some-scenario --seed 42");
        RunListener listener = new RunListener() {
            @Override
            public void phase(long timeNanos, String phase) {
                phases.add(phase);
            }
        };
        return new ScenarioRunner(SCENARIO, setup, listener, 3_000_000);
    }

    private RunDirectory latest() {
        return RunDirectory.open(runs.resolve("some-scenario/latest"));
    }

    private void refuse() {
        backend.refusal = new ClusterException("zk-2 did not start");

        assertThatThrownBy(() -> runner().run()).isSameAs(backend.refusal);
    }

    @Test
    void aRunThatCouldNotStartLeavesWhatIsNeededToJudgeItAndToRunItAgain() {
        refuse();

        RunInfo info = latest().info();
        assertThat(info.complete()).isFalse();
        assertThat(info.seed()).isEqualTo(42);
        assertThat(info.command()).isEqualTo("scripts/run some-scenario --seed 42");
        assertThat(info.backend()).isEqualTo("fake");
        assertThat(info.nodes("masters")).containsExactly("master-1", "master-2", "master-3");
        assertThat(info.spec())
                .containsEntry("session-timeout-ms", 2_000L)
                .containsEntry("tick-ms", 500L)
                .containsEntry("faults", List.of("pause-leader"));
        assertThat(info.environment()).containsKeys("java", "os", "cores", "boot-id");
    }

    @Test
    void aRunIsMarkedAsInProgressUntilItEnds() {
        List<Boolean> held = new ArrayList<>();
        backend.whileStarting = () -> held.add(RunLock.isHeld(latest()));

        refuse();
        held.add(RunLock.isHeld(latest()));

        assertThat(held).containsExactly(true, false);
    }

    @Test
    void whatWasPromisedIsWrittenBeforeAnythingIsStarted() {
        refuse();

        assertThat(latest().info().expectations())
                .isEqualTo(new Expectations(
                        List.of("master-1", "master-2", "master-3"),
                        List.of("client-1", "client-2"),
                        true,
                        160,
                        Duration.ofMillis(20),
                        Optional.of(Duration.ofMillis(700)),
                        Duration.ofMillis(2_750 + 15_000),
                        true));
    }

    @Test
    void whatHappenedUntilThenIsInTheHistoryAndTheScheduleIsEmpty() throws Exception {
        refuse();

        assertThat(latest().history().events())
                .extracting(Event::process, Event::f)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Processes.RUNNER, "phase"),
                        org.assertj.core.groups.Tuple.tuple(Processes.CLUSTER, NodeEvent.STARTING),
                        org.assertj.core.groups.Tuple.tuple(Processes.CLUSTER, NodeEvent.EXITED));
        assertThat(latest().history().events().get(2).number("code")).hasValue(137);
        assertThat(phases).containsExactly("start");
        assertThat(Files.readString(latest().scheduleFile()))
                .contains("\"format\" : 2")
                .contains("\"steps\" : [ ]");
    }

    @Test
    void nodesKeepTheirFilesInTheRunDirectoryUnderALabelThatIsSafeEverywhere() {
        refuse();

        Backend.Launch launch = java.util.Objects.requireNonNull(backend.launch);
        assertThat(launch.nodesDirectory()).isEqualTo(latest().path().resolve("nodes"));
        assertThat(launch.label()).matches("[a-z0-9-]{1,40}");
    }

    @Test
    void anAbortWhileNodesAreBeingStartedEndsThemTooAndDoesNotWaitForTheRun() {
        CompletableFuture<@Nullable Void> mayStart = new CompletableFuture<>();
        backend.whileStarting = mayStart::join;
        ScenarioRunner runner = runner();
        CompletableFuture<@Nullable Void> run = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        runner.run();
                        run.complete(null);
                    } catch (ClusterException | InterruptedException e) {
                        run.completeExceptionally(e);
                    }
                },
                "run");
        thread.start();
        await("the start").atMost(ofSeconds(20)).until(() -> backend.launch != null);

        CompletableFuture<@Nullable Void> abort = CompletableFuture.runAsync(runner::abort);
        assertThatThrownBy(() -> abort.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        mayStart.complete(null);
        await("the run to end").atMost(ofSeconds(20)).until(() -> run.isDone() && abort.isDone());

        assertThatThrownBy(run::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ClusterException.class)
                .hasMessageContaining("the run was aborted");
        assertThat(backend.cluster.states.values()).containsOnly(NodeState.ENDED);
        assertThat(latest().info().complete()).isFalse();
    }

    @Test
    void abortBeforeTheStartDoesNothing() {
        runner().abort();

        assertThat(runs).isEmptyDirectory();
    }
}
